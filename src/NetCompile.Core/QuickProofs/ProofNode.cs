using System.Collections.Immutable;

namespace NetCompile.QuickProofs;

/// <summary>A box of a case with the alternatives that are not refuted on it.</summary>
internal sealed class ProofNode
{
    public ProofNode(int sequence, ProofCase @case, double[] lower, double[] upper, ImmutableArray<Alternative> open, double share) =>
        (Sequence, Case, Lower, Upper, Open, Share) = (sequence, @case, lower, upper, open, share);

    /// <summary>The order in which nodes were made: what decides between equal margins.</summary>
    public int Sequence { get; }

    public ProofCase Case { get; }

    public double[] Lower { get; }

    public double[] Upper { get; }

    public ImmutableArray<Alternative> Open { get; set; }

    /// <summary>Its share of the region's volume.</summary>
    public double Share { get; set; }

    /// <summary>The least margin of its open alternatives.</summary>
    public double Margin { get; set; } = double.NegativeInfinity;

    /// <summary>Whether the forward pass may overflow on it.</summary>
    public bool Overflows { get; set; }

    /// <summary>The linear bound's coefficients of the inputs for the alternative with that margin.</summary>
    public double[] Gradient { get; set; } = Array.Empty<double>();

    /// <summary>The input at whose middle a split promises most: where the linear bound varies most, and, a little, where the box is still wide; −1 where none can be split.</summary>
    public int SplitInput()
    {
        double steepest = 0;
        for (int j = 0; j < Lower.Length; j++)
        {
            steepest = Math.Max(steepest, Steepness(j));
        }

        int best = -1;
        double bestScore = double.NegativeInfinity;
        for (int j = 0; j < Lower.Length; j++)
        {
            double middle = Middle(j);
            if (!(middle > Lower[j] && middle < Upper[j]))
            {
                continue;
            }

            double whole = Case.Upper[j] - Case.Lower[j];
            double score = steepest > 0 ? (Steepness(j) / steepest) + (0.1 * (Upper[j] - Lower[j]) / whole) : (Upper[j] - Lower[j]) / whole;
            if (score > bestScore)
            {
                (best, bestScore) = (j, score);
            }
        }

        return best;
    }

    public double Middle(int j) => Lower[j] + ((Upper[j] - Lower[j]) / 2);

    private double Steepness(int j)
    {
        double steepness = Gradient.Length == 0 ? 0 : Math.Abs(Gradient[j]) * (Upper[j] - Lower[j]);
        return double.IsNaN(steepness) || double.IsInfinity(steepness) ? 0 : steepness;
    }

    /// <summary>The lowest margin first.</summary>
    public sealed class Order : IComparer<ProofNode>
    {
        public int Compare(ProofNode? x, ProofNode? y)
        {
            int order = x!.Margin.CompareTo(y!.Margin);
            return order != 0 ? order : x.Sequence.CompareTo(y.Sequence);
        }
    }
}
