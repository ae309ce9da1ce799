using System.Diagnostics;
using NetCompile.Milp.Cbc.Native;

namespace NetCompile.Milp.Cbc;

/// <summary>A linear program kept open in CLP.</summary>
/// <remarks>
/// CLP's C interface has no interruption and its clock counts the processor time of the whole process, so a solve that can be cancelled or has a time limit runs in slices: each continues from the basis of the one before,
/// and the wall clock and the cancellation are looked at in between. Added rows and columns are handed over together at the next solve, as each transfer copies the matrix.
/// </remarks>
internal sealed unsafe class ClpSession : LpSession
{
    // Seconds of one slice. A slice without an iteration is doubled, so that a large program gets on.
    private const double SliceSeconds = 0.1;

    private readonly ClpHandle _clp = ClpHandle.Create();
    private readonly ClpPending _pending = new();
    private readonly List<int> _marks = [];
    private double[] _values = [], _duals = [], _ray = [];
    private double _constant, _objective = double.NaN;
    private long _iterations;
    private int _columns, _rows;

    // What changed since the last optimum: decides between dual and primal simplex.
    private bool _areBoundsChanged = true;

    public ClpSession(MilpModel model)
    {
        (_columns, _rows) = (model.ColumnCount, model.RowCount);
        ColumnMatrix matrix = ColumnMatrix.Of(model);
        double[] objective = model.Objective.ToArray();
        _constant = model.ObjectiveConstant;
        if (model.IsMaximization)
        {
            objective = Array.ConvertAll(objective, c => -c);
            _constant = -_constant;
        }

        fixed (int* starts = matrix.Starts, rows = matrix.Rows)
        fixed (double* values = matrix.Values, lower = CoinInfinity.Of(model.ColumnLower), upper = CoinInfinity.Of(model.ColumnUpper), c = objective)
        fixed (double* rowLower = CoinInfinity.Of(model.RowLower), rowUpper = CoinInfinity.Of(model.RowUpper))
        {
            ClpNative.Clp_loadProblem(_clp, _columns, _rows, starts, rows, values, lower, upper, c, rowLower, rowUpper);
        }
    }

    /// <inheritdoc/>
    public override int ColumnCount => _columns + _pending.ColumnCount;

    /// <inheritdoc/>
    public override int RowCount => _rows + _pending.RowCount;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Values => _values;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> RowDuals => _duals;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Ray => _ray;

    /// <inheritdoc/>
    public override double Objective => _objective;

    /// <inheritdoc/>
    public override long Iterations => _iterations;

    /// <inheritdoc/>
    public override void SetColumnBounds(int column, double lower, double upper)
    {
        CheckIndex(column, ColumnCount, "column");
        CheckEnds(lower, upper, "column", column);
        Flush();
        ClpNative.Clp_columnLower(_clp)[column] = CoinInfinity.Of(lower);
        ClpNative.Clp_columnUpper(_clp)[column] = CoinInfinity.Of(upper);
        _areBoundsChanged = true;
    }

    /// <inheritdoc/>
    public override void SetRowBounds(int row, double lower, double upper)
    {
        CheckIndex(row, RowCount, "row");
        CheckEnds(lower, upper, "row", row);
        Flush();
        ClpNative.Clp_rowLower(_clp)[row] = CoinInfinity.Of(lower);
        ClpNative.Clp_rowUpper(_clp)[row] = CoinInfinity.Of(upper);
        _areBoundsChanged = true;
    }

    /// <inheritdoc/>
    public override void SetObjective(ReadOnlySpan<double> coefficients, double constant = 0)
    {
        if (coefficients.Length != ColumnCount)
        {
            throw new ArgumentException($"The objective has {coefficients.Length} coefficients and the program {ColumnCount} columns.", nameof(coefficients));
        }

        CheckFinite(coefficients, nameof(coefficients));
        CheckFinite([constant], nameof(constant));
        Flush();
        coefficients.CopyTo(new Span<double>(ClpNative.Clp_objective(_clp), _columns));
        _constant = constant;
    }

