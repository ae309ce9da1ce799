namespace NetCompile.Milp;

/// <summary>A simplex solver as a <see cref="MilpSolver"/> without features: for models without integers, or with <see cref="MilpSolveOptions.RelaxIntegrality"/>.</summary>
/// <param name="solver">The simplex solver.</param>
/// <remarks>The solution's <see cref="MilpSolution.Bound"/> is the solver's optimum, a claim as any other solver's.</remarks>
public sealed class LinearSolver(LpSolver solver) : MilpSolver
{
    /// <inheritdoc/>
    public override string Name => solver.Name;

    /// <inheritdoc/>
    public override MilpFeatures Features => MilpFeatures.None;

    /// <inheritdoc/>
    protected override MilpSolution SolveCore(MilpModel model, MilpSolveOptions options, CancellationToken cancellation) =>
        Solve(solver, Name, model, options, cancellation);

    /// <summary>Solves the linear relaxation of a model once.</summary>
    /// <param name="solver">The simplex solver.</param>
    /// <param name="name">The name that the solution gets.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">The time limit counts; there are no nodes.</param>
    /// <param name="cancellation">Stops it.</param>
    public static MilpSolution Solve(LpSolver solver, string name, MilpModel model, MilpSolveOptions options, CancellationToken cancellation)
    {
        using LpSession session = solver.Open(model);
        LpStatus status = session.Solve(new LpOptions(options.TimeLimit), cancellation);
        MilpSolution solution = new() { Status = MilpStatus.Unknown, StopReason = StopReason.Completed, Solver = name, Iterations = session.Iterations };
        options.Log?.Invoke($"{name}: {status}, objective {(model.IsMaximization ? -session.Objective : session.Objective):R}, {session.Iterations} iterations");
        return status switch
        {
            LpStatus.Optimal => solution with
            {
                Status = MilpStatus.Optimal,
                Values = [.. session.Values[..model.ColumnCount]],
                Bound = model.IsMaximization ? -session.Objective : session.Objective,
            },
            LpStatus.Infeasible => solution with { Status = MilpStatus.Infeasible },
            LpStatus.Unbounded => solution with { Status = MilpStatus.Unbounded },
            LpStatus.Stopped => solution with { StopReason = cancellation.IsCancellationRequested ? StopReason.Cancelled : StopReason.TimeLimit },
            _ => solution with { StopReason = StopReason.Failure, Message = $"{name} could not solve the linear program." },
        };
    }
}
