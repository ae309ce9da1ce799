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

    /// <summary>Whether it is a whole region, of which nothing is known yet.</summary>
    public virtual bool IsRegion => Depth == 0;

    /// <summary>Whether it takes the place of other nodes than its parent, so that it must be kept whatever becomes of the parent.</summary>
    public virtual bool Supersedes => false;

    /// <summary>About how much memory it holds.</summary>
    public abstract long Bytes { get; }

    /// <summary>The part of <see cref="Bytes"/> that <see cref="DropOptional"/> frees.</summary>
    public virtual long OptionalBytes => 0;

    /// <summary>How a checkpoint marks nodes of this class.</summary>
    public abstract SearchNodeKind Kind { get; }

    /// <summary>Forgets what can be computed again, when memory is short: the search then goes on with bounds that are a bit looser.</summary>
    public virtual void DropOptional()
    {
    }

    /// <summary>Writes for a checkpoint what this class adds to the members above; <see cref="SearchNodeFormat"/> reads it back.</summary>
    /// <remarks>
    /// Write facts about the region only: input ranges, conjunctions, neurons by operator and element. What was computed (bounds, multipliers) may be left out, since any
    /// sound value serves; an index whose meaning depends on computed bounds, such as a place in a list of unstable neurons, must not be written: another machine rounds
    /// differently, and the index could then name another neuron.
    /// </remarks>
    public abstract void WriteState(BinaryWriter writer);
}

/// <summary>One case of the property, prepared for the search.</summary>
/// <param name="Index">Its index in the property.</param>
/// <param name="Box">Its input box.</param>
/// <param name="Specification">Its output conditions.</param>
internal sealed record CaseProblem(int Index, InputBox Box, Specification Specification);
