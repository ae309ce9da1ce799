using System.Collections.Immutable;
using System.Globalization;

namespace NetCompile.Milp;

/// <summary>
/// A branch and bound whose bound is proved: a part of the search space is left out only where <see cref="SafeDualBound"/> or row-wise bound propagation, both rounded outward, prove that it holds nothing feasible or nothing
/// better than the best solution by more than the gap.
/// </summary>
/// <remarks>
/// <para>What the LP solver says is used for choices (where to branch, which point to try) and never believed: a program that it calls infeasible counts as infeasible only with a Farkas certificate that holds in outward-rounded
/// arithmetic; one that fails, or stops, prunes nothing. Such a part is split further; where nothing is left to split, its bound is all that is claimed, and the status says so.</para>
/// <para>The bound is about points that meet the model exactly. Solutions meet it within <see cref="MilpSolveOptions.Tolerance"/> (relative to each row's largest term, and somewhat more where the LP solver's own tolerance is wider);
/// their integers are whole.</para>
/// <para>Best bound first with dives; reliability branching; reduced-cost fixing; warm starts from the parent's basis. With more than one thread the order of nodes, and so which of several equally good solutions is found, may differ from run to run.</para>
/// </remarks>
public sealed class BranchAndBoundSolver : MilpSolver
{
    private readonly LpSolver _solver;
    private readonly BranchAndBoundOptions _options;

    /// <summary>A branch and bound over a simplex solver.</summary>
    /// <param name="solver">Solves the linear programs; need not be trusted.</param>
    /// <param name="options">Completion of points, progress.</param>
    public BranchAndBoundSolver(LpSolver solver, BranchAndBoundOptions? options = null) => (_solver, _options) = (solver, options ?? new BranchAndBoundOptions());

    /// <inheritdoc/>
    public override string Name => $"NetCompile branch and bound over {_solver.Name}";

    /// <inheritdoc/>
    public override MilpFeatures Features => MilpFeatures.Integers | MilpFeatures.Hints;

    /// <inheritdoc/>
    protected override MilpSolution SolveCore(MilpModel model, MilpSolveOptions options, CancellationToken cancellation)
    {
        double sign = model.IsMaximization ? -1 : 1;
        options.Log?.Invoke($"{Name}: {model}, {(model.IsMaximization ? "maximised" : "minimised")}.");
        SearchProblem problem = SearchProblem.Of(model, options.RelaxIntegrality);
        SearchResult result = Search(problem, options, sign, cancellation);
        if (result.IsRelaxationUnbounded)
        {
            return Unbounded(model, options, result, cancellation);
        }

        // A solution within tolerances may be better than every exact one; the bound then says no more than the solution does.
        double bound = sign * Math.Min(result.Bound, result.Objective);
        MilpSolution solution = new()
        {
            Status = Status(result, options, out StopReason reason),
            StopReason = reason,
            Solver = Name,
            Values = result.Values is null ? [] : ImmutableArray.Create(result.Values),
            Bound = bound,
            IsBoundProved = !double.IsNegativeInfinity(result.Bound),
            Nodes = result.Nodes,
            Iterations = result.Iterations,
            Message = result.Message,
        };
        options.Log?.Invoke($"{solution.Status} ({reason}) after {result.Nodes} nodes: objective {Text(sign * result.Objective)}, proved bound {Text(solution.Bound)}. {result.Message}".TrimEnd());
        return solution;
    }

    private SearchResult Search(SearchProblem problem, MilpSolveOptions options, double sign, CancellationToken cancellation)
    {
        SearchLimits limits = new(options.TimeLimit, options.NodeLimit, options.RelativeGap, options.AbsoluteGap, options.Tolerance);
        void Report(long nodes, int open, double objective, double bound, double seconds)
        {
            double best = double.IsInfinity(objective) ? double.NaN : sign * objective;
            options.Log?.Invoke(string.Create(
                CultureInfo.InvariantCulture, $"{seconds,8:F1} s  {nodes,9} nodes  {open,8} open  objective {Text(best),22}  bound {Text(sign * bound),22}"));
            _options.Progress?.Report(new BranchAndBoundProgress(nodes, open, best, sign * bound, seconds));
        }

        return new BranchAndBoundSearch(_solver, problem, limits)
        {
            Completion = _options.Completion,
            Report = options.Log is null && _options.Progress is null ? null : Report,
        }.Run(options.Threads, cancellation);
    }

    // The bound of what was found decides, not the reason why the search ended: a limit may hit at the very end.
    private static MilpStatus Status(SearchResult result, MilpSolveOptions options, out StopReason reason)
    {
        reason = result.Reason;
        if (result.IsInfeasible)
        {
            reason = StopReason.Completed;
            return MilpStatus.Infeasible;
        }

        if (result.Values is null)
        {
            reason = reason == StopReason.Completed ? StopReason.Failure : reason;
            return MilpStatus.Unknown;
        }

        double gap = Math.Max(options.AbsoluteGap, options.RelativeGap * Math.Max(1, Math.Abs(result.Objective)));
        if (result.Objective - result.Bound <= gap * (1 + 1e-9))
        {
            reason = StopReason.Completed;
            return MilpStatus.Optimal;
        }

        reason = reason == StopReason.Completed ? StopReason.Failure : reason;
        return MilpStatus.Feasible;
    }

    // With rational data a feasible program with an unbounded relaxation is unbounded itself (Meyer, 1974): what is left to find out is whether it is feasible.
    private MilpSolution Unbounded(MilpModel model, MilpSolveOptions options, SearchResult unbounded, CancellationToken cancellation)
    {
        SearchResult feasible = Search(SearchProblem.With(model, new double[model.ColumnCount], 0, options.RelaxIntegrality), options, 1, cancellation);
        return new MilpSolution
        {
            Status = feasible.IsInfeasible ? MilpStatus.Infeasible : feasible.Values is null ? MilpStatus.Unknown : MilpStatus.Unbounded,
            StopReason = feasible.Values is null && !feasible.IsInfeasible ? feasible.Reason == StopReason.Completed ? StopReason.Failure : feasible.Reason : StopReason.Completed,
            Solver = Name,
            Bound = feasible.IsInfeasible ? (model.IsMaximization ? double.NegativeInfinity : double.PositiveInfinity) : double.NaN,
            IsBoundProved = feasible.IsInfeasible,
            Nodes = unbounded.Nodes + feasible.Nodes,
            Iterations = unbounded.Iterations + feasible.Iterations,
            Message = feasible.Values is null ? feasible.Message : $"{_solver.Name} calls the linear relaxation unbounded, and the rows have a solution; that it can be improved without limit is not proved.",
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
