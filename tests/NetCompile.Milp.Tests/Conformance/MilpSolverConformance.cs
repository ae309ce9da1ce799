namespace NetCompile.Milp.Tests.Conformance;

/// <summary>What every adapter's solver must do; an adapter's test class inherits it. See <see cref="MilpLimitsConformance"/> for limits, cancellation and logs.</summary>
public abstract class MilpSolverConformance
{
    /// <summary>The difference of two optima that is rounding.</summary>
    protected const double Tolerance = 1e-6;

    /// <summary>The solver; skips the test where its library is missing.</summary>
    protected abstract MilpSolver Create();

    [SkippableFact]
    public void Name_and_features_are_stated()
    {
        MilpSolver solver = Create();
        Assert.NotEmpty(solver.Name);
        Assert.True(solver.Features.HasFlag(MilpFeatures.Integers));
    }

    [SkippableFact]
    public void Knapsack_is_as_by_trying_all()
    {
        Random random = new(7);
        for (int trial = 0; trial < 10; trial++)
        {
            MilpModel model = new("knapsack");
            MilpVariable[] x = [.. Enumerable.Range(0, 12).Select(_ => model.AddBinary())];
            double[] weights = [.. x.Select(_ => (double)random.Next(1, 30))], values = [.. x.Select(_ => (double)random.Next(1, 30))];
            model.Add(MilpExpression.Dot(weights, x) <= 80);
            model.Maximize(MilpExpression.Dot(values, x));
            double best = Enumerable.Range(0, 1 << 12).Where(s => Sum(weights, s) <= 80).Max(s => Sum(values, s));
            AssertOptimal(best, Create().Solve(model), model);
        }

        static double Sum(double[] numbers, int set) => numbers.Where((_, k) => (set >> k & 1) == 1).Sum();
    }

    [SkippableFact]
    public void Random_models_are_as_by_trying_all()
    {
        MilpSolver solver = Create();
        int feasible = 0, infeasible = 0;
        for (int seed = 0; seed < 600; seed++)
        {
            MilpModel model = RandomMilps.Next(new Random(seed));
            double? expected = Enumeration.Optimum(model);
            MilpSolution solution = solver.Solve(model);
            if (expected is { } optimum)
            {
                feasible++;
                AssertOptimal(optimum, solution, model, $"seed {seed}");
            }
            else
            {
                infeasible++;
                Assert.True(solution.Status == MilpStatus.Infeasible, $"seed {seed}: {solution.Status}, {solution.StopReason}, {solution.Message}; nothing is feasible.");
                Assert.False(solution.HasSolution);
            }
        }

        // Both kinds occur, or the test says nothing.
        Assert.True(feasible > 100 && infeasible > 50, $"{feasible} feasible, {infeasible} infeasible");
    }

