namespace NetCompile.Milp;

/// <summary>Makes feasible points from values of linear programs; each is checked against the model before it counts.</summary>
internal sealed class PointFinder
{
    /// <summary>An LP solver's tolerance is about scaled rows: its points may leave a row by somewhat more than the tolerance that was asked for.</summary>
    private const double SolverSlack = 10;

    private readonly SearchProblem _problem;
    private readonly SearchTree _tree;
    private readonly PointCompletion? _completion;
    private readonly double _tolerance;

    public PointFinder(SearchProblem problem, SearchTree tree, PointCompletion? completion, double tolerance) =>
        (_problem, _tree, _completion, _tolerance) = (problem, tree, completion, tolerance * SolverSlack);

    /// <summary>Rounds the integers of a point and completes it; offers what is feasible.</summary>
    /// <returns>Whether the rounded point itself was feasible.</returns>
    public bool Try(ReadOnlySpan<double> values)
    {
        double[] rounded = values.ToArray();
        foreach (int j in _problem.Integers)
        {
            rounded[j] = Math.Clamp(Math.Round(rounded[j]), _problem.Lower[j], _problem.Upper[j]);
        }

        bool isFeasible = Offer(rounded);
        if (Complete(values) is { } completed)
        {
            Offer(completed);
        }

        return isFeasible;
    }

    /// <summary>The completion of a point; null where there is none.</summary>
    public double[]? Complete(ReadOnlySpan<double> values) => _completion?.Invoke(values) is { } completed && completed.Length == values.Length ? completed : null;

    private bool Offer(double[] values)
    {
        double objective = _problem.ObjectiveAt(values);
        bool isFeasible = double.IsFinite(objective) && IsFeasible(values);
        if (isFeasible)
        {
            _tree.Offer(values, objective);
        }

        return isFeasible;
    }

    private bool IsFeasible(double[] values)
    {
        foreach (int j in _problem.Integers)
        {
            if (values[j] != Math.Round(values[j]))
            {
                return false;
            }
        }

        return SolutionViolation.OfRows(_problem.Model, values) <= _tolerance;
    }
}
