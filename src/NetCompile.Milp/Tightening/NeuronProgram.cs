namespace NetCompile.Milp;

/// <summary>Optimises the pre-activations of one program on one thread: each bound is rebuilt from multipliers with outward rounding.</summary>
internal sealed class NeuronProgram : IDisposable
{
    private readonly TighteningProgram _program;
    private readonly TighteningOptions _options;
    private readonly LpSession _session;
    private readonly SafeDualBound _safe;
    private readonly double[] _lower, _upper, _objective;

    public NeuronProgram(TighteningProgram program, TighteningOptions options)
    {
        (_program, _options) = (program, options);
        _session = options.Solver!.Open(program.Model);
        _safe = new SafeDualBound(program.Rows);
        (_lower, _upper) = (program.Model.ColumnLower.ToArray(), program.Model.ColumnUpper.ToArray());
        _objective = new double[_lower.Length];
    }

    /// <summary>Values of the last linear program by column, feasible to tolerances; null where it gave none.</summary>
    public double[]? Point { get; private set; }

    /// <summary>Whether a program was proved infeasible: nothing is in the region.</summary>
    public bool IsInfeasible { get; private set; }

    /// <summary>Linear programs solved.</summary>
    public long Solved { get; private set; }

    /// <summary>Linear programs that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>Nodes of all searches.</summary>
    public long Nodes { get; private set; }

    /// <summary>A lower bound of <c>sign · v</c> over the linear relaxation; −∞ where nothing was proved.</summary>
    public double Least(AffineForm form, int sign, CancellationToken cancellation)
    {
        SetObjective(form, sign);
        _session.SetObjective(_objective, sign * form.Constant);
        LpStatus status = _session.Solve(LpOptions.Default, cancellation);
        Solved++;
        Point = status == LpStatus.Optimal && _session.Values.Length == _lower.Length ? _session.Values.ToArray() : null;
        Failures += status is LpStatus.Failed or LpStatus.Unbounded ? 1 : 0;
        if (status == LpStatus.Infeasible)
        {
            IsInfeasible |= _safe.ProvesInfeasible(_session.Ray, _lower, _upper);
            Failures += IsInfeasible ? 0 : 1;
        }

        return Widen(_safe.Minimum(_objective, sign * form.Constant, _session.RowDuals, _lower, _upper), form);
    }

    /// <summary>A lower bound of <c>sign · v</c> over the exact encoding, by a branch and bound within its slice.</summary>
    /// <param name="form"><c>v</c>.</param>
    /// <param name="sign">1 or −1.</param>
    /// <param name="enough">The search ends where this bound is proved.</param>
    /// <param name="cancellation">Stops; the bound proved by then is returned.</param>
    public double LeastExact(AffineForm form, int sign, double enough, CancellationToken cancellation)
    {
        SetObjective(form, sign);
        SearchProblem problem = SearchProblem.With(_program.Model, (double[])_objective.Clone(), sign * form.Constant, rows: _program.Rows);
        SearchLimits limits = new(_options.NeuronTimeLimit, _options.NeuronNodeLimit, StopAtBound: OutwardRounding.Up(enough + form.Radius));
        SearchResult result = new BranchAndBoundSearch(_options.Solver!, problem, limits) { Completion = Complete }.Run(1, cancellation);
        Nodes += result.Nodes;
        IsInfeasible |= result.IsInfeasible;
        return Widen(result.Bound, form);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private double[] Complete(ReadOnlySpan<double> values)
    {
        double[] completed = values.ToArray();
        _program.Complete(completed);
        return completed;
    }

    private void SetObjective(AffineForm form, int sign)
    {
        Array.Clear(_objective);
        for (int k = 0; k < form.Columns.Length; k++)
        {
            _objective[form.Columns[k]] += sign * form.Coefficients[k];
        }
    }

    // The value is off the form by its radius.
    private static double Widen(double bound, AffineForm form) => form.Radius == 0 || double.IsInfinity(bound) ? bound : OutwardRounding.Down(bound - form.Radius);
}
