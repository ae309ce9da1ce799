using NetCompile.Certificates;

namespace NetCompile.Verification;

/// <summary>A part of the search space that is still to be examined.</summary>
internal abstract class SearchNode
{
    /// <summary>The case of the property it belongs to.</summary>
    public required CaseProblem Case { get; init; }

    /// <summary>The lowest bound of its parent that is still to be raised above zero; the frontier takes the least first.</summary>
    public double Bound { get; init; } = double.NegativeInfinity;

    /// <summary>Splits above it.</summary>
    public int Depth { get; init; }

    /// <summary>Its share of the whole search space, 0 to 1, for progress only.</summary>
    public double Share { get; init; }

    /// <summary>Where what is decided about it is recorded; null where no proof is asked for.</summary>
    public ProofNode? Proof { get; init; }

    /// <summary>About how much memory it holds.</summary>
    public abstract long Bytes { get; }
}

/// <summary>One case of the property, prepared for the search.</summary>
/// <param name="Index">Its index in the property.</param>
/// <param name="Box">Its input box.</param>
/// <param name="Specification">Its output conditions.</param>
internal sealed record CaseProblem(int Index, InputBox Box, Specification Specification);
