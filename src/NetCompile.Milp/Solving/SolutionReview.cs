using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>What is recomputed of every solution, because a solver's numbers are not trusted: objective, violations, and the networks at the solution.</summary>
internal static class SolutionReview
{
    public static MilpSolution Complete(MilpModel model, MilpSolveOptions options, MilpSolution solution)
    {
        double nothing = model.IsMaximization ? double.PositiveInfinity : double.NegativeInfinity;
        solution = solution with { Bound = double.IsNaN(solution.Bound) ? nothing : solution.Bound };
        if (!solution.HasSolution)
        {
            return solution with { Objective = double.NaN };
        }

        ImmutableArray<double> values = solution.Values.Length == model.ColumnCount ? solution.Values : [.. solution.Values.Take(model.ColumnCount)];
        if (values.Any(v => !double.IsFinite(v)))
        {
            return solution with { Status = MilpStatus.Unknown, StopReason = StopReason.Failure, Values = [], Objective = double.NaN, Message = $"{solution.Solver} returned a value that is not a finite number." };
        }

        return solution with
        {
            Values = values,
            Objective = Objective(model, values),
            RowViolation = SolutionViolation.OfRows(model, values.AsSpan(), includeLogic: !options.RelaxIntegrality),
            IntegralityViolation = options.RelaxIntegrality ? 0 : SolutionViolation.OfIntegrality(model, values.AsSpan()),
            Discrepancies = options.RelaxIntegrality ? [] : [.. model.Checks.Select(c => c.Check(values.AsSpan()))],
        };
    }

    private static double Objective(MilpModel model, ImmutableArray<double> values)
    {
        double sum = model.ObjectiveConstant;
        for (int j = 0; j < values.Length; j++)
        {
            sum += model.Objective[j] * values[j];
        }

        return sum;
    }
}
