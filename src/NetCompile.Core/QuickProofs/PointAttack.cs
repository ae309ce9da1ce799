using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.QuickProofs;

/// <summary>Looks for an input that violates a case, and accepts one only with rigorous bounds on its float32 outputs.</summary>
/// <remarks>Deterministic. What is not found proves nothing.</remarks>
internal sealed class PointAttack
{
    // Steps of one descent: the first goes across the box, each next half as far.
    private const int Steps = 8;

    private const int RepairRounds = 4;

    private readonly NetworkModel _model;
    private readonly ProofBudget _budget;
    private readonly long _pointWork, _rowWork;
    private long _allowance;

    /// <param name="model">The network.</param>
    /// <param name="budget">What may be spent.</param>
    /// <param name="allowance">Multiplications of all attacks together.</param>
    public PointAttack(NetworkModel model, ProofBudget budget, long allowance) =>
        (_model, _budget, _pointWork, _rowWork, _allowance) = (model, budget, Float32Bounds.WorkOf(model, useCrown: false), Float32Bounds.RowWorkOf(model), allowance);

    /// <summary>Tries a point, rounded to float32 numbers inside the case.</summary>
    public QuickCounterexample? Try(ProofCase @case, Func<int, double> coordinate) => Round(@case, coordinate) is { } point ? Check(@case, point, out _) : null;

    /// <summary>Descends from a point along the gradient of an alternative.</summary>
    public QuickCounterexample? Descend(ProofCase @case, Alternative alternative, double[] lower, double[] upper, Func<int, double> start)
    {
        double[] x = Enumerable.Range(0, lower.Length).Select(start).ToArray();
        double[] gradient = new double[lower.Length], scratch = new double[lower.Length];
        Repair(alternative, lower, upper, x);
        double share = 1;
        for (int step = 0; step < Steps; step++, share /= 2)
        {
            if (Round(@case, j => x[j]) is not { } point)
            {
                return null;
            }

            if (Check(@case, point, out Float32Bounds? bounds) is { } found)
            {
                return found;
            }

            if (bounds is null || !Spend(_rowWork * alternative.Rows.Count))
            {
                return null;
            }

            OutputsOf(alternative).MarginOf(bounds, byLines: true, scratch, gradient);
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = Math.Min(Math.Max(x[j] - (Math.Sign(Number(gradient[j])) * share * (upper[j] - lower[j])), lower[j]), upper[j]);
            }

            Repair(alternative, lower, upper, x);
        }

        return null;
    }

    // The constraints on outputs, which a descent follows; those on inputs alone are met by projection. Where there is none of the first kind, all.
    private static Alternative OutputsOf(Alternative alternative) =>
        alternative.Rows.Any(r => r.HasOutputs) ? alternative with { Rows = alternative.Rows.Where(r => r.HasOutputs).ToArray() } : alternative;

    // Projects onto each violated condition on the inputs in turn, inputs measured by the widths of the box. A little beyond it, so that rounding to float32 does not leave it again.
    private static void Repair(Alternative alternative, double[] lower, double[] upper, double[] x)
    {
        for (int round = 0; round < RepairRounds; round++)
        {
            foreach (ConstraintRow row in alternative.Rows)
            {
                double excess = -row.Greatest, norm = 0, magnitude = Math.Abs(row.Greatest);
                foreach ((_, int j, double a) in row.Terms.Where(_ => !row.HasOutputs))
                {
                    excess += a * x[j];
                    magnitude += Math.Abs(a * x[j]);
                    norm += a * a * (upper[j] - lower[j]) * (upper[j] - lower[j]);
                }

                if (row.HasOutputs || !(norm > 0) || excess <= 0)
                {
                    continue;
                }

                foreach ((_, int j, double a) in row.Terms)
                {
                    double width = upper[j] - lower[j];
                    x[j] = Math.Min(Math.Max(x[j] - ((excess + (1e-6 * magnitude)) * a * width * width / norm), lower[j]), upper[j]);
                }
            }
        }
    }

    /// <summary>The same counterexample with the fewest digits that still violates the property for certain, and how much each input matters.</summary>
    public QuickCounterexample Simplify(ProofCase @case, QuickCounterexample found)
    {
        for (int digits = 1; digits <= 6; digits++)
        {
            if (Round(@case, j => RoundTo(found.Input[j], digits)) is { } point && Check(@case, point, out _) is { } simple)
            {
                found = simple;
                break;
            }
        }

        double[] gradient = new double[found.Input.Length], scratch = new double[found.Input.Length];
        if (Spend(_pointWork + _rowWork))
        {
            double[] x = found.Input.Select(v => (double)v).ToArray();
            Alternative alternative = @case.Alternatives.First(a => a.Index == found.Violation.Conjunction);
            alternative.MarginOf(Float32Bounds.Compute(_model, x, x, useCrown: false), byLines: true, scratch, gradient);
        }

        return found with { Importance = gradient.Select((g, j) => Math.Abs(Number(g)) * (@case.Upper[j] - @case.Lower[j])).ToImmutableArray() };
    }

    private QuickCounterexample? Check(ProofCase @case, float[] point, out Float32Bounds? bounds)
    {
        bounds = null;
        if (!Spend(_pointWork))
        {
            return null;
        }

        double[] x = point.Select(v => (double)v).ToArray();
        bounds = Float32Bounds.Compute(_model, x, x, useCrown: false);
        if (bounds.MayOverflow)
        {
            return null;
        }

        foreach (Alternative alternative in @case.Alternatives)
        {
            bool isMet = true;
            foreach (ConstraintRow row in alternative.Rows)
            {
                isMet = isMet && row.IsSatisfiedBy(row.Surplus(bounds, byLines: false));
            }

            if (isMet)
            {
                OperatorBounds output = bounds.Operators[_model.Output];
                return new QuickCounterexample(
                    point.ToImmutableArray(), output.Lower.ToArray().ToImmutableArray(), output.Upper.ToArray().ToImmutableArray(),
                    new PropertyViolation(@case.Index, alternative.Index), ImmutableArray<double>.Empty);
            }
        }

        return null;
    }

    private bool Spend(long work)
    {
        if (work > _allowance || !_budget.TrySpend(work))
        {
            return false;
        }

        _allowance -= work;
        return true;
    }

    // The nearest float32 point inside the stated region for certain; null where an input has none.
    private static float[]? Round(ProofCase @case, Func<int, double> coordinate)
    {
        float[] point = new float[@case.Lower.Length];
        for (int j = 0; j < point.Length; j++)
        {
            InputInterval range = @case.Source.Region[j];
            float x = (float)Math.Min(Math.Max(Number(coordinate(j)), range.InnerLower), range.InnerUpper);
            x = x < range.InnerLower ? Next(x, up: true) : x > range.InnerUpper ? Next(x, up: false) : x;
            if (!(x >= range.InnerLower && x <= range.InnerUpper))
            {
                return null;
            }

            point[j] = x;
        }

        return point;
    }

    private static float Next(float value, bool up)
    {
        if (value == 0)
        {
            return up ? float.Epsilon : -float.Epsilon;
        }

        int bits = BitConverter.ToInt32(BitConverter.GetBytes(value), 0);
        return BitConverter.ToSingle(BitConverter.GetBytes(up == value > 0 ? bits + 1 : bits - 1), 0);
    }

    private static double Number(double value) => double.IsNaN(value) ? 0 : value;

    private static double RoundTo(double value, int digits) =>
        double.Parse(value.ToString("G" + digits.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
