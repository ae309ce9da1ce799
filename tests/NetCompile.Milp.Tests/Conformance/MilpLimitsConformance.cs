namespace NetCompile.Milp.Tests.Conformance;

/// <summary>Limits, cancellation, logs and concurrency of every adapter's solver; an adapter's test class inherits it.</summary>
public abstract class MilpLimitsConformance
{
    /// <summary>The solver; skips the test where its library is missing.</summary>
    protected abstract MilpSolver Create();

    [SkippableFact]
    public void Time_limit_stops_with_the_best_solution()
    {
        MilpModel model = HardModels.MarketSplit();
        MilpSolution solution = Create().Solve(model, new MilpSolveOptions { TimeLimit = TimeSpan.FromSeconds(1) });
        Assert.Equal((MilpStatus.Feasible, StopReason.TimeLimit), (solution.Status, solution.StopReason));
        AssertFeasible(solution);
    }

    [SkippableFact]
    public void Time_limit_of_nothing_stops_at_once()
    {
        MilpSolution solution = Create().Solve(HardModels.MarketSplit(), new MilpSolveOptions { TimeLimit = TimeSpan.Zero });
        Assert.Equal(StopReason.TimeLimit, solution.StopReason);
        Assert.True(solution.Status is MilpStatus.Unknown or MilpStatus.Feasible);
    }

    [SkippableFact]
    public void Tiny_time_limit_claims_nothing_wrong()
    {
        MilpSolution solution = Create().Solve(HardModels.MarketSplit(), new MilpSolveOptions { TimeLimit = TimeSpan.FromMilliseconds(5) });
        Assert.True(solution.Status is MilpStatus.Unknown or MilpStatus.Feasible, $"{solution.Status}");
        // The sum of deviations is never negative; a bound above a feasible value would be wrong.
        Assert.True(solution.Bound <= 1, $"{solution.Bound}");
    }

    [SkippableFact]
    public void Node_limit_stops_with_the_best_solution()
    {
        MilpSolution solution = Create().Solve(HardModels.MarketSplit(), new MilpSolveOptions { NodeLimit = 50 });
        Assert.Equal((MilpStatus.Feasible, StopReason.NodeLimit), (solution.Status, solution.StopReason));
        AssertFeasible(solution);
    }

    [SkippableFact]
    public void Gap_is_enough()
    {
        MilpModel model = new();
        Random random = new(5);
        MilpVariable[] x = [.. Enumerable.Range(0, 30).Select(_ => model.AddBinary())];
        model.Add(MilpExpression.Dot([.. x.Select(_ => (double)random.Next(20, 60))], x) <= 500);
        model.Maximize(MilpExpression.Dot([.. x.Select(_ => (double)random.Next(20, 60))], x));
        MilpSolution solution = Create().Solve(model, new MilpSolveOptions { RelativeGap = 0.5 });
        Assert.Equal(MilpStatus.Optimal, solution.Status);
        Assert.True(solution.Bound >= solution.Objective - 1e-6 && solution.Gap <= 1.01, $"{solution.Objective} {solution.Bound}");
        double optimum = Create().Solve(model).Objective;
        Assert.True(solution.Bound >= optimum - 1e-6, $"The bound {solution.Bound} is below the optimum {optimum}.");
    }

    [SkippableFact]
    public void Cancelled_before_nothing_is_done()
    {
        MilpSolution solution = Create().Solve(HardModels.MarketSplit(), cancellation: new CancellationToken(true));
        Assert.Equal((MilpStatus.Unknown, StopReason.Cancelled), (solution.Status, solution.StopReason));
        Assert.False(solution.HasSolution);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(1500)]
    public void Cancelled_meanwhile_the_best_solution_stays(int milliseconds)
    {
        using CancellationTokenSource source = new();
        source.CancelAfter(milliseconds);
        MilpModel model = HardModels.MarketSplit();
        MilpSolution solution = Create().Solve(model, cancellation: source.Token);
        Assert.Equal(StopReason.Cancelled, solution.StopReason);
        Assert.True(solution.Status is MilpStatus.Feasible or MilpStatus.Unknown, $"{solution.Status}");
        Assert.Equal(solution.Status == MilpStatus.Feasible, solution.HasSolution);
        Assert.True(solution.Bound <= 1, $"{solution.Bound}");
        if (solution.HasSolution)
        {
            AssertFeasible(solution);
        }
    }

