using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.QuickProofs;

/// <summary>How far the float32 value of an operator may be from the exact function of its float32 sources, for any order of summation, fused or not.</summary>
/// <remarks>
/// The terms that the engine's <c>ROUNDING.md</c> derives: a dense layer of <c>n</c> inputs is off by at most <c>γ_{n+1} (|W| M + |b|) + (n + 1) η</c> with <c>γ_k = k u / (1 − k u)</c>,
/// <c>u = 2⁻²⁴</c>, <c>η = 2⁻¹⁴⁹</c> and <c>M</c> the magnitude of the sources; a scale, shift, sum or leaky ReLU by one rounding; a gather, ReLU, clip, maximum or step by nothing.
/// <c>M</c> bounds the float32 values themselves, because the bounds of the sources contain their errors.
/// </remarks>
internal static class Float32Rounding
{
    private const double Unit = 1.0 / (1 << 24);
    private const double Tiny = 1.401298464324817e-45;

    // Doubles are rounded while these terms are computed; a part in 10⁹ is far more than that for any number of terms that fits a tensor.
    private const double Room = 1 + 1e-9;

    // Beyond it a sum may overflow to infinity in float32, whatever its exact value; the room is for the sum's own rounding.
    private const double Largest = float.MaxValue * (1 - 1e-3);

    /// <summary>The error of each element.</summary>
    /// <param name="o">The operator.</param>
    /// <param name="bounds">Bounds on the float32 values of its sources, by operator id.</param>
    /// <param name="mayOverflow">Set where the float32 value may be infinite or NaN: nothing may then be claimed about the network.</param>
    /// <returns>One error per element, or null where there is none.</returns>
    public static double[]? ErrorsOf(NetworkOperator o, IReadOnlyList<OperatorBounds> bounds, ref bool mayOverflow)
    {
        double[]? errors = o is DenseOperator or ScaleOperator or ShiftOperator or SumOperator or LeakyReluOperator ? new double[o.Count] : null;
        if (errors is null)
        {
            return null;
        }

        OperatorBounds x = bounds[o.Sources[0]];
        if (o is DenseOperator dense)
        {
            Dense(dense, x, errors, ref mayOverflow);
            return errors;
        }

        for (int i = 0; i < errors.Length; i++)
        {
            double magnitude = o switch
            {
                ScaleOperator s => s.IsDivision ? x.Magnitude(i) / Math.Abs(s.Factor.Values[i]) : x.Magnitude(i) * Math.Abs(s.Factor.Values[i]),
                ShiftOperator t => x.Magnitude(i) + Math.Abs(t.Offset.Values[i]),
                SumOperator s => x.Magnitude(i) + bounds[s.Sources[1]].Magnitude(i),
                _ => x.Magnitude(i),
            };
            errors[i] = ((magnitude * Unit) + Tiny) * Room;
            mayOverflow |= !(magnitude < Largest);
        }

        return errors;
    }

    private static void Dense(DenseOperator d, OperatorBounds x, double[] errors, ref bool mayOverflow)
    {
        double ku = (d.Inputs + 1) * Unit, gamma = ku < 0.5 ? ku / (1 - ku) : double.PositiveInfinity;
        double[] magnitudes = new double[d.Inputs];
        for (int j = 0; j < magnitudes.Length; j++)
        {
            magnitudes[j] = x.Magnitude(j);
        }

        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan();
        for (int i = 0; i < errors.Length; i++)
        {
            ReadOnlySpan<float> row = weights.Slice(i * d.Inputs, d.Inputs);
            double magnitude = d.Bias is null ? 0 : Math.Abs(d.Bias.Values[i]);
            for (int j = 0; j < row.Length; j++)
            {
                magnitude += Math.Abs(row[j]) * magnitudes[j];
            }

            errors[i] = ((gamma * magnitude) + ((d.Inputs + 1) * Tiny)) * Room;
            mayOverflow |= !(magnitude * (1 + gamma) < Largest);
        }
    }
}
