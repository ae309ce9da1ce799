using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>A box of the search that is still to be examined.</summary>
internal sealed class BoxNode
{
    /// <summary>The case of the property it belongs to.</summary>
    public required CaseProblem Case { get; init; }

    /// <summary>Lower ends.</summary>
    public required double[] Lower { get; init; }

    /// <summary>Upper ends.</summary>
    public required double[] Upper { get; init; }

    /// <summary>Pre-activation bounds of a box that contains this one, shared with its sibling; empty at a root.</summary>
    public double[] InheritedLower { get; init; } = [];

    /// <summary>The same for the upper ends.</summary>
    public double[] InheritedUpper { get; init; } = [];

    /// <summary>Conjunctions not yet refuted on a box that contains this one.</summary>
    public required int[] Open { get; init; }

    /// <summary>The slope policy that bounded its parent better.</summary>
    public SlopePolicy Slopes { get; init; }

    /// <summary>The lowest bound, over the open conjunctions, of their best row on its parent.</summary>
    public double Bound { get; init; } = double.NegativeInfinity;

    /// <summary>About how much memory it holds; the inherited bounds are shared with its sibling.</summary>
    public long Bytes => (sizeof(double) * (Lower.Length + Upper.Length + InheritedLower.Length)) + 200L;

    /// <summary>Splits above it.</summary>
    public int Depth { get; init; }

    /// <summary>Its share of the whole search space, 0 to 1, for progress only.</summary>
    public double Share { get; init; }
}

/// <summary>One case of the property, prepared for the search.</summary>
/// <param name="Index">Its index in the property.</param>
/// <param name="Box">Its input box.</param>
/// <param name="Specification">Its output conditions.</param>
internal sealed record CaseProblem(int Index, InputBox Box, Specification Specification);
