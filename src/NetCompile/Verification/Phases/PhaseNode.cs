namespace NetCompile.Verification;

/// <summary>A node of the ReLU-splitting search: one conjunction, on a box, with some neurons fixed in a phase.</summary>
internal sealed class PhaseNode : SearchNode
{
    /// <summary>What it shares with all nodes of its case; null at a root, which is still to compute it.</summary>
    public PhaseProblem? Problem { get; init; }

    /// <summary>The conjunction to refute.</summary>
    public int Conjunction { get; init; }

    /// <summary>Fixed neurons: twice the index in <see cref="PhaseProblem.Activations"/>, plus 1 where active.</summary>
    public int[] Decisions { get; init; } = [];

    /// <summary>For each row of the conjunction the lower slopes that its parent found, one a neuron of the problem; shared with its sibling.</summary>
    public float[][] Slopes { get; set; } = [];

    /// <summary>For each row of the conjunction its parent's multipliers, one a decision; later decisions start at 0.</summary>
    public float[][] Multipliers { get; set; } = [];

    /// <summary>Lower ends of the box.</summary>
    public required double[] Lower { get; init; }

    /// <summary>Upper ends of the box.</summary>
    public required double[] Upper { get; init; }

    /// <inheritdoc/>
    public override long Bytes
    {
        get
        {
            long numbers = Decisions.Length;
            foreach (float[] slopes in Slopes)
            {
                // Shared with the sibling.
                numbers += slopes.Length / 2;
            }

            foreach (float[] multipliers in Multipliers)
            {
                numbers += multipliers.Length;
            }

            return (sizeof(float) * numbers) + BoxBytes + 250;
        }
    }

    // The box is shared with all nodes where only phases are split.
    private long BoxBytes => ReferenceEquals(Lower, Case.Box.Lower) && ReferenceEquals(Upper, Case.Box.Upper) ? 0 : sizeof(double) * (Lower.Length + Upper.Length);

    /// <inheritdoc/>
    public override long OptionalBytes => Bytes - (sizeof(int) * Decisions.Length) - BoxBytes - 250;

    /// <inheritdoc/>
    public override SearchNodeKind Kind => SearchNodeKind.Phase;

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Something does not exist in the case or the network.</exception>
    public static PhaseNode Read(SearchNodeReader reader, SearchNodeHeader header)
    {
        (double[] lower, double[] upper) = reader.ReadBox(header.Case.Box);
        PhaseProblem? problem = reader.Bytes.ReadBoolean() ? reader.ReadShared(r => PhaseProblem.Read(r, header.Case)) : null;
        int conjunction = 0;
        int[] decisions = [];
        if (problem is not null)
        {
            conjunction = reader.ReadInt();
            if (conjunction < 0 || conjunction >= problem.Rows.Length)
            {
                throw new InvalidDataException($"a node is about conjunction {conjunction} of {problem.Rows.Length}");
            }

            decisions = reader.ReadIndices(2 * problem.Activations.Length, "phases");
            if (decisions.Select(d => d >> 1).Distinct().Count() < decisions.Length)
            {
                throw new InvalidDataException("a node fixes a neuron in both phases");
            }
        }

        return new PhaseNode
        {
            Case = header.Case,
            Bound = header.Bound,
            Depth = header.Depth,
            Share = header.Share,
            Problem = problem,
            Conjunction = conjunction,
            Decisions = decisions,
            Lower = lower,
            Upper = upper,
        };
    }

    /// <inheritdoc/>
    public override void DropOptional() => Slopes = Multipliers = [];

    /// <summary>The box, the shared problem and the phases; slopes and multipliers, which are the bulk of a node, are found again.</summary>
    public override void WriteState(SearchNodeWriter writer)
    {
        writer.WriteBox(Case.Box, Lower, Upper);
        writer.Bytes.Write(Problem is not null);
        if (Problem is not null)
        {
            writer.WriteShared(Problem, (problem, w) => problem.Write(w));
            writer.Bytes.Write7BitEncodedInt(Conjunction);
            writer.WriteIndices(Decisions);
        }
    }
}
