using NetCompile.Milp.Tests.Doubles;

namespace NetCompile.Milp.Tests.Certified;

public class BranchAndBoundSolverTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void RandomProgramsAreSolvedToTheOptimumOfAllAssignments(int threads)
    {
        Random random = new(5);
        for (int trial = 0; trial < 40; trial++)
        {
            MilpModel model = RandomPrograms.Feasible(random, 3 + random.Next(4), 2 + random.Next(4), hasIntegers: true);
            MilpSolution solution = new BranchAndBoundSolver(new DenseLpSolver()).Solve(model, new MilpSolveOptions { Threads = threads });
            double best = Enumerate(model);

            Assert.Equal(MilpStatus.Optimal, solution.Status);
            Assert.True(solution.IsBoundProved);
            Assert.Equal(best, solution.Objective, 1e-6);
            Assert.InRange(solution.Bound, best - 1e-5, best + 1e-8);
            Assert.InRange(solution.RowViolation, 0, 1e-6);
            Assert.Equal(0, solution.IntegralityViolation);
        }
    }

    [Theory]
    [InlineData(LpFaults.Duals)]
    [InlineData(LpFaults.FalseInfeasible)]
    [InlineData(LpFaults.Failures)]
    [InlineData(LpFaults.Objective)]
    [InlineData(LpFaults.Values)]
    [InlineData(LpFaults.Stops)]
    [InlineData(LpFaults.Duals | LpFaults.FalseInfeasible | LpFaults.NoRay | LpFaults.Failures | LpFaults.Objective | LpFaults.Values | LpFaults.Stops)]
    public void AnLpSolverThatLiesNeverMakesTheBoundWrong(LpFaults faults)
    {
        Random random = new(17);
        int optimal = 0;
        for (int trial = 0; trial < 30; trial++)
        {
            MilpModel model = RandomPrograms.Feasible(random, 3 + random.Next(3), 2 + random.Next(3), hasIntegers: true);
            MilpSolution solution = new BranchAndBoundSolver(new FaultyLpSolver(faults, trial)).Solve(model);
            double best = Enumerate(model);

            Assert.NotEqual(MilpStatus.Infeasible, solution.Status);
            Assert.True(solution.Bound <= best + 1e-8);
            optimal += solution.Status == MilpStatus.Optimal ? 1 : 0;
            if (solution.Status == MilpStatus.Optimal)
            {
                Assert.Equal(best, solution.Objective, 1e-5);
            }
            else
            {
                Assert.Equal(StopReason.Failure, solution.StopReason);
                Assert.NotEmpty(solution.Message);
            }
        }

        // Lies cost nodes, and the result only where nearly every answer is one.
        Assert.InRange(optimal, faults.HasFlag(LpFaults.NoRay) ? 1 : 15, 30);
    }

    [Theory]
    [InlineData(LpFaults.None)]
    [InlineData(LpFaults.NoRay)]
    public void WhatNothingMeetsIsProvedInfeasibleAlsoWithoutARay(LpFaults faults)
    {
        // No point of the relaxation's interior is excluded by single rows: 2x + 2y = 3 has fractional solutions only.
        MilpModel model = new();
        MilpVariable x = model.AddInteger(0, 5), y = model.AddInteger(0, 5);
        model.Add(2 * x + 2 * y == 3);
        model.Minimize(x);
        MilpSolution solution = new BranchAndBoundSolver(new FaultyLpSolver(faults, 1)).Solve(model);
        Assert.Equal(MilpStatus.Infeasible, solution.Status);
        Assert.True(solution.IsBoundProved);
        Assert.False(solution.HasSolution);
        Assert.Equal(double.PositiveInfinity, solution.Bound);

        // The linear relaxation itself is infeasible, by three rows together.
        MilpModel linear = new();
        MilpVariable[] v = linear.AddVariables(3, -1, 1);
        linear.Add(v[0] + v[1] >= 0.9);
        linear.Add(v[1] + v[2] >= 0.9);
        linear.Add(v[0] + 2 * v[1] + v[2] <= 1.7);
        Assert.Equal(MilpStatus.Infeasible, new BranchAndBoundSolver(new FaultyLpSolver(faults, 1)).Solve(linear).Status);
    }

    [Fact]
    public void AMaximisationIsBoundedFromAbove()
    {
        // A knapsack: weights 3, 4, 5, 6 in 10, values 4, 5, 7, 8.5; best is 4 + 6: 13.5.
        MilpModel model = new();
        MilpVariable[] take = [.. Enumerable.Range(0, 4).Select(_ => model.AddBinary())];
        model.Add(MilpExpression.Dot([3, 4, 5, 6], take) <= 10);
        model.Maximize(MilpExpression.Dot([4, 5, 7, 8.5], take, 100));
        MilpSolution solution = new BranchAndBoundSolver(new DenseLpSolver()).Solve(model);

        Assert.Equal(MilpStatus.Optimal, solution.Status);
        Assert.Equal(113.5, solution.Objective);
        Assert.InRange(solution.Bound, 113.5, 113.5 + 2e-4);
        Assert.Equal(new double[] { 0, 1, 0, 1 }, solution.Values.ToArray());
    }

    [Fact]
    public void ANodeLimitLeavesAProvedBound()
    {
        MilpModel model = Hard(14);
        MilpSolution whole = new BranchAndBoundSolver(new DenseLpSolver()).Solve(model);
        Assert.Equal(MilpStatus.Optimal, whole.Status);
        Assert.True(whole.Nodes > 20);

        MilpSolution limited = new BranchAndBoundSolver(new DenseLpSolver()).Solve(model, new MilpSolveOptions { NodeLimit = 5 });
        Assert.Equal(StopReason.NodeLimit, limited.StopReason);
        Assert.InRange(limited.Nodes, 5, 6);
        Assert.True(limited.IsBoundProved);
        Assert.InRange(limited.Bound, whole.Objective, double.MaxValue);
    }

    [Fact]
    public void CancellationKeepsWhatWasProved()
    {
        MilpModel model = Hard(18);
        using CancellationTokenSource source = new();
        Progress progress = new(p =>
        {
            if (p.Nodes >= 3)
            {
                source.Cancel();
            }
        });
        MilpSolution solution = new BranchAndBoundSolver(new DenseLpSolver(), new BranchAndBoundOptions { Progress = progress, Completion = _ => new double[model.ColumnCount] }).Solve(
            model, new MilpSolveOptions { Log = _ => source.Cancel() }, source.Token);
        Assert.Equal(StopReason.Cancelled, solution.StopReason);
        Assert.NotEqual(MilpStatus.Optimal, solution.Status);
        Assert.NotEqual(MilpStatus.Infeasible, solution.Status);

        using CancellationTokenSource before = new();
        before.Cancel();
        Assert.Equal(StopReason.Cancelled, new BranchAndBoundSolver(new DenseLpSolver()).Solve(model, null, before.Token).StopReason);
    }

    [Fact]
    public void ACompletionIsUsedAndChecked()
    {
        MilpModel model = Hard(14);
        double best = new BranchAndBoundSolver(new DenseLpSolver()).Solve(model).Objective;

        // Zeros meet the model; all sevens do not, whatever their objective.
        MilpSolution solution = Solve(_ => new double[model.ColumnCount]);
        Assert.True(solution.HasSolution);
        Assert.Equal(best, Solve(_ => [.. Enumerable.Repeat(7.0, model.ColumnCount)], null).Objective, 1e-6);
        Assert.Equal(best, Solve(_ => [1, 2], null).Objective, 1e-6);

        MilpSolution Solve(PointCompletion completion, long? nodes = 1) =>
            new BranchAndBoundSolver(new DenseLpSolver(), new BranchAndBoundOptions { Completion = completion }).Solve(model, new MilpSolveOptions { NodeLimit = nodes });
    }

    [Fact]
    public void AHintIsASolutionFromTheStart()
    {
        MilpModel model = Hard(14);
        MilpSolution best = new BranchAndBoundSolver(new DenseLpSolver()).Solve(model);
        for (int j = 0; j < model.ColumnCount; j++)
        {
            model.SetHint(model[j], best.Values[j]);
        }

        MilpSolution hinted = new BranchAndBoundSolver(new DenseLpSolver()).Solve(model, new MilpSolveOptions { NodeLimit = 0 });
        Assert.Equal(best.Objective, hinted.Objective, 1e-9);
        Assert.Equal(MilpStatus.Feasible, hinted.Status);
        Assert.Equal(StopReason.NodeLimit, hinted.StopReason);
    }

    [Fact]
    public void AnUnboundedProgramIsCalledUnboundedAndProvesNothing()
    {
        MilpModel model = new();
        MilpVariable x = model.AddVariable(0), z = model.AddBinary();
        model.Add(x - z >= 0);
        model.Maximize(x);
        MilpSolution solution = new BranchAndBoundSolver(new DenseLpSolver()).Solve(model);
        Assert.Equal(MilpStatus.Unbounded, solution.Status);
        Assert.False(solution.IsBoundProved);
        Assert.Equal(double.PositiveInfinity, solution.Bound);

        model.Add(2 * z + 2 * x == 1);
        model.Add(x - 0.25 * z >= 0.6);
        Assert.Equal(MilpStatus.Infeasible, new BranchAndBoundSolver(new DenseLpSolver()).Solve(model).Status);
    }

    [Fact]
    public void AVariableWithoutBoundsGetsThoseThatItsRowsImply()
    {
        // The bound's proof needs a finite box; t has none of its own.
        MilpModel model = new();
        MilpVariable t = model.AddVariable(), x = model.AddInteger(0, 9), z = model.AddBinary();
        model.Add(t - 0.3 * x + z == 0.1);
        model.Add(x + 4 * z >= 3.5);
        model.Minimize(t);
        MilpSolution solution = new BranchAndBoundSolver(new DenseLpSolver()).Solve(model);
        Assert.Equal(MilpStatus.Optimal, solution.Status);
        Assert.Equal(-0.9, solution.Objective, 1e-9);
        Assert.InRange(solution.Bound, -0.9 - 2e-6, -0.9 + 1e-12);
    }

    [Fact]
    public void AFailureOfTheLpSolverReachesTheCaller() =>
        Assert.Throws<InvalidOperationException>(() => new BranchAndBoundSolver(new ThrowingSolver()).Solve(Hard(4), new MilpSolveOptions { Threads = 2 }));

    private static MilpModel Hard(int items)
    {
        Random random = new(items);
        MilpModel model = new();
        MilpVariable[] take = [.. Enumerable.Range(0, items).Select(_ => model.AddBinary())];
        for (int row = 0; row < 3; row++)
        {
            double[] weights = [.. take.Select(_ => 1.0 + random.Next(30))];
            model.Add(MilpExpression.Dot(weights, take) <= 0.4 * weights.Sum());
        }

        model.Maximize(MilpExpression.Dot([.. take.Select(_ => 10.0 + random.NextDouble())], take));
        return model;
    }

    // The least objective over all assignments of the integers; the rest is a linear program.
    private static double Enumerate(MilpModel model)
    {
        using LpSession session = new DenseLpSolver().Open(model);
        double sign = model.IsMaximization ? -1 : 1;
        List<int> integers = [.. Enumerable.Range(0, model.ColumnCount).Where(j => model.Kinds[j] == VariableKind.Integer)];
        double best = double.PositiveInfinity;
        void Assign(int at)
        {
            if (at == integers.Count)
            {
                best = session.Solve() == LpStatus.Optimal ? Math.Min(best, session.Objective) : best;
                return;
            }

            for (double v = model.ColumnLower[integers[at]]; v <= model.ColumnUpper[integers[at]]; v++)
            {
                session.SetColumnBounds(integers[at], v, v);
                Assign(at + 1);
            }
        }

        Assign(0);
        return sign * best;
    }

    private sealed class Progress(Action<BranchAndBoundProgress> report) : IProgress<BranchAndBoundProgress>
    {
        public void Report(BranchAndBoundProgress value) => report(value);
    }

    private sealed class ThrowingSolver : LpSolver
    {
        public override string Name => "throwing";

        protected override LpSession OpenCore(MilpModel model) => throw new InvalidOperationException("No library.");
    }
}
