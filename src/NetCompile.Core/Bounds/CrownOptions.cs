namespace NetCompile.Bounds;

/// <summary>The slope of the lower line of an unstable ReLU.</summary>
public enum LowerSlope
{
    /// <summary>1 where <c>U &gt; −L</c>, else 0: the smaller area (CROWN, DeepPoly).</summary>
    Adaptive,

    /// <summary>The slope of the upper line, <c>U / (U − L)</c> (Fast-Lin, DeepZ).</summary>
    SameAsUpper,

    /// <summary>0.</summary>
    Zero,
}

/// <summary>Variants of <see cref="CrownBounds"/>.</summary>
/// <param name="LowerSlope">The lower line of unstable units. Where 0 or the upper slope is no valid choice (a leaky ReLU, a clip), the nearest valid line is taken.</param>
/// <param name="UseIntervalPreActivations">Whether the relaxations rest on interval bounds and only the output is bounded backward (CROWN-IBP).</param>
/// <param name="IntersectWithIntervals">Whether each bound is intersected with the interval bound from the bounds before it; tighter, but not what the literature calls CROWN.</param>
public sealed record CrownOptions(LowerSlope LowerSlope = LowerSlope.Adaptive, bool UseIntervalPreActivations = false, bool IntersectWithIntervals = false);
