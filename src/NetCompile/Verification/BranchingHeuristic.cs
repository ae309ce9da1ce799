namespace NetCompile.Verification;

/// <summary>How branch and bound chooses what to split.</summary>
public enum BranchingHeuristic
{
    /// <summary><see cref="Smear"/> where the input is split, <see cref="FilteredSmart"/> where phases are.</summary>
    Automatic,

    /// <summary>The input whose interval is widest, relative to the region. Splits the input.</summary>
    Widest,

    /// <summary>The input over which the specification varies most: <c>Σ_rows |A_j| · width_j</c>, <c>A</c> the coefficients of the rows' linear bounds. Every fourth split is <see cref="Widest"/>. Splits the input.</summary>
    Smear,

    /// <summary>The neuron whose phase is estimated, from one backward substitution, to raise the bound most (BaBSR; Bunel et al., 2020). Splits phases.</summary>
    Babsr,

    /// <summary>Of the neurons that <see cref="Babsr"/> scores best, the one whose children are bounded best when tried (De Palma et al., 2021). Splits phases.</summary>
    FilteredSmart,
}