    [SkippableFact]
    public void Infeasible_by_integrality_alone()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(0, 10), y = model.AddInteger(0, 10);
        model.Add((2 * x) + (2 * y) == 7);
        MilpSolution solution = Create().Solve(model);
        Assert.Equal((MilpStatus.Infeasible, StopReason.Completed), (solution.Status, solution.StopReason));
        Assert.True(double.IsNaN(solution.Objective));
    }

    [SkippableFact]
    public void Infeasible_because_a_row_has_crossed_ends()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(0, 10);
        model.Add((1 * x).Between(5, 4));
        Assert.Equal(MilpStatus.Infeasible, Create().Solve(model).Status);
    }

    [SkippableFact]
    public void Infeasible_because_no_integer_lies_between_the_bounds()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(0.25, 0.75), y = model.AddVariable(0, 1);
        model.Add(x + y <= 5);
        Assert.Equal(MilpStatus.Infeasible, Create().Solve(model).Status);
    }

    [SkippableFact]
    public void Unbounded_is_said()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(0, double.PositiveInfinity), y = model.AddVariable(0);
        model.Add(x - y <= 2.5);
        model.Maximize(x + y);
        MilpSolution solution = Create().Solve(model);
        Assert.Equal(MilpStatus.Unbounded, solution.Status);
    }

    [SkippableFact]
    public void Unbounded_relaxation_without_integer_point_is_not_unbounded()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(0, 3), y = model.AddInteger(0, 3), z = model.AddVariable(0);
        model.Add((2 * x) + (2 * y) == 3);
        model.Add(x - z <= 1);
        model.Maximize(z);
        Assert.Equal(MilpStatus.Infeasible, Create().Solve(model).Status);
    }

    [SkippableFact]
    public void Integers_without_bounds_are_found()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(double.NegativeInfinity, double.PositiveInfinity), y = model.AddVariable();
        model.Add((3 * x) + y >= -10.5);
        model.Add(x - y >= -4);
        model.Minimize((4 * x) + y);
        // The corner is at x = −14.5 / 4, y = x + 4; the next integer is x = −3, where y ≥ −1.5.
        AssertOptimal(-13.5, Create().Solve(model), model);
    }

    [SkippableFact]
    public void Constant_and_direction_count()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(-3, 5), y = model.AddVariable(-1, 1);
        model.Add(x + y <= 4.5);
        model.Maximize((2 * x) - y + 100);
        AssertOptimal(111, Create().Solve(model), model);
        model.Minimize((2 * x) - y - 7);
        AssertOptimal(-14, Create().Solve(model), model);
    }

    [SkippableTheory]
    [InlineData(true, 5)]
    [InlineData(false, 5)]
    public void Indicators_hold_at_their_value(bool value, double limit)
    {
        MilpModel model = new();
        MilpVariable z = model.AddBinary(), x = model.AddVariable(0, 20);
        model.AddIndicator(z, value, x <= limit);
        model.Maximize(x);
        AssertOptimal(20, Create().Solve(model), model);
        model.SetBounds(z, value ? 1 : 0, value ? 1 : 0);
        AssertOptimal(limit, Create().Solve(model), model);
    }

    [SkippableFact]
    public void Sos1_leaves_one()
    {
        MilpModel model = new();
        MilpVariable[] x = model.AddVariables(4, -1, 3);
        model.AddSos1(x);
        MilpVariable z = model.AddBinary();
        model.Add(MilpExpression.Sum([x[0], x[1], x[2], x[3], z]) <= 100);
        model.Maximize(x[0] + (2 * x[1]) + x[2] - (7 * x[3]));
        AssertOptimal(7, Create().Solve(model), model);
    }

    [SkippableFact]
    public void Hints_change_nothing_of_the_optimum()
    {
        Random random = new(3);
        for (int trial = 0; trial < 10; trial++)
        {
            MilpModel model = new();
            MilpVariable[] x = [.. Enumerable.Range(0, 10).Select(_ => model.AddInteger(0, 3))];
            model.Add(MilpExpression.Dot([.. x.Select(_ => (double)random.Next(1, 9))], x) <= 30);
            model.Maximize(MilpExpression.Dot([.. x.Select(_ => (double)random.Next(1, 9))], x));
            double optimum = Create().Solve(model).Objective;
            foreach (MilpVariable variable in x)
            {
                // Feasible, infeasible and partial ones.
                model.SetHint(variable, random.Next(3) == 0 ? null : trial % 2 == 0 ? 0 : 3);
            }

            AssertOptimal(optimum, Create().Solve(model), model);
        }
    }

    [SkippableFact]
    public void Relaxed_model_may_be_fractional()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(0, 10), y = model.AddInteger(0, 10);
        model.Add((2 * x) + (2 * y) <= 7);
        model.Maximize(x + y);
        MilpSolution solution = Create().Solve(model, new MilpSolveOptions { RelaxIntegrality = true });
        Assert.Equal(MilpStatus.Optimal, solution.Status);
        Assert.Equal(3.5, solution.Objective, Tolerance);
    }

    [SkippableFact]
    public void Empty_models_are_solved()
    {
        MilpModel nothing = new();
        nothing.Minimize(5);
        MilpSolution solution = Create().Solve(nothing);
        Assert.Equal(MilpStatus.Optimal, solution.Status);

        MilpModel noRows = new();
        MilpVariable x = noRows.AddInteger(-2.5, 7.25), y = noRows.AddVariable(0, 1.5);
        noRows.Maximize((2 * x) + y);
        AssertOptimal(15.5, Create().Solve(noRows), noRows);

        MilpModel noTerms = new();
        noTerms.AddInteger(0, 1);
        noTerms.AddRow(-1, [], [], 1);
        Assert.Equal(MilpStatus.Optimal, Create().Solve(noTerms).Status);
        noTerms.AddRow(1, [], [], 2);
        Assert.Equal(MilpStatus.Infeasible, Create().Solve(noTerms).Status);
    }

    [SkippableFact]
    public void Changes_of_bounds_and_objective_count()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(0, 10), y = model.AddInteger(0, 10);
        MilpRow row = model.Add((3 * x) + (2 * y) <= 12);
        model.Maximize(x + y);
        AssertOptimal(6, Create().Solve(model), model);
        model.SetBounds(y, 0, 2);
        AssertOptimal(4, Create().Solve(model), model);
        model.SetRange(row, double.NegativeInfinity, 7);
        AssertOptimal(3, Create().Solve(model), model);
        model.Minimize(x - y);
        AssertOptimal(-2, Create().Solve(model), model);
    }

    [SkippableFact]
    public void Names_of_any_kind_do_no_harm()
    {
        MilpModel model = new("a model: \"näme\"");
        MilpVariable x = model.AddInteger(0, 10, "-solve"), y = model.AddInteger(0, 10, "x y\nz"), z = model.AddInteger(0, 10, "-solve");
        model.Add(x + y + z <= 7, "quit");
        model.SetHint(y, 3);
        model.Maximize(x + (2 * y) + z);
        AssertOptimal(14, Create().Solve(model), model);
    }

    [SkippableFact]
    public void Fixed_columns_and_equal_rows_are_taken()
    {
        MilpModel model = new();
        MilpVariable x = model.AddInteger(3, 3), y = model.AddVariable(2.5, 2.5), z = model.AddInteger(0, 9);
        model.Add(x + y + z <= 10);
        model.Add(x + y + z <= 10);
        model.Maximize(z);
        AssertOptimal(4, Create().Solve(model), model);
    }

    protected static void AssertOptimal(double expected, MilpSolution solution, MilpModel model, string what = "")
    {
        Assert.True(solution.Status == MilpStatus.Optimal, $"{what} {solution.Status}, {solution.StopReason}, {solution.Message}; the optimum is {expected:R}.");
        double tolerance = Tolerance * Math.Max(1, Math.Abs(expected));
        Assert.True(Math.Abs(solution.Objective - expected) <= tolerance, $"{what} objective {solution.Objective:R}; the optimum is {expected:R}.");
        Assert.True(solution.RowViolation <= Tolerance && solution.IntegralityViolation <= Tolerance, $"{what} violations {solution.RowViolation}, {solution.IntegralityViolation}");
        Assert.True(Math.Abs(solution.Bound - expected) <= 2 * tolerance, $"{what} bound {solution.Bound:R}; the optimum is {expected:R}.");
        Assert.Equal(model.ColumnCount, solution.Values.Length);
    }
}