    [SkippableFact]
    public void Cancelled_again_and_again_under_garbage_collection()
    {
        for (int round = 0; round < 5; round++)
        {
            using CancellationTokenSource source = new();
            using Timer collector = new(_ => GC.Collect(), null, 0, 20);
            source.CancelAfter(200);
            MilpSolution solution = Create().Solve(HardModels.MarketSplit(round), cancellation: source.Token);
            Assert.Equal(StopReason.Cancelled, solution.StopReason);
        }
    }

    [SkippableFact]
    public void Token_that_is_never_cancelled_changes_nothing()
    {
        MilpSolver solver = Create();
        using CancellationTokenSource source = new();
        for (int seed = 1000; seed < 1040; seed++)
        {
            MilpModel model = RandomMilps.Next(new Random(seed));
            MilpSolution with = solver.Solve(model, cancellation: source.Token), without = solver.Solve(model);
            Assert.Equal(without.Status, with.Status);
            Assert.Equal(without.Objective, with.Objective, 1e-6);
        }
    }

    [SkippableFact]
    public void Log_comes_line_by_line_on_this_thread()
    {
        List<string> lines = [];
        int thread = Environment.CurrentManagedThreadId;
        Create().Solve(HardModels.MarketSplit(), new MilpSolveOptions
        {
            TimeLimit = TimeSpan.FromSeconds(0.5),
            Log = line =>
            {
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
                lines.Add(line);
            },
        });
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, l => l.Contains('\n'));
        Assert.Contains(lines, l => l.Trim().Length > 0);
    }

    [SkippableFact]
    public void Exception_of_the_log_comes_out()
    {
        Assert.Throws<NotImplementedException>(() =>
            Create().Solve(HardModels.MarketSplit(), new MilpSolveOptions { TimeLimit = TimeSpan.FromSeconds(20), Log = _ => throw new NotImplementedException() }));
    }

    [SkippableFact]
    public void Models_may_be_solved_on_many_threads()
    {
        MilpSolver solver = Create();
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, seed =>
        {
            MilpModel model = RandomMilps.Next(new Random(2000 + seed));
            double? expected = Enumeration.Optimum(model);
            MilpSolution solution = solver.Solve(model);
            Assert.Equal(expected is null ? MilpStatus.Infeasible : MilpStatus.Optimal, solution.Status);
            Assert.Equal(expected ?? double.NaN, solution.Objective, 1e-6);
        });
    }

    [SkippableFact]
    public void Threads_change_nothing_of_the_optimum()
    {
        MilpModel model = new();
        Random random = new(11);
        MilpVariable[] x = [.. Enumerable.Range(0, 25).Select(_ => model.AddBinary())];
        model.Add(MilpExpression.Dot([.. x.Select(_ => (double)random.Next(20, 60))], x) <= 500);
        model.Maximize(MilpExpression.Dot([.. x.Select(_ => (double)random.Next(20, 60))], x));
        MilpSolution one = Create().Solve(model), two = Create().Solve(model, new MilpSolveOptions { Threads = 2 });
        Assert.Equal((MilpStatus.Optimal, MilpStatus.Optimal), (one.Status, two.Status));
        Assert.Equal(one.Objective, two.Objective, 1e-6);
    }

    private static void AssertFeasible(MilpSolution solution)
    {
        Assert.True(solution.HasSolution);
        Assert.True(solution.RowViolation <= 1e-6 && solution.IntegralityViolation <= 1e-6, $"{solution.RowViolation}, {solution.IntegralityViolation}");
        Assert.True(solution.Bound <= solution.Objective + 1e-6, $"bound {solution.Bound}, objective {solution.Objective}");
    }
}
