using System.Collections.Immutable;

namespace NetCompile.Milp.Cbc;

/// <summary>A feasible point from a model's hints: the hinted integers are fixed, CLP chooses the rest.</summary>
/// <remarks>
/// CBC can be given a start itself, but version 2.10 crashes in its postprocessing on some models that its preprocessing solves completely. So the point is completed here, and CBC gets its objective as a cutoff: what it finds is
/// better, and where it finds nothing, the point is the optimum.
/// </remarks>
internal static class HintCompletion
{
    /// <summary>The point, or empty where the hints lead to none or there are no hints of integers.</summary>
    public static ImmutableArray<double> Of(ClpSolver clp, MilpModel model, MilpSolveOptions options, TimeSpan? timeLeft, CancellationToken cancellation)
    {
        if (!HasHints(model))
        {
            return [];
        }

        using LpSession session = clp.Open(model);
        for (int j = 0; j < model.ColumnCount; j++)
        {
            if (model.Kinds[j] == VariableKind.Integer && !double.IsNaN(model.Hints[j]))
            {
                double value = Math.Round(model.Hints[j]);
                if (value < model.ColumnLower[j] || value > model.ColumnUpper[j])
                {
                    return [];
                }

                session.SetColumnBounds(j, value, value);
            }
        }

        if (session.Solve(new LpOptions(timeLeft), cancellation) != LpStatus.Optimal)
        {
            return [];
        }

        double[] values = session.Values.ToArray();
        if (SolutionViolation.OfIntegrality(model, values) > options.Tolerance)
        {
            return [];
        }

        for (int j = 0; j < values.Length; j++)
        {
            values[j] = model.Kinds[j] == VariableKind.Integer ? Math.Round(values[j]) : values[j];
        }

        return SolutionViolation.OfRows(model, values) <= options.Tolerance ? [.. values] : [];
    }

    private static bool HasHints(MilpModel model)
    {
        for (int j = 0; j < model.ColumnCount; j++)
        {
            if (model.Kinds[j] == VariableKind.Integer && !double.IsNaN(model.Hints[j]))
            {
                return true;
            }
        }

        return false;
    }
}
