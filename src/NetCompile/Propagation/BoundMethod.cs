namespace NetCompile.Propagation;

/// <summary>How output bounds are computed.</summary>
public enum BoundMethod
{
    /// <summary>Interval arithmetic.</summary>
    Interval,

    /// <summary>Linear lower and upper functions of the input, propagated forward.</summary>
    Symbolic,

    /// <summary>Backward substitution for every layer with adaptive slopes, intersected with intervals.</summary>
    Crown,
}
