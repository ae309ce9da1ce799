using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>What is recomputed of every solution, because a solver's numbers are not trusted: objective, violations, and the networks at the solution.</summary>
internal static class SolutionReview
{
    // Ten times what the usual tolerances of 1e-6 give.
    private const double OptimalityTolerance = 1e-5;

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

        double objective = Objective(model, values);
        if (solution.Status == MilpStatus.Optimal && double.IsFinite(solution.Bound) && !IsWithinGap(objective, solution.Bound, options))
        {
            solution = solution with
            {
                Status = MilpStatus.Feasible,
                StopReason = StopReason.Failure,
                Message = FormattableString.Invariant($"{solution.Solver} called optimal a solution whose objective is {objective:R} although its own bound is {solution.Bound:R}."),
            };
        }

        return solution with
        {
            Values = values,
            Objective = objective,
            RowViolation = SolutionViolation.OfRows(model, values.AsSpan(), includeLogic: !options.RelaxIntegrality),
            IntegralityViolation = options.RelaxIntegrality ? 0 : SolutionViolation.OfIntegrality(model, values.AsSpan()),
            Discrepancies = options.RelaxIntegrality ? [] : [.. model.Checks.Select(c => c.Check(values.AsSpan()))],
        };
    }

    // The gaps that were asked for, and what tolerances on rows and integers may add.
    private static bool IsWithinGap(double objective, double bound, MilpSolveOptions options) =>
        Math.Abs(objective - bound) <= Math.Max(options.AbsoluteGap, options.RelativeGap * Math.Abs(objective)) + (OptimalityTolerance * (1 + Math.Abs(objective)));

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
