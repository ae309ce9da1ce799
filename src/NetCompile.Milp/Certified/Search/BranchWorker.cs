namespace NetCompile.Milp;

/// <summary>One thread of a branch and bound: takes the best open node, then follows one child after the other until its part is closed or another part is much better.</summary>
internal sealed class BranchWorker : IDisposable
{
    /// <summary>Simplex bases of more open nodes than this are not kept: a basis takes a byte or so for each row and column.</summary>
    private const int MaxKeptBases = 20_000;

    /// <summary>A dive goes on while its bound is in the first part of the way from the best open bound to the best solution.</summary>
    private const double DiveShare = 0.3;

    private const double Fractional = 1e-6;

    private readonly SearchProblem _problem;
    private readonly SearchTree _tree;
    private readonly PseudoCosts _costs;
    private readonly NodeProgram _program;
    private readonly BoxPropagation _propagation;
    private readonly BranchingRule _rule;
    private readonly LocalSearch _improvement;
    private readonly PointFinder _finder;
    private readonly CancellationToken _cancellation;
    private readonly double[] _rootLower, _rootUpper, _lower, _upper;
    private readonly int _index;
    private BranchNode? _current;

    public BranchWorker(
        int index, LpSolver solver, SearchProblem problem, SearchTree tree, PseudoCosts costs, PointFinder finder, double[] rootLower, double[] rootUpper, CancellationToken cancellation)
    {
        (_index, _problem, _tree, _costs, _finder, _cancellation) = (index, problem, tree, costs, finder, cancellation);
        (_rootLower, _rootUpper) = (rootLower, rootUpper);
        (_lower, _upper) = ((double[])rootLower.Clone(), (double[])rootUpper.Clone());
        _propagation = new BoxPropagation(problem.Rows, problem.IsInteger);
        _program = new NodeProgram(solver, problem);
        _rule = new BranchingRule(costs, tree);
        _improvement = new LocalSearch(problem, tree, _program, finder, rootLower, rootUpper, cancellation);
    }

    /// <summary>Simplex iterations so far.</summary>
    public long Iterations => _program.Iterations;

    /// <summary>Set where the LP solver called the root unbounded.</summary>
    public bool IsRootUnbounded { get; private set; }

    /// <summary>Tries the model's hints as a solution: as they are, and, where every integer has one, with the continuous columns that fit best.</summary>
    public void TryHints()
    {
        double[] hints = _problem.Model.Hints.ToArray();
        if (!hints.Any(double.IsFinite))
        {
            return;
        }

        bool isComplete = Array.TrueForAll(_problem.Integers, j => double.IsFinite(hints[j]));
        for (int j = 0; j < hints.Length; j++)
        {
            hints[j] = double.IsFinite(hints[j]) ? hints[j] : Math.Clamp(0, _rootLower[j], _rootUpper[j]);
        }

        _finder.Try(hints);
        if (isComplete && _problem.Integers.Length > 0 && Polish(hints) is { } polished)
        {
            _finder.Try(polished);
        }
    }

