namespace NetCompile.Verification;

/// <summary>A node of the ReLU-splitting search: one conjunction, on a box, with some neurons fixed in a phase.</summary>
internal sealed class PhaseNode : SearchNode
{
    /// <summary>The conjunction of a root: all of them.</summary>
    public const int AllConjunctions = -1;

    /// <summary>What it shares with all nodes of its case; null where it is still to be computed.</summary>
    public PhaseProblem? Problem { get; set; }

    /// <summary>The epoch it belongs to; null where it is still to be computed.</summary>
    public PhaseEpoch? Epoch { get; set; }

    /// <summary>The conjunction to refute, or <see cref="AllConjunctions"/>.</summary>
    public int Conjunction { get; init; } = AllConjunctions;

    /// <summary>Neurons fixed in a phase: twice the number of the neuron (<see cref="Certificates.SlopeLayout"/>), plus 1 where active.</summary>
    public int[] Decisions { get; init; } = [];

    /// <summary>For each row of the conjunction the lower slopes that its parent found, one for each of <see cref="PhaseProblem.Neurons"/>; shared with its sibling.</summary>
    public float[][] Slopes { get; set; } = [];

    /// <summary>For each row of the conjunction its parent's multipliers, one a decision; later decisions start at 0.</summary>
    public float[][] Multipliers { get; set; } = [];

    /// <summary>Lower ends of the box.</summary>
    public required double[] Lower { get; init; }

    /// <summary>Upper ends of the box.</summary>
    public required double[] Upper { get; init; }

    // The box is shared with all nodes where only phases are split.
    /// <inheritdoc/>
    public override bool IsRegion => Conjunction == AllConjunctions;

    private long BoxBytes => ReferenceEquals(Lower, Case.Box.Lower) && ReferenceEquals(Upper, Case.Box.Upper) ? 0 : sizeof(double) * (Lower.Length + Upper.Length);

    /// <summary>Whether its box is a part of the region only.</summary>
    public bool HasOwnBox => !ReferenceEquals(Lower, Case.Box.Lower) || !ReferenceEquals(Upper, Case.Box.Upper);

    /// <inheritdoc/>
    public override bool Supersedes => Epoch is { Number: > 0 } && Decisions.Length == 0 && Slopes.Length == 0;

    /// <inheritdoc/>
    public override long Bytes => OptionalBytes + (sizeof(int) * Decisions.Length) + BoxBytes + 250;

    /// <inheritdoc/>
    public override long OptionalBytes
    {
        get
        {
            long numbers = 0;
            foreach (float[] slopes in Slopes)
            {
                // Shared with the sibling.
                numbers += slopes.Length / 2;
            }

            foreach (float[] multipliers in Multipliers)
            {
                numbers += multipliers.Length;
            }

            return sizeof(float) * numbers;
        }
    }

    /// <inheritdoc/>
    public override SearchNodeKind Kind => SearchNodeKind.Phase;

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The box leaves that of its case, or a conjunction or a neuron does not exist.</exception>
    public static PhaseNode Read(BinaryReader reader, SearchNodeHeader header, int neurons)
    {
        (double[] lower, double[] upper) = SearchNodeFormat.ReadBox(reader, header.Case.Box);
        int conjunctions = header.Case.Specification.Conjunctions.Length;
        int conjunction = SearchNodeFormat.ReadInt(reader) - 1;
        if (conjunction < AllConjunctions || conjunction >= conjunctions)
        {
            throw new InvalidDataException($"a node is about conjunction {conjunction} of {conjunctions}");
        }

        int count = SearchNodeFormat.ReadInt(reader);
        if (count < 0 || count > neurons)
        {
            throw new InvalidDataException($"a node fixes {count} of {neurons} neurons");
        }

        int[] decisions = new int[count];
        for (int d = 0; d < count; d++)
        {
            decisions[d] = SearchNodeFormat.ReadInt(reader);
            if (decisions[d] < 0 || decisions[d] >> 1 >= neurons)
            {
                throw new InvalidDataException($"a node fixes neuron {decisions[d] >> 1} of {neurons}");
            }
        }

        return new PhaseNode
        {
            Case = header.Case,
            Bound = header.Bound,
            Depth = header.Depth,
            Share = header.Share,
            Lower = lower,
            Upper = upper,
            Conjunction = conjunction,
            Decisions = decisions,
        };
    }

    /// <summary>Forgets slopes and multipliers, which its next ascent then starts without.</summary>
    public override void DropOptional() => Slopes = Multipliers = [];

    /// <summary>The box, the conjunction and the phases; slopes and multipliers are found again.</summary>
    public override void WriteState(BinaryWriter writer)
    {
        SearchNodeFormat.WriteBox(writer, Case.Box, Lower, Upper);
        writer.Write7BitEncodedInt(Conjunction + 1);
        writer.Write7BitEncodedInt(Decisions.Length);
        foreach (int decision in Decisions)
        {
            writer.Write7BitEncodedInt(decision);
        }
    }
}
