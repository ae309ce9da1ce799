using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Propagation;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>
/// Bounds of pre-activations for networks with operators that the engine does not take, steps and maxima: the reference CROWN of the core over the reals, interval arithmetic with the rounding of each operator in float32.
/// </summary>
internal sealed class ReferenceBounds
{
    private readonly BoundTable _table;
    private readonly ImmutableArray<InputInterval> _region;
    private readonly Arithmetic _arithmetic;

    public ReferenceBounds(BoundTable table, double[] lower, double[] upper, Arithmetic arithmetic)
    {
        (_table, _arithmetic) = (table, arithmetic);
        _region = [.. lower.Zip(upper, InputInterval.Exact)];
    }

    /// <summary>Tightens the table; methods beyond CROWN give CROWN, those beyond intervals give intervals in float32.</summary>
    public void Tighten(TighteningMethod method)
    {
        if (_arithmetic == Arithmetic.Float32)
        {
            if (SingleIntervals() is { } intervals)
            {
                Take(intervals, BoundOrigin.Interval);
            }

            return;
        }

        Take(IntervalBounds.Compute(_table.Model, _region).Operators, BoundOrigin.Interval);
        if (method >= TighteningMethod.Crown)
        {
            Take(CrownBounds.Compute(_table.Model, _region, new CrownOptions(IntersectWithIntervals: true)).Operators, BoundOrigin.Crown);
        }
    }

    // Each operator's interval over the values that the float32 pass holds, widened by what its own rounding can add: Propagation/ROUNDING.md, "What is bounded".
    // Null where a value may leave the format's range: the pass overflows there, and nothing is known of what it computes.
    private List<OperatorBounds>? SingleIntervals()
    {
        List<OperatorBounds> bounds = [IntervalBounds.OfInput(_table.Model, _region)];
        foreach (NetworkOperator o in _table.Model.Operators.Skip(1))
        {
            OperatorBounds exact = IntervalBounds.Step(o, bounds), source = bounds[o.Sources[0]];
            double[] lower = exact.Lower.ToArray(), upper = exact.Upper.ToArray();
            for (int i = 0; i < lower.Length; i++)
            {
                double magnitude = Magnitude(o, i, source, o.Sources.Length > 1 ? bounds[o.Sources[1]] : source, exact);
                double error = o switch
                {
                    DenseOperator d => (Rounding.SingleGamma(d.Inputs, _arithmetic) * magnitude * (1 + 1e-9)) + ((d.Inputs + 1) * Rounding.SingleTiny),
                    ScaleOperator or ShiftOperator or SumOperator or LeakyReluOperator => (Rounding.SingleUnit * magnitude * (1 + 1e-9)) + Rounding.SingleTiny,
                    _ => 0,
                };

                if (!(magnitude + error <= Rounding.SingleMax * 0.99))
                {
                    return null;
                }

                (lower[i], upper[i]) = error == 0 ? (lower[i], upper[i]) : (OutwardRounding.Down(lower[i] - error), OutwardRounding.Up(upper[i] + error));
            }

            bounds.Add(new OperatorBounds(lower, upper));
        }

        return bounds;
    }

    private static double Magnitude(NetworkOperator o, int i, OperatorBounds source, OperatorBounds second, OperatorBounds exact)
    {
        switch (o)
        {
            case DenseOperator d:
                double sum = d.Bias is null ? 0 : Math.Abs(d.Bias.Values[i]);
                for (int j = 0; j < d.Inputs; j++)
                {
                    float w = d.Weights.Values[(i * d.Inputs) + j];
                    sum += w == 0 ? 0 : Math.Abs(w) * source.Magnitude(j);
                }

                return sum * (1 + 1e-9);
            case ShiftOperator s:
                return source.Magnitude(i) + Math.Abs(s.Offset.Values[i]);
            case SumOperator:
                return source.Magnitude(i) + second.Magnitude(i);
            default:
                return exact.Magnitude(i);
        }
    }

    private void Take(IReadOnlyList<OperatorBounds> bounds, BoundOrigin origin)
    {
        foreach (int id in _table.Needed)
        {
            for (int k = 0; k < _table[id].Count; k++)
            {
                _table[id].Tighten(k, bounds[id].Lower[k], bounds[id].Upper[k], origin);
            }
        }
    }
}
