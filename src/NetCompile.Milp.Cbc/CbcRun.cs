using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetCompile.Milp.Cbc.Native;

namespace NetCompile.Milp.Cbc;

/// <summary>One solve with CBC: hands the model over, runs, reads the answer. Only one exists at a time.</summary>
internal sealed unsafe class CbcRun : IDisposable
{
    // How far an integer's bound may pass a whole number that still counts.
    private const double BoundTolerance = 1e-9;

    // Feasibility and reduced costs in CBC's linear programs.
    private const double SimplexTolerance = 1e-9;

    private readonly CbcHandle _cbc;
    private readonly GCHandle _self;
    private readonly int _columns;
    private readonly double _constant;
    private readonly CancellationToken _cancellation;
    private readonly CbcLog? _log;
    private readonly ImmutableArray<double> _start = [];
    private readonly double _startObjective;

    // Set by the first callback that saw the cancellation; from then on the tree is emptied, and what CBC says of optimality is void.
    private volatile bool _isDraining;

    /// <summary>Hands a model over.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Limits, gaps, log.</param>
    /// <param name="timeLeft">What is left of the time limit.</param>
    /// <param name="start">A feasible point, or empty; only better ones are looked for.</param>
    /// <param name="preprocessing">Whether CBC may preprocess; it does not where it can be cancelled.</param>
    /// <param name="ignoreObjective">Whether any feasible point will do.</param>
    /// <param name="cancellation">Stops it.</param>
    public CbcRun(MilpModel model, MilpSolveOptions options, TimeSpan? timeLeft, ImmutableArray<double> start, bool preprocessing, bool ignoreObjective, CancellationToken cancellation)
    {
        _columns = model.ColumnCount;
        _cancellation = cancellation;
        _cbc = CbcHandle.Create();
        _self = GCHandle.Alloc(this);
        double sign = ignoreObjective ? 0 : model.IsMaximization ? -1 : 1;
        _constant = sign * model.ObjectiveConstant;
        Load(model, sign);
        SetOptions(options, timeLeft);
        if (!start.IsEmpty)
        {
            _start = start;
            _startObjective = _constant;
            for (int j = 0; j < _columns; j++)
            {
                _startObjective += sign * model.Objective[j] * start[j];
            }

            Set("cutoff", _startObjective - _constant);
        }

        if (options.Log is { } log)
        {
            _log = new CbcLog(log);
        }

        // With a cut generator of ours CBC keeps the names of columns through its preprocessing, and crashes where that finds the model infeasible: it uses a model that is not there.
        bool preprocesses = preprocessing && !cancellation.CanBeCanceled;
        if (!preprocesses)
        {
            Set("preprocess", "off");
        }

        if (cancellation.CanBeCanceled || (_log is not null && !preprocesses))
        {
            fixed (byte* name = "cancellation\0"u8)
            {
                CbcNative.Cbc_addCutCallback(_cbc, &OnCuts, name, GCHandle.ToIntPtr(_self));
            }
        }
    }

    /// <summary>Whether no whole number lies between the bounds of an integer; CBC is not asked then.</summary>
    public bool HasEmptyColumn { get; private set; }

    /// <summary>Runs CBC.</summary>
    public CbcOutcome Solve()
    {
        if (HasEmptyColumn)
        {
            return CbcOutcome.Nothing(StopReason.Completed) with { Status = MilpStatus.Infeasible };
        }

        _log?.Start();
        try
        {
            _ = CbcNative.Cbc_solve(_cbc);
        }
        finally
        {
            _log?.Stop();
        }

        _log?.Rethrow();
        return Read();
    }

    public void Dispose()
    {
        _cbc.Dispose();
        _self.Free();
    }

    private void Load(MilpModel model, double sign)
    {
        ColumnMatrix matrix = ColumnMatrix.Of(model);

        // Empty columns fixed at 0 make more columns than rows: CBC 2.10 aborts the process on some square models (an assertion in OsiClpSolverInterface::crunch).
        int padded = Math.Max(_columns, model.RowCount) + 2;
        double[] lower = Padded(CoinInfinity.Of(model.ColumnLower)), upper = Padded(CoinInfinity.Of(model.ColumnUpper)), objective = new double[padded];
        int[] columnStarts = new int[padded + 1];
        matrix.Starts.CopyTo(columnStarts, 0);
        columnStarts.AsSpan(matrix.Starts.Length).Fill(matrix.Starts[^1]);
        for (int j = 0; j < _columns; j++)
        {
            objective[j] = sign * model.Objective[j];

            // CBC takes the bounds of integers as whole and may call a model infeasible where they are not.
            if (model.Kinds[j] == VariableKind.Integer)
            {
                lower[j] = Math.Ceiling(lower[j] - BoundTolerance);
                upper[j] = Math.Floor(upper[j] + BoundTolerance);
                HasEmptyColumn |= lower[j] > upper[j];
            }
        }

        fixed (int* starts = columnStarts, rows = matrix.Rows)
        fixed (double* values = matrix.Values, l = lower, u = upper, c = objective, rowLower = CoinInfinity.Of(model.RowLower), rowUpper = CoinInfinity.Of(model.RowUpper))
        {
            CbcNative.Cbc_loadProblem(_cbc, padded, model.RowCount, starts, rows, values, l, u, c, rowLower, rowUpper);
        }

        for (int j = 0; j < _columns; j++)
        {
            if (model.Kinds[j] == VariableKind.Integer)
            {
                CbcNative.Cbc_setInteger(_cbc, j);
            }
        }

        double[] Padded(double[] bounds)
        {
            double[] result = new double[padded];
            bounds.AsSpan(0, _columns).CopyTo(result);
            return result;
        }
    }

