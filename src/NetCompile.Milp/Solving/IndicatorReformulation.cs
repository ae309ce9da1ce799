using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>An indicator <c>z = 1 ⟹ a·x ≤ b</c> as the row <c>a·x + M z ≤ b + M</c> with <c>M = max a·x − b</c> over the bounds of <c>x</c>, and likewise for the other side and for <c>z = 0</c>.</summary>
public static class IndicatorReformulation
{
    /// <summary>Adds the rows of all indicators of <paramref name="source"/> to <paramref name="target"/>, which has the same columns.</summary>
    /// <exception cref="ArgumentException">A variable of an indicator is unbounded on the side that M needs.</exception>
    internal static void AddRows(MilpModel source, MilpModel target, bool skipUnbounded = false)
    {
        foreach (IndicatorConstraint c in source.Indicators)
        {
            (double min, double max) = Range(source, c);
            if (double.IsFinite(c.Upper) && max > c.Upper)
            {
                Add(source, target, c, max, c.Upper, isUpper: true, skipUnbounded);
            }

            if (double.IsFinite(c.Lower) && min < c.Lower)
            {
                Add(source, target, c, min, c.Lower, isUpper: false, skipUnbounded);
            }
        }
    }

    private static void Add(MilpModel source, MilpModel target, IndicatorConstraint c, double extreme, double end, bool isUpper, bool skipUnbounded)
    {
        // a·x ≤ end at z = v; a·x ≤ extreme always. With s = z (v = 1) or 1 − z (v = 0): a·x ≤ extreme + (end − extreme) s. For the other side the same with ≥.
        double slope = end - extreme;
        if (!double.IsFinite(slope))
        {
            if (skipUnbounded)
            {
                return;
            }

            int open = c.Columns.First(j => !double.IsFinite(source.ColumnLower[j]) || !double.IsFinite(source.ColumnUpper[j]));
            throw new ArgumentException($"The indicator constraint '{c.Name ?? source.ColumnName(c.Binary)}' needs a big-M, and its variable '{source.ColumnName(open)}' has no finite bounds. Give it bounds, or choose a solver with indicator constraints.");
        }

        // Rounded so that the row never cuts more than the indicator does.
        extreme = isUpper ? Math.BitIncrement(extreme) : Math.BitDecrement(extreme);
        slope = isUpper ? Math.BitIncrement(end - extreme) : Math.BitDecrement(end - extreme);
        ImmutableArray<int> columns = c.Columns.Add(c.Binary);
        ImmutableArray<double> coefficients = c.Coefficients.Add(c.Value ? -slope : slope);
        double side = c.Value ? extreme : isUpper ? Math.BitIncrement(extreme + slope) : Math.BitDecrement(extreme + slope);
        target.AddRow(isUpper ? double.NegativeInfinity : side, columns.AsSpan(), coefficients.AsSpan(), isUpper ? side : double.PositiveInfinity, c.Name);
    }

    // The range of a·x over the bounds, rounded outward by the error bound of a sum.
    private static (double Min, double Max) Range(MilpModel model, IndicatorConstraint c)
    {
        double min = 0, max = 0, magnitude = 0;
        for (int k = 0; k < c.Columns.Length; k++)
        {
            double a = c.Coefficients[k] * model.ColumnLower[c.Columns[k]], b = c.Coefficients[k] * model.ColumnUpper[c.Columns[k]];
            min += Math.Min(a, b);
            max += Math.Max(a, b);
            magnitude += Math.Max(Math.Abs(a), Math.Abs(b));
        }

        double error = double.IsFinite(magnitude) ? magnitude * (c.Columns.Length + 2) * 1.2e-16 + double.Epsilon : 0;
        return (min - error, max + error);
    }
}
