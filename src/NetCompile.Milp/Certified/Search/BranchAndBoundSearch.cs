using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace NetCompile.Milp;

/// <summary>One branch and bound, from root to result.</summary>
internal sealed class BranchAndBoundSearch
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    private readonly LpSolver _solver;
    private readonly SearchProblem _problem;
    private readonly SearchLimits _limits;

    public BranchAndBoundSearch(LpSolver solver, SearchProblem problem, SearchLimits limits) => (_solver, _problem, _limits) = (solver, problem, limits);

    /// <summary>Completes points; null for none.</summary>
    public PointCompletion? Completion { get; init; }

    /// <summary>Told of the state now and then, and at each better solution, on the calling thread: nodes, open nodes, objective, bound, seconds.</summary>
    public Action<long, int, double, double, double>? Report { get; init; }

    /// <summary>Minimises.</summary>
    /// <param name="threads">Threads, the calling one among them.</param>
    /// <param name="cancellation">Stops.</param>
    public SearchResult Run(int threads, CancellationToken cancellation)
    {
        double[] lower = (double[])_problem.Lower.Clone(), upper = (double[])_problem.Upper.Clone();
        if (!IsBox(lower, upper) || !new BoxPropagation(_problem.Rows, _problem.IsInteger).Tighten(lower, upper))
        {
            return new SearchResult(null, double.PositiveInfinity, double.PositiveInfinity, StopReason.Completed, 0, 0, false, "");
        }

        threads = Math.Max(1, threads);
        SearchTree tree = new(_limits, threads, cancellation);
        tree.Push(new BranchNode());
        PointFinder finder = new(_problem, tree, Completion, _limits.Tolerance);
        PseudoCosts costs = new(lower.Length);
        ConcurrentQueue<ExceptionDispatchInfo> failures = new();
        long iterations = 0;
        bool isUnbounded = false;

        void Work(int index, Action afterNode)
        {
            try
            {
                using BranchWorker worker = new(index, _solver, _problem, tree, costs, finder, lower, upper, cancellation);
                if (index == 0)
                {
                    worker.TryHints();
                }

                worker.Run(afterNode);
                Interlocked.Add(ref iterations, worker.Iterations);
                if (worker.IsRootUnbounded)
                {
                    Volatile.Write(ref isUnbounded, true);
                }
            }
            catch (Exception e)
            {
                // Handed to the caller below; the others must not wait for this thread's nodes.
                failures.Enqueue(ExceptionDispatchInfo.Capture(e));
                tree.Stop(StopReason.Failure, e.Message);
            }
        }

        Task[] others = [.. Enumerable.Range(1, threads - 1).Select(i => Task.Factory.StartNew(() => Work(i, () => { }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Work(0, Reporter(tree));
        Task.WaitAll(others, CancellationToken.None);
        if (failures.TryDequeue(out ExceptionDispatchInfo? failure))
        {
            failure.Throw();
        }

        StopReason reason = tree.Reason;
        return new SearchResult(tree.Best, tree.BestObjective, tree.State().Bound, reason, tree.Nodes, iterations, isUnbounded, tree.Message);
    }

    private Action Reporter(SearchTree tree)
    {
        if (Report is null)
        {
            return () => { };
        }

        long started = Stopwatch.GetTimestamp(), last = 0;
        double best = double.PositiveInfinity;
        return () =>
        {
            if (tree.BestObjective < best || last == 0 || Stopwatch.GetElapsedTime(last) >= ReportEvery)
            {
                (best, last) = (tree.BestObjective, Stopwatch.GetTimestamp());
                (double bound, int open) = tree.State();
                Report(tree.Nodes, open, best, bound, Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        };
    }

    private static bool IsBox(double[] lower, double[] upper)
    {
        for (int j = 0; j < lower.Length; j++)
        {
            if (!(lower[j] <= upper[j]))
            {
                return false;
            }
        }

        return true;
    }
}