    // Set as parameters of the command: what is set on the model directly is overwritten when CBC parses its command.
    private void SetOptions(MilpSolveOptions options, TimeSpan? timeLeft)
    {
        int level = options.Log is null ? 0 : 1;
        CbcNative.Cbc_setLogLevel(_cbc, level);
        Set("log", level.ToString(CultureInfo.InvariantCulture));
        Set("timeMode", "elapsed");
        Set("ratioGap", options.RelativeGap);
        Set("allowableGap", options.AbsoluteGap);

        // By default a new solution must be better by 1e-5, which would leave the optimum that far off.
        Set("increment", Math.Min(1e-9, options.AbsoluteGap));
        Set("integerTolerance", Math.Clamp(options.Tolerance, 1e-12, 0.1));

        // CBC's own 1e-7 is as far as a claim would be off; what tighter ones cost is within the noise.
        Set("primalTolerance", Math.Min(options.Tolerance, SimplexTolerance));
        Set("dualTolerance", SimplexTolerance);
        if (timeLeft is { } time)
        {
            Set("seconds", Math.Max(1e-3, time.TotalSeconds));
        }

        if (options.NodeLimit is { } nodes)
        {
            Set("maxNodes", Math.Clamp(nodes, 0, int.MaxValue).ToString(CultureInfo.InvariantCulture));
        }

        if (options.Threads > 1)
        {
            Set("threads", Math.Min(options.Threads, 64).ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Set(string name, double value) => Set(name, value.ToString("R", CultureInfo.InvariantCulture));

    private void Set(string name, string value) => CbcNative.Cbc_setParameter(_cbc, name, value);

    private CbcOutcome Read()
    {
        int status = CbcNative.Cbc_status(_cbc), secondary = CbcNative.Cbc_secondaryStatus(_cbc);
        double* best = CbcNative.Cbc_bestSolution(_cbc);
        bool isFound = best is not null;
        ImmutableArray<double> values = isFound ? [.. new ReadOnlySpan<double>(best, _columns)] : _start;
        CbcOutcome outcome = new(
            values.IsEmpty ? MilpStatus.Unknown : MilpStatus.Feasible, StopReason.Completed, values, double.NaN,
            CbcNative.Cbc_getNodeCount(_cbc), CbcNative.Cbc_getIterationCount(_cbc), "");
        if (_isDraining)
        {
            return outcome with { Reason = StopReason.Cancelled };
        }

        double bound = CbcNative.Cbc_getBestPossibleObjValue(_cbc);
        outcome = outcome with { Bound = Math.Abs(bound) < 1e50 ? bound + _constant : double.NaN };
        return (status, secondary) switch
        {
            _ when secondary == 7 || CbcNative.Cbc_isContinuousUnbounded(_cbc) != 0 => outcome with { Status = MilpStatus.Unbounded, Bound = double.NaN },
            (0, _) when isFound && CbcNative.Cbc_isProvenOptimal(_cbc) != 0 => outcome with { Status = MilpStatus.Optimal },
            (0, _) when !isFound && CbcNative.Cbc_isProvenInfeasible(_cbc) != 0 =>
                // Nothing is better than the cutoff.
                _start.IsEmpty ? outcome with { Status = MilpStatus.Infeasible, Bound = double.NaN } : outcome with { Status = MilpStatus.Optimal, Bound = _startObjective },
            (1, 2) when !values.IsEmpty => outcome with { Status = MilpStatus.Optimal },
            (1, _) when _cancellation.IsCancellationRequested => outcome with { Reason = StopReason.Cancelled },
            (1, 3) => outcome with { Reason = StopReason.NodeLimit },
            (1, 4) => outcome with { Reason = StopReason.TimeLimit },
            _ => outcome with { Reason = StopReason.Failure, Bound = double.NaN, Message = $"CBC stopped with status {status}, secondary status {secondary}." },
        };
    }

    // Where CBC asks for cuts. No exception may leave it, and it may be called by CBC's own threads.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCuts(nint solver, nint cuts, nint data)
    {
        CbcRun run = (CbcRun)GCHandle.FromIntPtr(data).Target!;
        run._log?.Drain();
        if (!run._isDraining && !run._cancellation.IsCancellationRequested && run._log?.HasFailed != true)
        {
            return;
        }

        run._isDraining = true;
        if (CbcNative.Osi_getNumCols(solver) == 0)
        {
            return;
        }

        // x_0 above its upper bound, or below its lower one.
        int column = 0;
        double one = 1, lower = CbcNative.Osi_getColLower(solver)[0], upper = CbcNative.Osi_getColUpper(solver)[0];
        if (upper < 1e20)
        {
            CbcNative.OsiCuts_addRowCut(cuts, 1, &column, &one, (byte)'G', upper + 1 + Math.Abs(upper));
        }
        else if (lower > -1e20)
        {
            CbcNative.OsiCuts_addRowCut(cuts, 1, &column, &one, (byte)'L', lower - 1 - Math.Abs(lower));
        }
    }
}
