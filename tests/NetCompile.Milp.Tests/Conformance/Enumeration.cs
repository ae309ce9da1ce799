using NetCompile.Milp.Tests.Doubles;

namespace NetCompile.Milp.Tests.Conformance;

/// <summary>The optimum of a small model by trying everything: each value of each integer, each member of an SOS1 set that may be other than zero, and the dense simplex for the rest.</summary>
internal static class Enumeration
{
    /// <summary>The optimum in the model's own direction; null where nothing is feasible.</summary>
    public static double? Optimum(MilpModel model)
    {
        double sign = model.IsMaximization ? -1 : 1;
        double best = double.PositiveInfinity;
        double[] lower = model.ColumnLower.ToArray(), upper = model.ColumnUpper.ToArray();
        Integers(model, 0, lower, upper, () => Sets(model, 0, lower, upper, () => best = Math.Min(best, Continuous(model, lower, upper))));
        return double.IsPositiveInfinity(best) ? null : sign * best;
    }

    private static void Integers(MilpModel model, int column, double[] lower, double[] upper, Action then)
    {
        if (column == model.ColumnCount)
        {
            then();
            return;
        }

        if (model.Kinds[column] == VariableKind.Continuous)
        {
            Integers(model, column + 1, lower, upper, then);
            return;
        }

        (double l, double u) = (lower[column], upper[column]);
        for (double value = Math.Ceiling(l); value <= u; value++)
        {
            (lower[column], upper[column]) = (value, value);
            Integers(model, column + 1, lower, upper, then);
        }

        (lower[column], upper[column]) = (l, u);
    }

    private static void Sets(MilpModel model, int set, double[] lower, double[] upper, Action then)
    {
        if (set == model.Sos1Sets.Count)
        {
            then();
            return;
        }

        foreach (int chosen in model.Sos1Sets[set].Columns)
        {
            (double[] l, double[] u) = ((double[])lower.Clone(), (double[])upper.Clone());
            bool isPossible = true;
            foreach (int other in model.Sos1Sets[set].Columns.Where(j => j != chosen))
            {
                isPossible &= lower[other] <= 0 && upper[other] >= 0;
                (lower[other], upper[other]) = (0, 0);
            }

            if (isPossible)
            {
                Sets(model, set + 1, lower, upper, then);
            }

            l.CopyTo(lower, 0);
            u.CopyTo(upper, 0);
        }
    }

    private static double Continuous(MilpModel model, double[] lower, double[] upper)
    {
        using DenseLpSession session = new(model);
        for (int j = 0; j < model.ColumnCount; j++)
        {
            session.SetColumnBounds(j, lower[j], upper[j]);
        }

        foreach (IndicatorConstraint c in model.Indicators.Where(c => lower[c.Binary] == 1 == c.Value))
        {
            session.AddRow(c.Lower, c.Columns.AsSpan(), c.Coefficients.AsSpan(), c.Upper);
        }

        return session.Solve() switch
        {
            LpStatus.Optimal => session.Objective,
            LpStatus.Infeasible => double.PositiveInfinity,
            LpStatus other => throw new InvalidOperationException($"The dense simplex says {other}."),
        };
    }
}
