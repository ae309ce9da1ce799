using Google.OrTools.LinearSolver;

namespace NetCompile.Milp.OrTools;

/// <summary>A solver of OR-Tools through its older interface, <c>Google.OrTools.LinearSolver</c>: <c>SCIP</c>, <c>CBC</c>, <c>HIGHS</c>, <c>SAT</c>, <c>GLOP</c>, <c>PDLP</c>. It has no indicators; for hints and cancellation use <see cref="ModelBuilderSolver"/>.</summary>
/// <remarks>
/// Written against the documented interface and type-checked, never run: see the README. A running solve cannot be cancelled, as this interface has no interruption in C#; give a time limit. The node limit and the absolute gap are not
/// passed on. The solver's log goes to the process's standard output, so <see cref="MilpSolveOptions.Log"/> receives one line at the end.
/// </remarks>
public sealed class LinearSolverWrapper : MilpSolver
{
    private readonly string _id;

    /// <summary>A solver.</summary>
    /// <param name="id">Its name in OR-Tools, in any case.</param>
    /// <exception cref="ArgumentException">This build of OR-Tools does not have it.</exception>
    public LinearSolverWrapper(string id)
    {
        _id = id.ToUpperInvariant();
        using Solver solver = Create();
    }

    /// <inheritdoc/>
    public override string Name => "OR-Tools " + _id;

    /// <inheritdoc/>
    public override MilpFeatures Features => _id is "GLOP" or "PDLP" or "CLP" ? MilpFeatures.None : MilpFeatures.Integers;

    /// <inheritdoc/>
    protected override MilpSolution SolveCore(MilpModel model, MilpSolveOptions options, CancellationToken cancellation)
    {
        using Solver solver = Create();
        Variable[] columns = Build(solver, model, options);
        if (options.TimeLimit is { } limit)
        {
            solver.SetTimeLimit((long)Math.Max(1, limit.TotalMilliseconds));
        }

        using SolverParameters parameters = new();
        parameters.SetDoubleParam(SolverParameters.DoubleParam.RELATIVE_MIP_GAP, options.RelativeGap);
        Solver.ResultStatus status = solver.Solve(parameters);
        options.Log?.Invoke($"{Name}: {status}");

        bool hasSolution = status is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE;
        bool isLinear = Features == MilpFeatures.None || options.RelaxIntegrality || model.IntegerCount == 0;
        MilpSolution solution = new()
        {
            Status = hasSolution ? MilpStatus.Feasible : MilpStatus.Unknown,
            StopReason = StopReason.Completed,
            Solver = Name,
            Values = hasSolution ? [.. columns.Select(c => c.SolutionValue())] : [],
            // A linear program has no bound of a search; its optimum is the bound.
            Bound = !hasSolution ? double.NaN : !isLinear ? solver.Objective().BestBound() : status == Solver.ResultStatus.OPTIMAL ? solver.Objective().Value() : double.NaN,
            Nodes = isLinear ? 0 : solver.Nodes(),
            Iterations = solver.Iterations(),
        };
        StopReason stopped = cancellation.IsCancellationRequested ? StopReason.Cancelled : options.TimeLimit is null ? StopReason.Failure : StopReason.TimeLimit;
        return status switch
        {
            Solver.ResultStatus.OPTIMAL => solution with { Status = MilpStatus.Optimal },
            Solver.ResultStatus.INFEASIBLE => solution with { Status = MilpStatus.Infeasible },
            Solver.ResultStatus.UNBOUNDED => solution with { Status = MilpStatus.Unbounded },
            Solver.ResultStatus.FEASIBLE or Solver.ResultStatus.NOT_SOLVED => solution with { StopReason = stopped, Message = $"{Name} says {status}." },
            _ => solution with { StopReason = StopReason.Failure, Message = $"{Name} says {status}." },
        };
    }

    private static Variable[] Build(Solver solver, MilpModel model, MilpSolveOptions options)
    {
        Variable[] columns = new Variable[model.ColumnCount];
        Objective objective = solver.Objective();
        for (int j = 0; j < columns.Length; j++)
        {
            bool isInteger = model.Kinds[j] == VariableKind.Integer && !options.RelaxIntegrality;
            columns[j] = solver.MakeVar(model.ColumnLower[j], model.ColumnUpper[j], isInteger, model.ColumnName(j));
            objective.SetCoefficient(columns[j], model.Objective[j]);
        }

        for (int i = 0; i < model.RowCount; i++)
        {
            Constraint row = solver.MakeConstraint(model.RowLower[i], model.RowUpper[i], model.RowName(i));
            for (int k = model.RowStarts[i]; k < model.RowStarts[i + 1]; k++)
            {
                row.SetCoefficient(columns[model.RowColumns[k]], model.RowCoefficients[k]);
            }
        }

        objective.SetOffset(model.ObjectiveConstant);
        if (model.IsMaximization)
        {
            objective.SetMaximization();
        }
        else
        {
            objective.SetMinimization();
        }

        return columns;
    }

    private Solver Create() =>
        Solver.CreateSolver(_id) ?? throw new ArgumentException($"This build of OR-Tools has no solver '{_id}'. Known names are SCIP, CBC, HIGHS, SAT, GLOP and PDLP.");
}
