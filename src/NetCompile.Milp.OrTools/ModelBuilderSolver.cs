using System.Globalization;
using Google.OrTools.ModelBuilder;

namespace NetCompile.Milp.OrTools;

/// <summary>A solver of OR-Tools through its ModelBuilder: <c>scip</c>, <c>sat</c>, <c>highs</c>, <c>glop</c>, <c>pdlp</c>. With hints, and with indicator constraints where the solver has them.</summary>
/// <remarks>
/// Written against the documented interface and type-checked, never run: see the README. Thread-safe: each solve has its own model. The node limit and the absolute gap are not passed on; the relative gap is for SCIP and SAT, tolerances
/// are the solver's own.
/// </remarks>
public sealed class ModelBuilderSolver : MilpSolver
{
    private readonly string _id;

    /// <summary>A solver.</summary>
    /// <param name="id">Its name in OR-Tools, in any case.</param>
    /// <exception cref="ArgumentException">This build of OR-Tools does not have it.</exception>
    public ModelBuilderSolver(string id)
    {
        _id = id.ToLowerInvariant();
        using ModelSolverHelper solver = new(_id);
        if (!solver.SolverIsSupported())
        {
            throw new ArgumentException($"This build of OR-Tools has no ModelBuilder solver '{id}'. Known names are scip, sat, highs, glop and pdlp.", nameof(id));
        }
    }

    /// <inheritdoc/>
    public override string Name => "OR-Tools " + _id;

    /// <inheritdoc/>
    public override MilpFeatures Features => _id switch
    {
        "glop" or "pdlp" => MilpFeatures.None,
        "scip" => MilpFeatures.Integers | MilpFeatures.Indicators | MilpFeatures.Hints,
        "sat" => MilpFeatures.Integers | MilpFeatures.Hints,
        _ => MilpFeatures.Integers,
    };

    /// <inheritdoc/>
    protected override MilpSolution SolveCore(MilpModel model, MilpSolveOptions options, CancellationToken cancellation)
    {
        using ModelBuilderHelper builder = Build(model, options);
        using ModelSolverHelper solver = new(_id);
        if (options.TimeLimit is { } limit)
        {
            solver.SetTimeLimitInSeconds(limit.TotalSeconds);
        }

        if (Parameters(options) is { Length: > 0 } parameters)
        {
            solver.SetSolverSpecificParameters(parameters);
        }

        // The native side holds the callback while it solves.
        using LogLines? log = options.Log is null ? null : new LogLines(options.Log);
        if (log is not null)
        {
            solver.EnableOutput(true);
            solver.SetLogCallbackFromDirectorClass(log);
        }

        using (cancellation.Register(() => solver.InterruptSolve()))
        {
            solver.Solve(builder);
        }

        log?.Rethrow();
        return Read(model, options, solver, cancellation);
    }

    private MilpSolution Read(MilpModel model, MilpSolveOptions options, ModelSolverHelper solver, CancellationToken cancellation)
    {
        SolveStatus status = solver.HasResponse() ? solver.Status() : SolveStatus.UNKNOWN_STATUS;
        bool hasSolution = solver.HasResponse() && solver.HasSolution();
        MilpSolution solution = new()
        {
            Status = hasSolution ? MilpStatus.Feasible : MilpStatus.Unknown,
            StopReason = StopReason.Completed,
            Solver = Name,
            Values = hasSolution ? [.. Enumerable.Range(0, model.ColumnCount).Select(solver.VariableValue)] : [],
            Bound = hasSolution ? solver.BestObjectiveBound() : double.NaN,
        };

        // What a cancelled solver says of optimality is not passed on.
        if (cancellation.IsCancellationRequested || status == SolveStatus.CANCELLED_BY_USER)
        {
            return solution with { StopReason = StopReason.Cancelled };
        }

        StopReason stopped = options.TimeLimit is null ? StopReason.Failure : StopReason.TimeLimit;
        return status switch
        {
            SolveStatus.OPTIMAL when hasSolution => solution with { Status = MilpStatus.Optimal },
            SolveStatus.INFEASIBLE => solution with { Status = MilpStatus.Infeasible, Values = [], Bound = double.NaN },
            SolveStatus.UNBOUNDED => solution with { Status = MilpStatus.Unbounded, Values = [], Bound = double.NaN },
            SolveStatus.FEASIBLE or SolveStatus.NOT_SOLVED => solution with { StopReason = stopped, Message = $"{Name} says {status}." },
            _ => solution with { StopReason = StopReason.Failure, Message = $"{Name} says {status}." },
        };
    }

    private static ModelBuilderHelper Build(MilpModel model, MilpSolveOptions options)
    {
        ModelBuilderHelper builder = new();
        for (int j = 0; j < model.ColumnCount; j++)
        {
            int column = builder.AddVar();
            builder.SetVarLowerBound(column, model.ColumnLower[j]);
            builder.SetVarUpperBound(column, model.ColumnUpper[j]);
            builder.SetVarIntegrality(column, model.Kinds[j] == VariableKind.Integer && !options.RelaxIntegrality);
            builder.SetVarObjectiveCoefficient(column, model.Objective[j]);
            builder.SetVarName(column, model.ColumnName(j));
            if (!double.IsNaN(model.Hints[j]))
            {
                builder.AddHint(column, model.Hints[j]);
            }
        }

        for (int i = 0; i < model.RowCount; i++)
        {
            int row = builder.AddLinearConstraint();
            builder.SetConstraintLowerBound(row, model.RowLower[i]);
            builder.SetConstraintUpperBound(row, model.RowUpper[i]);
            builder.SetConstraintName(row, model.RowName(i));
            for (int k = model.RowStarts[i]; k < model.RowStarts[i + 1]; k++)
            {
                builder.AddConstraintTerm(row, model.RowColumns[k], model.RowCoefficients[k]);
            }
        }

        foreach (IndicatorConstraint c in model.Indicators)
        {
            int row = builder.AddEnforcedLinearConstraint();
            builder.SetEnforcedIndicatorVariableIndex(row, c.Binary);
            builder.SetEnforcedIndicatorValue(row, c.Value);
            builder.SetEnforcedConstraintLowerBound(row, c.Lower);
            builder.SetEnforcedConstraintUpperBound(row, c.Upper);
            for (int k = 0; k < c.Columns.Length; k++)
            {
                builder.AddEnforcedConstraintTerm(row, c.Columns[k], c.Coefficients[k]);
            }
        }

        builder.SetObjectiveOffset(model.ObjectiveConstant);
        builder.SetMaximize(model.IsMaximization);
        return builder;
    }

    // Each solver has its own syntax.
    private string Parameters(MilpSolveOptions options)
    {
        string gap = options.RelativeGap.ToString("R", CultureInfo.InvariantCulture);
        return _id switch
        {
            "scip" => $"limits/gap = {gap}",
            "sat" => string.Create(CultureInfo.InvariantCulture, $"relative_gap_limit: {gap} num_workers: {Math.Max(1, options.Threads)}"),
            _ => "",
        };
    }
}
