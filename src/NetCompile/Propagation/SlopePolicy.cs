namespace NetCompile.Propagation;

/// <summary>The slope of the lower linear function of an unstable ReLU; every slope in [0, 1] is sound.</summary>
internal enum SlopePolicy
{
    /// <summary>1 where <c>U &gt; −L</c>, else 0: the least area between the functions (CROWN, DeepPoly).</summary>
    Adaptive,

    /// <summary>0 always: twice as tight on large boxes, where most neurons are unstable.</summary>
    Zero,

    /// <summary><c>U / (U − L)</c>, the upper function's slope (DeepZ, Fast-Lin).</summary>
    Parallel,
}
