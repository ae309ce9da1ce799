using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Generator.Milp;

/// <summary>The row <c>a − Σ w_j x_j = b</c> of an encoding whose coefficients, the 1 of <c>a</c> included, lie furthest apart.</summary>
/// <param name="OperatorId">The dense layer.</param>
/// <param name="Row">The neuron.</param>
/// <param name="Least">The smallest magnitude of a coefficient.</param>
/// <param name="Largest">The largest magnitude.</param>
internal sealed record CoefficientRange(int OperatorId, int Row, double Least, double Largest)
{
    /// <summary>
    /// A weight whose whole contribution <c>|w_j| max |x_j|</c> is below this does not count: it is a thousandth of what solvers call zero, so whether they keep the weight or drop it makes no difference.
    /// Trained networks have many such weights.
    /// </summary>
    public const double NegligibleContribution = 1e-9;

    public double Ratio => Largest / Least;

    /// <summary>The worst row; null in a network without dense layers.</summary>
    public static CoefficientRange? Worst(NetworkModel model, NetworkBounds values)
    {
        CoefficientRange? worst = null;
        foreach (DenseOperator d in model.Operators.OfType<DenseOperator>())
        {
            double[] magnitudes = Magnitudes(values.Operators[d.Sources[0]]);
            ReadOnlySpan<float> weights = d.Weights.Values.AsSpan();
            for (int i = 0; i < d.Outputs; i++)
            {
                double least = 1, largest = 1;
                for (int j = 0; j < d.Inputs; j++)
                {
                    double w = Math.Abs(weights[(i * d.Inputs) + j]);
                    if (w * magnitudes[j] >= NegligibleContribution)
                    {
                        least = Math.Min(least, w);
                        largest = Math.Max(largest, w);
                    }
                }

                if (worst is null || largest / least > worst.Ratio)
                {
                    worst = new CoefficientRange(d.Id, i, least, largest);
                }
            }
        }

        return worst;
    }

    private static double[] Magnitudes(OperatorBounds bounds)
    {
        double[] magnitudes = new double[bounds.Count];
        for (int j = 0; j < magnitudes.Length; j++)
        {
            magnitudes[j] = Math.Max(Math.Abs(bounds.Lower[j]), Math.Abs(bounds.Upper[j]));
        }

        return magnitudes;
    }
}