    /// <summary>Examines nodes until the search is over.</summary>
    /// <param name="afterNode">Called after each node: for the log.</param>
    public void Run(Action afterNode)
    {
        while (_tree.Take(_index) is { } taken)
        {
            for (BranchNode? node = taken; node is not null;)
            {
                if (node != taken && (_tree.ShouldStop() || !IsWorthDiving(node)))
                {
                    _tree.Push(node);
                    break;
                }

                node = Examine(node);
                if (node is not null)
                {
                    _tree.Continue(_index, node.Bound);
                }

                afterNode();
            }

            _tree.Finish(_index);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();

    private bool IsWorthDiving(BranchNode node)
    {
        double threshold = _tree.Threshold, best = _tree.State().Bound;
        return double.IsPositiveInfinity(threshold) || double.IsNegativeInfinity(best) || node.Bound <= best + (DiveShare * (threshold - best));
    }

    /// <summary>Examines a node and returns the child to go on with, or null.</summary>
    private BranchNode? Examine(BranchNode node)
    {
        if (node.Bound >= _tree.Threshold)
        {
            _tree.CutOff(node.Bound);
            return null;
        }

        bool isChild = _current is not null && node.Parent == _current;
        if (!isChild && node.Basis is { } basis)
        {
            _program.RestoreBasis(basis);
        }

        _tree.Count();
        if (!Enter(node, isChild))
        {
            return null;
        }

        // Restrictions found at the node can make its linear program infeasible or move its optimum: then it is solved again.
        while (true)
        {
            NodeStatus status = _program.Solve(_lower, _upper, _tree.LpOptions, _cancellation);
            if (status == NodeStatus.Infeasible)
            {
                return null;
            }

            node.Bound = Math.Max(node.Bound, _program.Bound);
            if (node.Bound >= _tree.Threshold)
            {
                _tree.CutOff(node.Bound);
                return null;
            }

            if (status == NodeStatus.Unbounded && node.Parent is null)
            {
                IsRootUnbounded = true;
                _tree.Push(node);
                _tree.Stop(StopReason.Failure, "The linear relaxation is unbounded.");
                return null;
            }

            if (status == NodeStatus.Stopped && _tree.ShouldStop())
            {
                _tree.Push(node);
                return null;
            }

            if (status != NodeStatus.Solved)
            {
                return SplitAnywhere(node, null, status == NodeStatus.Unsettled
                    ? "A linear program failed, or was called infeasible without a proof that holds up."
                    : $"A linear program ended as {status}.");
            }

            LearnFrom(node);
            double[] values = _program.Values.ToArray();
            List<int> fractional = FindFractional(values);
            bool isFeasible = _finder.Try(values);
            if (node.Bound >= _tree.Threshold)
            {
                _tree.CutOff(node.Bound);
                return null;
            }

            int known = node.Changes.Count;
            FixByReducedCosts(node);
            if (fractional.Count == 0)
            {
                if (!isFeasible && Polish(values) is { } polished)
                {
                    _finder.Try(polished);
                }

                return SplitAnywhere(node, values, "The values of a linear program are whole, but its proved bound does not reach its objective.");
            }

            double objective = _program.Objective;
            Branching branching = _rule.Choose(_program, node, _lower, _upper, fractional, values, _cancellation);
            if (node.Changes.Count > known)
            {
                if (!Apply(node, known))
                {
                    return null;
                }

                if (branching.Column < 0 || fractional.Exists(j => values[j] < _lower[j] || values[j] > _upper[j]))
                {
                    continue;
                }
            }

            byte[]? optimal = SaveBasis();
            if (_improvement.Run(values) && optimal is not null)
            {
                _program.RestoreBasis(optimal);
            }

            return Split(node, branching, objective, values, optimal);
        }
    }

    /// <summary>Makes the node's box.</summary>
    /// <returns>False where it is proved empty.</returns>
    private bool Enter(BranchNode node, bool isChild)
    {
        _current = node;
        if (isChild)
        {
            return Apply(node, 0);
        }

        _rootLower.CopyTo(_lower, 0);
        _rootUpper.CopyTo(_upper, 0);
        HashSet<int> changed = [];
        for (BranchNode? n = node; n is not null; n = n.Parent)
        {
            foreach (BoundChange change in n.Changes)
            {
                Restrict(change);
                changed.Add(change.Column);
            }
        }

        return !changed.Any(j => _lower[j] > _upper[j]) && _propagation.Tighten(_lower, _upper, [.. changed]);
    }

    private bool Apply(BranchNode node, int from)
    {
        List<int> changed = [];
        for (int i = from; i < node.Changes.Count; i++)
        {
            Restrict(node.Changes[i]);
            changed.Add(node.Changes[i].Column);
        }

        return !changed.Exists(j => _lower[j] > _upper[j]) && _propagation.Tighten(_lower, _upper, [.. changed]);
    }

    private void Restrict(BoundChange change)
    {
        _lower[change.Column] = Math.Max(_lower[change.Column], change.Lower);
        _upper[change.Column] = Math.Min(_upper[change.Column], change.Upper);
    }

    private void LearnFrom(BranchNode node)
    {
        if (node.BranchStep != 0 && node.Changes.Count > 0 && double.IsFinite(node.ParentObjective))
        {
            _costs.Learn(node.Changes[0].Column, node.BranchStep, _program.Objective - node.ParentObjective);
        }
    }

    private List<int> FindFractional(double[] values)
    {
        List<int> fractional = [];
        foreach (int j in _problem.Integers)
        {
            if (Math.Abs(values[j] - Math.Round(values[j])) > Fractional && _lower[j] < _upper[j])
            {
                fractional.Add(j);
            }
        }

        return fractional;
    }

    // Where leaving one end of an integer's range is proved to cost more than the gap, the integer stays at that end.
    private void FixByReducedCosts(BranchNode node)
    {
        double threshold = _tree.Threshold;
        if (double.IsPositiveInfinity(threshold) || double.IsNegativeInfinity(_program.Bound))
        {
            return;
        }

        foreach (int j in _problem.Integers)
        {
            if (!(_lower[j] < _upper[j]))
            {
                continue;
            }

            double above = _program.BoundWith(j, _lower[j] + 1, _upper[j]), below = _program.BoundWith(j, _lower[j], _upper[j] - 1);
            if (above >= threshold)
            {
                _tree.CutOff(above);
                node.Changes.Add(new BoundChange(j, _lower[j], _lower[j]));
            }
            else if (below >= threshold)
            {
                _tree.CutOff(below);
                node.Changes.Add(new BoundChange(j, _upper[j], _upper[j]));
            }
        }
    }

    // Continuous values that belong to the rounded integers exactly: the linear program's are off by what was rounded, times a big-M.
    private double[]? Polish(double[] values)
    {
        double[] lower = (double[])_lower.Clone(), upper = (double[])_upper.Clone();
        foreach (int j in _problem.Integers)
        {
            lower[j] = upper[j] = Math.Clamp(Math.Round(values[j]), _lower[j], _upper[j]);
        }

        return _program.Solve(lower, upper, _tree.LpOptions, _cancellation) == NodeStatus.Solved ? _program.Values.ToArray() : null;
    }

    // Nothing to go by: halve the range of an integer that has one. Without any, the part stays with the bound it has.
    private BranchNode? SplitAnywhere(BranchNode node, double[]? values, string why)
    {
        if (node.Bound >= _tree.Threshold)
        {
            _tree.CutOff(node.Bound);
            return null;
        }

        foreach (int j in _problem.Integers)
        {
            if (_lower[j] < _upper[j])
            {
                double middle = values is not null ? Math.Clamp(Math.Round(values[j]), _lower[j], _upper[j])
                    : double.IsInfinity(_lower[j]) || double.IsInfinity(_upper[j]) ? Math.Clamp(0, _lower[j], _upper[j])
                    : Math.Floor((0.5 * _lower[j]) + (0.5 * _upper[j]));
                double down = middle < _upper[j] ? middle : _upper[j] - 1;

                // Beyond 2⁵³ whole numbers have no neighbours one apart.
                if (down >= _lower[j] && down + 1 <= _upper[j] && down + 1 > down)
                {
                    return Split(node, new Branching(j, down, double.NaN), double.NaN, values, SaveBasis());
                }
            }
        }

        _tree.Leave(node.Bound, why);
        return null;
    }

    private byte[]? SaveBasis() => _tree.OpenCount < MaxKeptBases ? _program.SaveBasis() : null;

    private BranchNode Split(BranchNode node, Branching branching, double objective, double[]? values, byte[]? basis)
    {
        BranchNode Child(double lower, double upper, double step)
        {
            BranchNode child = new()
            {
                Parent = node, Depth = node.Depth + 1, Bound = node.Bound, Basis = basis, ParentObjective = objective, BranchStep = double.IsNaN(step) ? 0 : step,
            };
            child.Changes.Add(new BoundChange(branching.Column, lower, upper));
            return child;
        }

        BranchNode down = Child(_lower[branching.Column], branching.Down, branching.Down - branching.Value);
        BranchNode up = Child(branching.Down + 1, _upper[branching.Column], branching.Down + 1 - branching.Value);
        node.Basis = null;
        bool isUpFirst = values is not null && values[branching.Column] - branching.Down > 0.5;
        _tree.Push(isUpFirst ? down : up);
        return isUpFirst ? up : down;
    }
}