    /// <inheritdoc/>
    public override int AddRow(double lower, ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, double upper)
    {
        CheckEnds(lower, upper, "row", RowCount);
        CheckFinite(coefficients, nameof(coefficients));
        if (columns.Length != coefficients.Length)
        {
            throw new ArgumentException($"The row has {columns.Length} columns and {coefficients.Length} coefficients.", nameof(columns));
        }

        CheckColumns(columns);
        _pending.AddRow(CoinInfinity.Of(lower), columns, coefficients, CoinInfinity.Of(upper));
        _areBoundsChanged = true;
        return RowCount - 1;
    }

    /// <inheritdoc/>
    public override int AddColumn(double lower, double upper, double objective = 0)
    {
        CheckEnds(lower, upper, "column", ColumnCount);
        CheckFinite([objective], nameof(objective));
        _pending.AddColumn(CoinInfinity.Of(lower), CoinInfinity.Of(upper), objective);
        _areBoundsChanged = true;
        return ColumnCount - 1;
    }

    /// <inheritdoc/>
    public override LpStatus Solve(LpOptions? options = null, CancellationToken cancellation = default)
    {
        Stopwatch watch = Stopwatch.StartNew();
        options ??= LpOptions.Default;
        Flush();
        _iterations = 0;
        _objective = double.NaN;
        _ray = [];
        LpStatus status = cancellation.IsCancellationRequested ? LpStatus.Stopped : SolveFlushed(options, cancellation, watch);
        _areBoundsChanged = status != LpStatus.Optimal;
        return status;
    }

    /// <inheritdoc/>
    public override byte[] SaveBasis()
    {
        Flush();
        return ClpBasis.Save(_clp, _columns, _rows);
    }

    /// <inheritdoc/>
    public override void RestoreBasis(ReadOnlySpan<byte> basis)
    {
        Flush();
        ClpBasis.Restore(_clp, _columns, _rows, basis);
        _areBoundsChanged = true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Without disposing, the handle's own finalizer frees the model.
        if (disposing)
        {
            _clp.Dispose();
        }
    }

    private LpStatus SolveFlushed(LpOptions options, CancellationToken cancellation, Stopwatch watch)
    {
        ClpProgram program = new(_clp, _columns, _rows);
        if (program.CrossingBounds() is { } isColumn)
        {
            // No point lies in an empty box, so any multipliers will do; crossed ends of a row have none in the ray's form.
            (_values, _duals) = (new double[_columns], new double[_rows]);
            _ray = isColumn ? new double[_rows] : [];
            return LpStatus.Infeasible;
        }

        if (_columns == 0 || _rows == 0)
        {
            LpStatus trivial = program.SolveWithoutMatrix(out _values, out _duals, out _ray);
            _objective = trivial == LpStatus.Optimal ? program.Objective(_values) + _constant : double.NaN;
            return trivial;
        }

        int status = Run(!_areBoundsChanged, options, cancellation, watch);
        if (status == 0 && ClpNative.Clp_secondaryStatus(_clp) is 2 or 3 or 4)
        {
            // Optimal for the scaled program only: the unscaled one goes on from its basis.
            ClpNative.Clp_scaling(_clp, 0);
            status = Run(false, options, cancellation, watch);
            ClpNative.Clp_scaling(_clp, 3);
        }

        if (status == 2 && ClpNative.Clp_primalFeasible(_clp) == 0)
        {
            // "Dual infeasible" says unbounded only from a feasible point.
            status = Run(true, options, cancellation, watch);
        }

        Read();
        if (status == 1)
        {
            // Each ray is checked before it is handed on, so it is a certificate up to rounding.
            _ray = program.Ray();
            if (_ray.Length == 0)
            {
                status = Reconsider(program, options, cancellation, watch);
                Read();
            }
        }

        _objective = status == 0 ? program.Objective(_values) + _constant : double.NaN;
        return status switch
        {
            0 => LpStatus.Optimal,
            1 => LpStatus.Infeasible,
            2 => LpStatus.Unbounded,
            3 or 5 => LpStatus.Stopped,
            _ => LpStatus.Failed,
        };
    }

