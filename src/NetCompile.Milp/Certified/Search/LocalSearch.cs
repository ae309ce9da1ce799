namespace NetCompile.Milp;

/// <summary>
/// Improves a solution by linear programs with all integers fixed: each finds the best point with these values, and its multipliers say which integer, moved by one, promises most. Of a network that is a walk from linear region
/// to neighbouring region, as long as the objective gets better.
/// </summary>
/// <remarks>Finds solutions only, proves nothing.</remarks>
internal sealed class LocalSearch
{
    private const int MaxPrograms = 60;
    private const int MaxTries = 4;

    private readonly SearchProblem _problem;
    private readonly SearchTree _tree;
    private readonly NodeProgram _program;
    private readonly PointFinder _finder;
    private readonly double[] _lower, _upper, _rootLower, _rootUpper;
    private readonly CancellationToken _cancellation;
    private double _improved = double.PositiveInfinity;
    private long _nextAt;

    public LocalSearch(
        SearchProblem problem, SearchTree tree, NodeProgram program, PointFinder finder, double[] rootLower, double[] rootUpper, CancellationToken cancellation)
    {
        (_problem, _tree, _program, _finder, _rootLower, _rootUpper, _cancellation) = (problem, tree, program, finder, rootLower, rootUpper, cancellation);
        (_lower, _upper) = ((double[])rootLower.Clone(), (double[])rootUpper.Clone());
    }

    /// <summary>Walks from the best solution if it is new, and now and then from the completion of a linear program's point.</summary>
    /// <param name="values">Values of the node's linear program.</param>
    /// <returns>Whether programs were solved, so that the session stands elsewhere.</returns>
    public bool Run(double[] values)
    {
        if (_problem.Integers.Length == 0)
        {
            return false;
        }

        if (_tree.Best is { } best && _tree.BestObjective < _improved)
        {
            Walk(best);
            _improved = _tree.BestObjective;
            return true;
        }

        if (_tree.Nodes >= _nextAt && _finder.Complete(values) is { } completed)
        {
            _nextAt = 2 * _tree.Nodes;
            Walk(completed);
            _improved = Math.Min(_improved, _tree.BestObjective);
            return true;
        }

        return false;
    }

    private void Walk(double[] start)
    {
        double[] at = new double[_problem.Integers.Length];
        for (int i = 0; i < at.Length; i++)
        {
            int j = _problem.Integers[i];
            at[i] = Math.Clamp(Math.Round(start[j]), _rootLower[j], _rootUpper[j]);
        }

        int programs = 0;
        double objective = Solve(at, ref programs);
        while (!double.IsNaN(objective) && programs < MaxPrograms)
        {
            bool isBetter = false;
            foreach ((int i, double step) in Promising(at))
            {
                at[i] += step;
                double next = Solve(at, ref programs);
                if (next < objective - (1e-9 * Math.Max(1, Math.Abs(objective))))
                {
                    (objective, isBetter) = (next, true);
                    break;
                }

                at[i] -= step;
            }

            if (!isBetter)
            {
                return;
            }
        }
    }

    private (int Index, double Step)[] Promising(double[] at)
    {
        List<(int Index, double Step, double Gain)> moves = [];
        for (int i = 0; i < at.Length; i++)
        {
            int j = _problem.Integers[i];
            double cost = _program.ReducedCost(j), step = cost < 0 ? 1 : -1;
            if (Math.Abs(cost) > 1e-9 && at[i] + step >= _rootLower[j] && at[i] + step <= _rootUpper[j])
            {
                moves.Add((i, step, Math.Abs(cost)));
            }
        }

        return [.. moves.OrderByDescending(m => m.Gain).Take(MaxTries).Select(m => (m.Index, m.Step))];
    }

    // NaN where nothing was found.
    private double Solve(double[] at, ref int programs)
    {
        for (int i = 0; i < at.Length; i++)
        {
            _lower[_problem.Integers[i]] = _upper[_problem.Integers[i]] = at[i];
        }

        if (++programs > MaxPrograms || _program.TrySolve(_lower, _upper, _tree.LpOptions, _cancellation) != NodeStatus.Solved)
        {
            return double.NaN;
        }

        double objective = _program.Objective;
        if (objective < _tree.BestObjective)
        {
            _finder.Try(_program.Values);
        }

        return objective;
    }
}
