using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>A box of the search that is still to be examined.</summary>
internal sealed class BoxNode : SearchNode
{
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

    /// <summary>About how much memory it holds; the inherited bounds are shared with its sibling.</summary>
    public override long Bytes => (sizeof(double) * (Lower.Length + Upper.Length + InheritedLower.Length)) + 200L;
}