    // CLP has no ray where its primal simplex or its setup found the infeasibility, and now and then calls an unbounded program infeasible. Without the objective, the primal simplex either finds a point, and then it goes on from there;
    // or its duals are those of the sum of violations, which are a ray.
    private int Reconsider(ClpProgram program, LpOptions options, CancellationToken cancellation, Stopwatch watch)
    {
        Span<double> objective = new(ClpNative.Clp_objective(_clp), _columns);
        double[] saved = objective.ToArray();
        objective.Clear();
        int status = Run(true, options, cancellation, watch);
        double[] duals = new ReadOnlySpan<double>(ClpNative.Clp_dualRowSolution(_clp), _rows).ToArray();
        saved.CopyTo(new Span<double>(ClpNative.Clp_objective(_clp), _columns));
        if (status == 1)
        {
            _ray = program.Ray();
            _ray = _ray.Length > 0 ? _ray : program.AsRay(duals);
            _ray = _ray.Length > 0 ? _ray : program.RayOfEmptyRow();
        }

        return status == 0 ? Run(true, options, cancellation, watch) : status;
    }

    private int Run(bool isPrimal, LpOptions options, CancellationToken cancellation, Stopwatch watch)
    {
        bool isSliced = cancellation.CanBeCanceled || options.TimeLimit is not null;
        double slice = SliceSeconds;
        while (true)
        {
            long left = options.IterationLimit is { } limit ? limit - _iterations : int.MaxValue;
            if (left <= 0 || cancellation.IsCancellationRequested || watch.Elapsed >= (options.TimeLimit ?? TimeSpan.MaxValue))
            {
                return 3;
            }

            double remaining = options.TimeLimit is { } time ? (time - watch.Elapsed).TotalSeconds : double.PositiveInfinity;
            ClpNative.Clp_setMaximumIterations(_clp, (int)Math.Min(left, int.MaxValue));
            ClpNative.Clp_setMaximumSeconds(_clp, isSliced ? Math.Min(slice, remaining) : -1);
            ClpNative.Clp_setNumberIterations(_clp, 0);
            _ = isPrimal ? ClpNative.Clp_primal(_clp, 0) : ClpNative.Clp_dual(_clp, 0);
            int iterations = ClpNative.Clp_numberIterations(_clp);
            _iterations += iterations;
            int status = ClpNative.Clp_status(_clp);
            if (status != 3 || !isSliced)
            {
                return status;
            }

            slice = iterations == 0 ? 2 * slice : slice;
        }
    }

    private void Read()
    {
        _values = new ReadOnlySpan<double>(ClpNative.Clp_primalColumnSolution(_clp), _columns).ToArray();
        _duals = new ReadOnlySpan<double>(ClpNative.Clp_dualRowSolution(_clp), _rows).ToArray();
    }

    private void Flush()
    {
        ObjectDisposedException.ThrowIf(_clp.IsClosed, this);
        if (_pending.ColumnCount + _pending.RowCount > 0)
        {
            _pending.Transfer(_clp, ref _columns, ref _rows);
        }
    }

    private void CheckColumns(ReadOnlySpan<int> columns)
    {
        while (_marks.Count < ColumnCount)
        {
            _marks.Add(-1);
        }

        int mark = RowCount;
        foreach (int column in columns)
        {
            CheckIndex(column, ColumnCount, "column");
            if (_marks[column] == mark)
            {
                Unmark(columns);
                throw new ArgumentException($"The column {column} occurs twice in a row.", nameof(columns));
            }

            _marks[column] = mark;
        }
    }

    private void Unmark(ReadOnlySpan<int> columns)
    {
        foreach (int column in columns)
        {
            if ((uint)column < (uint)_marks.Count)
            {
                _marks[column] = -1;
            }
        }
    }

    private static void CheckIndex(int index, int count, string what)
    {
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(what, index, $"There is no {what} {index}: the program has {count}.");
        }
    }

    private static void CheckFinite(ReadOnlySpan<double> numbers, string parameter)
    {
        foreach (double number in numbers)
        {
            if (!double.IsFinite(number))
            {
                throw new ArgumentException($"A number of the linear program is {number}; it must be finite.", parameter);
            }
        }
    }

    private static void CheckEnds(double lower, double upper, string what, int index)
    {
        if (double.IsNaN(lower) || double.IsNaN(upper) || double.IsPositiveInfinity(lower) || double.IsNegativeInfinity(upper))
        {
            throw new ArgumentException($"The {what} {index} has the range [{lower}, {upper}]; its ends must be numbers, the lower one not +∞ and the upper one not −∞.");
        }
    }
}
