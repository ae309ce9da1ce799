namespace NetCompile.Milp;

/// <summary>What a node's linear program came to.</summary>
internal enum NodeStatus
{
    /// <summary>The LP solver says optimal; there are values.</summary>
    Solved,

    /// <summary>It is proved that nothing is feasible.</summary>
    Infeasible,

    /// <summary>A limit or cancellation; a bound may have been proved.</summary>
    Stopped,

    /// <summary>The LP solver calls it unbounded.</summary>
    Unbounded,

    /// <summary>It failed, or says infeasible and no proof was found.</summary>
    Unsettled,
}

/// <summary>The linear programs of the nodes one thread examines: one session, whose answers are turned into proofs.</summary>
internal sealed class NodeProgram : IDisposable
{
    private readonly LpSolver _solver;
    private readonly SearchProblem _problem;
    private readonly SafeDualBound _safe;
    private readonly ExactDualBound _exact;
    private readonly double[] _sessionLower, _sessionUpper, _terms;
    private double _lastBound;
    private LpSession _session;
    private PhaseOneProgram? _phaseOne;

    public NodeProgram(LpSolver solver, SearchProblem problem)
    {
        (_solver, _problem) = (solver, problem);
        _safe = new SafeDualBound(problem.Rows);
        _exact = new ExactDualBound(problem.Rows);
        (_sessionLower, _sessionUpper) = (new double[problem.Lower.Length], new double[problem.Lower.Length]);
        _terms = new double[problem.Lower.Length];
        _session = Open();
    }

    /// <summary>The values of the last solve, by column.</summary>
    public ReadOnlySpan<double> Values => _session.Values;

    /// <summary>The objective of the last solve as the LP solver says; for choices only, never a bound.</summary>
    public double Objective => _session.Objective;

    /// <summary>Proved by the last solve: no point of its box has a lower objective.</summary>
    public double Bound { get; private set; }

    /// <summary>Simplex iterations so far.</summary>
    public long Iterations { get; private set; }

    /// <summary>The bound of the last solve's multipliers if one column's range shrinks.</summary>
    public double BoundWith(int column, double lower, double upper) => _safe.WithRange(_lastBound, _terms[column], column, lower, upper);

    /// <summary>How the objective changes with a column, by the last solve's multipliers; for choices only.</summary>
    public double ReducedCost(int column) => _safe.ReducedCost(column);

    /// <summary>The basis of the last solve.</summary>
    public byte[] SaveBasis() => _session.SaveBasis();

    /// <summary>Where the next solve starts.</summary>
    public void RestoreBasis(byte[] basis) => _session.RestoreBasis(basis);

    /// <summary>Solves over a box. Continuous columns keep their own bounds in the program: those that propagation found are implied by rows, and would only make it degenerate.</summary>
    public NodeStatus Solve(double[] lower, double[] upper, LpOptions options, CancellationToken cancellation)
    {
        NodeStatus status = SolveOnce(lower, upper, options, cancellation);
        if (status != NodeStatus.Unsettled || cancellation.IsCancellationRequested)
        {
            return status;
        }

        // A session may have got stuck in a bad basis: a new one starts from scratch.
        double bound = Bound;
        _session.Dispose();
        _session = Open();
        status = SolveOnce(lower, upper, options, cancellation);
        Bound = Math.Max(Bound, bound);
        if (status == NodeStatus.Unsettled)
        {
            _phaseOne ??= new PhaseOneProgram(_solver, _problem);
            (ReadOnlySpan<double> ray, long iterations) = _phaseOne.Solve(lower, upper, options, cancellation);
            Iterations += iterations;
            if (ProvesInfeasible(ray, lower, upper))
            {
                return NodeStatus.Infeasible;
            }
        }

        return status;
    }

    /// <summary>Solves once, without a second look where it fails: for points, not for proofs.</summary>
    public NodeStatus TrySolve(double[] lower, double[] upper, LpOptions options, CancellationToken cancellation) => SolveOnce(lower, upper, options, cancellation);

    /// <summary>Solves at most a few iterations over a box with one column restricted, and returns what that proves.</summary>
    /// <param name="lower">The node's box.</param>
    /// <param name="upper">The node's box.</param>
    /// <param name="change">The restriction.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Stops.</param>
    /// <param name="objective">The objective as the LP solver says.</param>
    /// <returns>A proved bound; +∞ where it is proved that nothing is feasible.</returns>
    public double Probe(double[] lower, double[] upper, BoundChange change, LpOptions options, CancellationToken cancellation, out double objective)
    {
        int j = change.Column;
        (double l, double u) = (lower[j], upper[j]);
        (lower[j], upper[j]) = (change.Lower, change.Upper);
        NodeStatus status = SolveOnce(lower, upper, options, cancellation);
        (lower[j], upper[j]) = (l, u);
        objective = status == NodeStatus.Infeasible ? double.PositiveInfinity : _session.Objective;
        return status == NodeStatus.Infeasible ? double.PositiveInfinity : Bound;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _phaseOne?.Dispose();
    }

    private NodeStatus SolveOnce(double[] lower, double[] upper, LpOptions options, CancellationToken cancellation)
    {
        foreach (int j in _problem.Integers)
        {
            if (lower[j] != _sessionLower[j] || upper[j] != _sessionUpper[j])
            {
                _session.SetColumnBounds(j, lower[j], upper[j]);
                (_sessionLower[j], _sessionUpper[j]) = (lower[j], upper[j]);
            }
        }

        LpStatus status = _session.Solve(options, cancellation);
        Iterations += _session.Iterations;
        Bound = _lastBound = _safe.Minimum(_problem.Objective, _problem.Constant, _session.RowDuals, lower, upper, _terms);
        switch (status)
        {
            case LpStatus.Optimal:
                if (double.IsNegativeInfinity(Bound) && _exact.Applies(lower, upper))
                {
                    Bound = _exact.Minimum(_problem.Objective, _problem.Constant, _session.RowDuals, lower, upper);
                }

                return IsFinite(_session.Values) && _session.Values.Length == lower.Length ? NodeStatus.Solved : NodeStatus.Unsettled;
            case LpStatus.Stopped:
                return NodeStatus.Stopped;
            case LpStatus.Unbounded:
                return NodeStatus.Unbounded;
            case LpStatus.Infeasible when ProvesInfeasible(_session.Ray, lower, upper) || ProvesInfeasible(_session.RowDuals, lower, upper):
                return NodeStatus.Infeasible;
            default:
                return NodeStatus.Unsettled;
        }
    }

    private bool ProvesInfeasible(ReadOnlySpan<double> ray, double[] lower, double[] upper) =>
        _safe.ProvesInfeasible(ray, lower, upper) || (_exact.Applies(lower, upper) && _exact.ProvesInfeasible(ray, lower, upper));

    private static bool IsFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private LpSession Open()
    {
        LpSession session = _solver.Open(_problem.Model);
        session.SetObjective(_problem.Objective, _problem.Constant);
        _problem.Lower.CopyTo(_sessionLower, 0);
        _problem.Upper.CopyTo(_sessionUpper, 0);
        foreach (int j in _problem.Integers)
        {
            session.SetColumnBounds(j, _sessionLower[j], _sessionUpper[j]);
        }

        return session;
    }
}
