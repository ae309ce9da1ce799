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
    public float[][] Slopes { get; init; } = [];

    /// <summary>For each row of the conjunction its parent's multipliers, one a decision; later decisions start at 0.</summary>
    public float[][] Multipliers { get; init; } = [];

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

            // The box is shared with all nodes where only phases are split.
            long box = ReferenceEquals(Lower, Case.Box.Lower) && ReferenceEquals(Upper, Case.Box.Upper) ? 0 : sizeof(double) * (Lower.Length + Upper.Length);
            return (sizeof(float) * numbers) + box + 250;
        }
    }
}
