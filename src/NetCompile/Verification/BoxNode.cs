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
    public double[] InheritedLower { get; set; } = [];

    /// <summary>The same for the upper ends.</summary>
    public double[] InheritedUpper { get; set; } = [];

    /// <summary>Conjunctions not yet refuted on a box that contains this one.</summary>
    public required int[] Open { get; init; }

    /// <summary>The slope policy that bounded its parent better.</summary>
    public SlopePolicy Slopes { get; init; }

    /// <summary>About how much memory it holds; the inherited bounds are shared with its sibling.</summary>
    public override long Bytes => (sizeof(double) * (Lower.Length + Upper.Length + InheritedLower.Length)) + 200L;

    /// <inheritdoc/>
    public override long OptionalBytes => sizeof(double) * (long)InheritedLower.Length;

    /// <inheritdoc/>
    public override SearchNodeKind Kind => SearchNodeKind.Box;

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The box leaves that of its case, or a conjunction does not exist.</exception>
    public static BoxNode Read(BinaryReader reader, SearchNodeHeader header)
    {
        (double[] lower, double[] upper) = SearchNodeFormat.ReadBox(reader, header.Case.Box);
        int[] open = SearchNodeFormat.ReadIndices(reader, header.Case.Specification.Conjunctions.Length);
        SlopePolicy slopes = (SlopePolicy)reader.ReadByte();
        return Enum.IsDefined(slopes)
            ? new BoxNode
            {
                Case = header.Case,
                Bound = header.Bound,
                Depth = header.Depth,
                Share = header.Share,
                Lower = lower,
                Upper = upper,
                Open = open,
                Slopes = slopes,
            }
            : throw new InvalidDataException($"{(int)slopes} is no slope policy");
    }

    /// <inheritdoc/>
    public override void DropOptional() => InheritedLower = InheritedUpper = [];

    /// <summary>The box and the open conjunctions; the inherited bounds, which are the bulk of a node, are computed again.</summary>
    public override void WriteState(BinaryWriter writer)
    {
        SearchNodeFormat.WriteBox(writer, Case.Box, Lower, Upper);
        SearchNodeFormat.WriteIndices(writer, Open);
        writer.Write((byte)Slopes);
    }
}
