using NetCompile.Models;

namespace NetCompile.Milp;

/// <summary>Whether an activation is linear (or constant) in an element over its bounds: then it needs no binary and no relaxation.</summary>
internal static class Stability
{
    /// <summary>Whether element <paramref name="k"/> of an activation's source can be on more than one piece.</summary>
    public static bool IsUnstable(NetworkOperator activation, int k, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        double l = lower[k], u = upper[k];
        return activation switch
        {
            ReluOperator => l < 0 && u > 0,
            LeakyReluOperator leaky => leaky.Slope != 1 && l < 0 && u > 0,
            ClipOperator c => !(u <= c.Lower.Values[k] || l >= c.Upper.Values[k] || (l >= c.Lower.Values[k] && u <= c.Upper.Values[k])),
            StepOperator s => s.Low != s.High && !(l > 0 || u < 0),
            MaximumOperator m => IsUndecided(m, k, lower, upper),
            _ => throw new NotSupportedException($"{activation} is no activation."),
        };
    }

    /// <summary>Whether it is decided by the sign of the element alone, so that a bound beyond zero settles it.</summary>
    public static bool IsSettledBySign(NetworkOperator activation) => activation is ReluOperator or LeakyReluOperator;

    // In some group with at least two elements that may be the greatest, and this is one of them.
    private static bool IsUndecided(MaximumOperator m, int k, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        foreach (System.Collections.Immutable.ImmutableArray<int> group in m.Groups)
        {
            if (!group.Contains(k))
            {
                continue;
            }

            double floor = double.NegativeInfinity;
            int leader = group[0];
            foreach (int j in group)
            {
                (floor, leader) = lower[j] > floor ? (lower[j], j) : (floor, leader);
            }

            bool isRivalled = false;
            foreach (int j in group)
            {
                isRivalled |= j != leader && upper[j] > floor;
            }

            if (isRivalled && (k == leader || upper[k] > floor))
            {
                return true;
            }
        }

        return false;
    }
}
