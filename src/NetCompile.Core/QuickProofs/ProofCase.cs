using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.QuickProofs;

/// <summary>A case of a property: the box to prove, and the alternatives of the violation that no condition on the inputs rules out.</summary>
internal sealed class ProofCase
{
    private ProofCase(int index, PropertyCase source, double[] lower, double[] upper, ImmutableArray<Alternative> alternatives) =>
        (Index, Source, Lower, Upper, Alternatives) = (index, source, lower, upper, alternatives);

    /// <summary>The index in the property.</summary>
    public int Index { get; }

    public PropertyCase Source { get; }

    /// <summary>The lower end of each input: at most the stated one and the float32 number nearest to it, which is what a program passes.</summary>
    public double[] Lower { get; }

    /// <summary>The upper end of each input.</summary>
    public double[] Upper { get; }

    public ImmutableArray<Alternative> Alternatives { get; }

    /// <summary>The case; null where its region is empty.</summary>
    public static ProofCase? Of(int index, PropertyCase source, NetworkModel model, CancellationToken cancellationToken = default)
    {
        if (source.Region.Any(r => r.IsEmpty))
        {
            return null;
        }

        double[] lower = source.Region.Select(r => Math.Min(r.Lower, (float)r.InnerLower)).ToArray();
        double[] upper = source.Region.Select(r => Math.Max(r.Upper, (float)r.InnerUpper)).ToArray();
        ImmutableArray<Alternative>.Builder alternatives = ImmutableArray.CreateBuilder<Alternative>();
        for (int k = 0; k < source.Unsafe.Length; k++)
        {
            // A hundred thousand alternatives take seconds; whoever types on asks no more.
            cancellationToken.ThrowIfCancellationRequested();
            ConstraintRow[] rows = source.Unsafe[k].Constraints.Select(c => new ConstraintRow(c, model)).ToArray();
            if (InputContraction.Run(rows, (double[])lower.Clone(), (double[])upper.Clone()))
            {
                alternatives.Add(new Alternative(k, rows));
            }
        }

        return new ProofCase(index, source, lower, upper, alternatives.ToImmutable());
    }
}

/// <summary>One way to violate a property: constraints that must all be satisfied.</summary>
/// <param name="Index">The index in the case's disjunction.</param>
/// <param name="Rows">The constraints; without any, every input of the case violates the property.</param>
internal sealed record Alternative(int Index, IReadOnlyList<ConstraintRow> Rows)
{
    /// <summary>The greatest margin of its constraints: the alternative is met nowhere on the box if one is refuted.</summary>
    /// <param name="bounds">The bounds on a box.</param>
    /// <param name="byLines">Whether to substitute backward.</param>
    /// <param name="scratch">Room for one coefficient per input; null where <paramref name="gradient"/> is.</param>
    /// <param name="gradient">
    /// Takes the coefficients of the constraint on outputs that has the greatest margin, or of one on inputs where there is none: boxes that shrink along the border of a condition on
    /// inputs never end. Null where nobody asks.
    /// </param>
    public (double Margin, bool IsRefuted) MarginOf(Float32Bounds bounds, bool byLines, double[]? scratch = null, double[]? gradient = null)
    {
        double greatest = double.NegativeInfinity;
        bool hasGradient = false;
        PremiseCombination? combination = null;
        foreach (ConstraintRow row in Rows)
        {
            double margin = row.Margin(bounds, byLines, scratch);
            if ((!bounds.MayOverflow || !row.HasOutputs) && row.IsRefutedBy(margin))
            {
                return (margin, true);
            }

            greatest = margin > greatest ? margin : greatest;
            if (scratch is not null && row.HasOutputs && (combination is null || margin > combination.Margin))
            {
                combination = new PremiseCombination(row, margin, scratch, bounds);
                scratch.CopyTo(gradient!, 0);
            }
            else if (scratch is not null && combination is null && !hasGradient)
            {
                scratch.CopyTo(gradient!, 0);
                hasGradient = true;
            }
        }

        return combination is not null && !bounds.MayOverflow && combination.Refutes(Rows) ? (0, true) : (greatest, false);
    }
}
