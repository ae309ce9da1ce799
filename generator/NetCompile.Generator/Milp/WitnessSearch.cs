using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Generator.Milp;

/// <summary>Looks for an input at which a pre-activation is large: the centre, corners that the gradient points to, and a few fixed samples.</summary>
/// <remarks>What is found is proved: interval arithmetic at the single point encloses the exact value there. What is not found proves nothing.</remarks>
internal static class WitnessSearch
{
    // Multiplications of one search: a tenth of a second.
    private const long Work = 40_000_000;
    private const int MaxPoints = 64;
    private static readonly RecentResults<Key, Witness> s_recent = new(256);

    /// <summary>The largest value found.</summary>
    /// <param name="model">The network, without maxima.</param>
    /// <param name="region">Where inputs lie; finite.</param>
    /// <param name="operatorId">The operator.</param>
    /// <param name="element">The element of its value.</param>
    /// <param name="sign">1 for the value, −1 for its negative.</param>
    public static Witness Find(NetworkModel model, ImmutableArray<InputInterval> region, int operatorId, int element, int sign) =>
        s_recent.GetOrAdd(new Key(model.ContentHash, new Parsing.EquatableArray<InputInterval>(region), operatorId, element, sign), () => Search(model, region, operatorId, element, sign));

    private static Witness Search(NetworkModel model, ImmutableArray<InputInterval> region, int operatorId, int element, int sign)
    {
        int points = (int)Math.Max(4, Math.Min(MaxPoints, Work / Math.Max(1, 4 * model.ParameterCount)));
        Random random = new(1);
        double[] best = Point(region, _ => 0.5);
        double bestValue = double.NegativeInfinity;
        double[] next = best;
        while (points > 0)
        {
            // Up along the gradient from corner to corner while that helps.
            bool improves = true;
            while (improves && points-- > 0)
            {
                double[][] values = DoubleEvaluator.EvaluateAll(model, next);
                double value = sign * values[operatorId][element];
                improves = value > bestValue;
                (best, bestValue) = improves ? (next, value) : (best, bestValue);
                double[] gradient = InputGradient.Of(model, values, operatorId, element);
                double[] from = next;
                next = Enumerable.Range(0, region.Length).Select(i => gradient[i] * sign > 0 ? region[i].Upper : gradient[i] * sign < 0 ? region[i].Lower : from[i]).ToArray();
            }

            next = Point(region, _ => random.NextDouble());
        }

        OperatorBounds enclosure = IntervalBounds.Compute(model, best.Select(x => InputInterval.Exact(x, x)).ToImmutableArray()).Operators[operatorId];
        return new Witness(sign > 0 ? enclosure.Lower[element] : -enclosure.Upper[element], best.ToImmutableArray());
    }

    private static double[] Point(ImmutableArray<InputInterval> region, Func<int, double> share) =>
        region.Select((r, i) => Math.Min(Math.Max(r.Lower + (share(i) * (r.Upper - r.Lower)), r.Lower), r.Upper)).ToArray();

    private sealed record Key(string ContentHash, Parsing.EquatableArray<InputInterval> Region, int OperatorId, int Element, int Sign);
}

/// <summary>A point and a value that is proved to be reached there or exceeded.</summary>
internal sealed record Witness(double Value, ImmutableArray<double> Input);
