namespace NetCompile.Milp;

/// <summary>How the distance of two inputs is measured.</summary>
public enum InputNorm
{
    /// <summary><c>max_j |x_j − c_j|</c>: the largest change of any input; many may change.</summary>
    LInfinity,

    /// <summary><c>Σ_j |x_j − c_j|</c>: the sum of all changes; few inputs change, some of them much.</summary>
    L1,
}
