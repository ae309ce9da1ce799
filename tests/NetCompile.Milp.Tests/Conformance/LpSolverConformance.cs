using NetCompile.Milp.Tests.Doubles;

namespace NetCompile.Milp.Tests.Conformance;

/// <summary>What every simplex solver must do; an adapter's test class inherits it.</summary>
public abstract class LpSolverConformance
{
    private const double Tolerance = 1e-7;

    /// <summary>The solver; skips the test where its library is missing.</summary>
    protected abstract LpSolver Create();

    /// <summary>Whether a solve is expected to use fewer iterations from a good basis.</summary>
    protected virtual bool HasWarmStart => true;

    [SkippableFact]
    public void Random_programs_are_as_by_the_dense_simplex()
    {
        LpSolver solver = Create();
        int[] counts = new int[5];
        for (int seed = 0; seed < 600; seed++)
        {
            MilpModel model = RandomProgram(new Random(seed));
            using LpSession reference = new DenseLpSession(model), session = solver.Open(model);
            LpStatus expected = reference.Solve(), status = session.Solve();
            counts[(int)status]++;
            Assert.True(expected == status, $"seed {seed}: {status}, by the dense simplex {expected}");
            Check(session, status, LpCertificates.Of(model));
            if (status == LpStatus.Optimal)
            {
                Assert.Equal(reference.Objective, session.Objective, 1e-6 * Math.Max(1, Math.Abs(reference.Objective)));
            }
        }

        Assert.All(new[] { LpStatus.Optimal, LpStatus.Infeasible, LpStatus.Unbounded }, s => Assert.True(counts[(int)s] > 20, $"{s}: {counts[(int)s]}"));
    }

    [SkippableFact]
    public void Changes_lead_to_the_same_as_a_new_program()
    {
        LpSolver solver = Create();
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            MilpModel model = RandomProgram(random);
            using LpSession session = solver.Open(model), reference = new DenseLpSession(model);
            for (int step = 0; step < 12; step++)
            {
                Change(random, session, reference);
                LpStatus expected = reference.Solve(), status = session.Solve();
                Assert.True(expected == status, $"seed {seed}, step {step}: {status}, by the dense simplex {expected}");
                if (status == LpStatus.Optimal)
                {
                    Assert.Equal(reference.Objective, session.Objective, 1e-6 * Math.Max(1, Math.Abs(reference.Objective)));
                    Assert.Equal((session.ColumnCount, session.RowCount), (session.Values.Length, session.RowDuals.Length));
                }
            }
        }
    }

    [SkippableFact]
    public void Duals_have_the_documented_sign()
    {
        MilpModel model = new();
        MilpVariable x = model.AddVariable(), y = model.AddVariable();
        model.Add(x + y >= 3);
        model.Add(x - y <= 1);
        model.Minimize(x + (3 * y));
        using LpSession session = Create().Open(model);
        Assert.Equal(LpStatus.Optimal, session.Solve());
        // x = 2, y = 1; c = y₁ (1, 1) + y₂ (1, −1) gives y = (2, −1): at a lower end positive, at an upper end negative.
        Assert.Equal([2, 1], session.Values.ToArray().Select(v => Math.Round(v, 9)));
        Assert.Equal([2, -1], session.RowDuals.ToArray().Select(v => Math.Round(v, 9)));
        Assert.Equal(5, session.Objective, Tolerance);
    }

    [SkippableFact]
    public void Ray_has_the_documented_sign()
    {
        MilpModel model = new();
        MilpVariable x = model.AddVariable(), y = model.AddVariable(0, 1);
        model.Add(x + y >= 3);
        model.Add(x - y <= 0.5);
        using LpSession session = Create().Open(model);
        Assert.Equal(LpStatus.Infeasible, session.Solve());
        Assert.True(session.Ray[0] > 0 && session.Ray[1] < 0);
        LpCertificates.Of(model).AssertRay(session.Ray);
        Assert.True(double.IsNaN(session.Objective));
    }

    [SkippableFact]
    public void Maximised_model_is_opened_negated()
    {
        MilpModel model = new();
        MilpVariable x = model.AddVariable(0, 4);
        model.Add((2 * x) <= 6);
        model.Maximize((5 * x) + 1);
        using LpSession session = Create().Open(model);
        Assert.Equal(LpStatus.Optimal, session.Solve());
        Assert.Equal(-16, session.Objective, Tolerance);
        LpCertificates.Of(model).AssertOptimal(session);
    }

    [SkippableFact]
    public void Integers_and_sets_are_ignored_and_indicators_become_rows_where_bounds_allow()
    {
        MilpModel model = new();
        MilpVariable z = model.AddBinary(), x = model.AddVariable(0, 10), free = model.AddVariable();
        model.Add(z <= 0.5);
        model.AddIndicator(z, true, x <= 4);
        model.AddIndicator(z, true, free <= 4);
        model.AddSos1([x, free]);
        model.Maximize(x + (10 * z));
        using LpSession session = Create().Open(model);
        Assert.Equal((3, 2), (session.ColumnCount, session.RowCount));
        Assert.Equal(LpStatus.Optimal, session.Solve());
        // x ≤ 10 − 6 z.
        Assert.Equal(-12, session.Objective, 1e-6);
    }

    [SkippableFact]
    public void Crossing_bounds_are_infeasible()
    {
        MilpModel model = new();
        MilpVariable x = model.AddVariable(0, 4), y = model.AddVariable(0, 4);
        MilpRow row = model.Add(x + y <= 6);
        model.Maximize(x + y);
        using LpSession session = Create().Open(model);
        session.SetColumnBounds(x.Index, 3, 2);
        Assert.Equal(LpStatus.Infeasible, session.Solve());
        session.SetColumnBounds(x.Index, 0, 4);
        Assert.Equal(LpStatus.Optimal, session.Solve());
        session.SetRowBounds(row.Index, 3, 2);
        Assert.Equal(LpStatus.Infeasible, session.Solve());
        session.SetRowBounds(row.Index, double.NegativeInfinity, 5);
        Assert.Equal(LpStatus.Optimal, session.Solve());
        Assert.Equal(-5, session.Objective, Tolerance);
    }

    [SkippableFact]
    public void Empty_programs_are_solved()
    {
        using LpSession nothing = Create().Open(new MilpModel());
        Assert.Equal(LpStatus.Optimal, nothing.Solve());
        Assert.Equal(0, nothing.Objective);

        MilpModel model = new();
        model.AddVariable(-2, 3);
        model.AddVariable();
        model.Minimize(2 * model[0]);
        using LpSession noRows = Create().Open(model);
        Assert.Equal(LpStatus.Optimal, noRows.Solve());
        Assert.Equal(-4, noRows.Objective, Tolerance);
        noRows.SetObjective([0, 1], 7);
        Assert.Equal(LpStatus.Unbounded, noRows.Solve());
        int row = noRows.AddRow(-5, [1], [1], double.PositiveInfinity);
        Assert.Equal(LpStatus.Optimal, noRows.Solve());
        Assert.Equal((0, 2, 2.0), (row, noRows.ColumnCount, Math.Round(noRows.Objective, 7)));

        MilpModel noColumns = new();
        noColumns.AddRow(1, [], [], 2);
        using LpSession session = Create().Open(noColumns);
        Assert.Equal(LpStatus.Infeasible, session.Solve());
        LpCertificates.Of(noColumns).AssertRay(session.Ray);
        int column = session.AddColumn(0, 5, 1);
        session.SetRowBounds(0, 0, 2);
        session.AddRow(1, [column], [1], 4);
        Assert.Equal(LpStatus.Optimal, session.Solve());
        Assert.Equal(1, session.Objective, Tolerance);
    }

    [SkippableFact]
    public void Degenerate_program_ends()
    {
        // Beale's example, on which the textbook rule cycles.
        MilpModel model = new();
        MilpVariable[] x = model.AddVariables(4, 0, double.PositiveInfinity);
        model.Add((0.25 * x[0]) - (60 * x[1]) - (0.04 * x[2]) + (9 * x[3]) <= 0);
        model.Add((0.5 * x[0]) - (90 * x[1]) - (0.02 * x[2]) + (3 * x[3]) <= 0);
        model.Add(x[2] <= 1);
        model.Minimize((-0.75 * x[0]) + (150 * x[1]) - (0.02 * x[2]) + (6 * x[3]));
        using LpSession session = Create().Open(model);
        Assert.Equal(LpStatus.Optimal, session.Solve());
        Assert.Equal(-0.05, session.Objective, Tolerance);
    }

    [SkippableFact]
    public void Basis_carries_over()
    {
        MilpModel model = LargeProgram(3, 60, 80);
        LpSolver solver = Create();
        using LpSession first = solver.Open(model), second = solver.Open(model);
        Assert.Equal(LpStatus.Optimal, first.Solve());
        byte[] basis = first.SaveBasis();
        double optimum = first.Objective;
        second.AddRow(double.NegativeInfinity, [0, 1], [1, 1], 1e6);
        second.RestoreBasis(basis);
        Assert.Equal(LpStatus.Optimal, second.Solve());
        Assert.Equal(optimum, second.Objective, 1e-6 * Math.Max(1, Math.Abs(optimum)));
        if (HasWarmStart)
        {
            Assert.True(first.Iterations > 5 && second.Iterations < first.Iterations / 2, $"{first.Iterations} iterations, {second.Iterations} from the basis");
            Assert.Throws<ArgumentException>(() => first.RestoreBasis(second.SaveBasis()));
            Assert.Throws<ArgumentException>(() => first.RestoreBasis([1, 2, 3]));
            basis[^1] = 77;
            Assert.Throws<ArgumentException>(() => first.RestoreBasis(basis));
        }
    }

    [SkippableFact]
    public void Wrong_numbers_are_refused()
    {
        MilpModel model = new();
        model.AddVariables(2, 0, 1);
        using LpSession session = Create().Open(model);
        Assert.Throws<ArgumentException>(() => session.SetColumnBounds(0, double.NaN, 1));
        Assert.Throws<ArgumentException>(() => session.SetColumnBounds(0, double.PositiveInfinity, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.SetColumnBounds(2, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.SetRowBounds(0, 0, 1));
        Assert.Throws<ArgumentException>(() => session.SetObjective([1]));
        Assert.Throws<ArgumentException>(() => session.SetObjective([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => session.AddRow(0, [0], [double.PositiveInfinity], 1));
        Assert.Throws<ArgumentException>(() => session.AddRow(0, [0, 0], [1, 1], 1));
        Assert.Throws<ArgumentException>(() => session.AddRow(0, [0, 1], [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.AddRow(0, [5], [1], 1));
        Assert.Throws<ArgumentException>(() => session.AddColumn(0, double.NaN));
        Assert.Equal((2, 0), (session.ColumnCount, session.RowCount));
        Assert.Equal(0, session.AddRow(0, [0, 1], [1, 1], 1));
        Assert.Equal(LpStatus.Optimal, session.Solve());
    }

    [SkippableFact]
    public void Limits_and_cancellation_stop_and_the_session_goes_on()
    {
        using LpSession session = Create().Open(LargeProgram(5, 120, 150));
        Assert.Equal(LpStatus.Stopped, session.Solve(cancellation: new CancellationToken(true)));
        Assert.Equal(LpStatus.Stopped, session.Solve(new LpOptions(TimeLimit: TimeSpan.Zero)));
        Assert.Equal(LpStatus.Stopped, session.Solve(new LpOptions(IterationLimit: 3)));
        using CancellationTokenSource source = new();
        Assert.Equal(LpStatus.Optimal, session.Solve(new LpOptions(TimeSpan.FromMinutes(5), 1_000_000), source.Token));
        LpCertificates.Of(LargeProgram(5, 120, 150)).AssertOptimal(session);
    }

    [SkippableFact]
    public void Sessions_run_at_the_same_time()
    {
        LpSolver solver = Create();
        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 4 }, seed =>
        {
            MilpModel model = RandomProgram(new Random(seed));
            using LpSession reference = new DenseLpSession(model), session = solver.Open(model);
            LpStatus status = session.Solve();
            Assert.Equal(reference.Solve(), status);
            Check(session, status, LpCertificates.Of(model));
        });
    }

    [SkippableFact]
    public void Session_is_closed_once()
    {
        LpSession session = Create().Open(LargeProgram(1, 5, 5));
        session.Dispose();
        session.Dispose();
    }

    /// <summary>A feasible program of some size with a bounded optimum.</summary>
    protected static MilpModel LargeProgram(int seed, int rows, int columns)
    {
        Random random = new(seed);
        MilpModel model = new();
        MilpVariable[] x = model.AddVariables(columns, 0, 10);
        for (int i = 0; i < rows; i++)
        {
            model.Add(MilpExpression.Dot([.. x.Select(_ => random.NextDouble() - 0.3)], x) <= 10 + (20 * random.NextDouble()));
        }

        model.Maximize(MilpExpression.Dot([.. x.Select(_ => random.NextDouble())], x));
        return model;
    }

    private static void Check(LpSession session, LpStatus status, LpCertificates certificates)
    {
        if (status == LpStatus.Optimal)
        {
            certificates.AssertOptimal(session);
        }
        else if (status == LpStatus.Infeasible)
        {
            certificates.AssertRay(session.Ray);
        }
    }

    private static MilpModel RandomProgram(Random random)
    {
        MilpModel model = new("random");
        int columns = random.Next(1, 7);
        for (int j = 0; j < columns; j++)
        {
            double lower = Math.Round(4 * random.NextDouble(), 1) - 2;
            model.AddVariable(random.Next(4) == 0 ? double.NegativeInfinity : lower, random.Next(4) == 0 ? double.PositiveInfinity : lower + (random.Next(5) == 0 ? 0 : 3 * random.NextDouble()));
        }

        for (int i = random.Next(0, 7); i > 0; i--)
        {
            double[] a = [.. Enumerable.Range(0, columns).Select(_ => random.Next(3) == 0 ? 0 : random.Next(2) == 0 ? random.Next(-3, 4) : (4 * random.NextDouble()) - 2)];
            double side = (6 * random.NextDouble()) - 3;
            (double lower, double upper) = random.Next(4) switch { 0 => (side, side), 1 => (side, side + 2), 2 => (double.NegativeInfinity, side), _ => (side, double.PositiveInfinity) };
            model.AddRow(lower, [.. Enumerable.Range(0, columns)], a, upper);
        }

        MilpVariable[] all = [.. Enumerable.Range(0, columns).Select(j => model[j])];
        MilpExpression objective = MilpExpression.Dot([.. all.Select(_ => random.Next(3) == 0 ? 0 : (4 * random.NextDouble()) - 2)], all, random.Next(5));
        if (random.Next(2) == 0)
        {
            model.Minimize(objective);
        }
        else
        {
            model.Maximize(objective);
        }

        return model;
    }

    private static void Change(Random random, LpSession session, LpSession reference)
    {
        double side = (4 * random.NextDouble()) - 2;
        int kind = random.Next(5);
        int column = random.Next(session.ColumnCount), row = session.RowCount == 0 ? -1 : random.Next(session.RowCount);
        double[] numbers = [.. Enumerable.Range(0, session.ColumnCount).Select(_ => (4 * random.NextDouble()) - 2)];
        foreach (LpSession target in new[] { session, reference })
        {
            switch (kind)
            {
                case 0:
                    target.SetColumnBounds(column, side, side + 1);
                    break;
                case 1 when row >= 0:
                    target.SetRowBounds(row, side, double.PositiveInfinity);
                    break;
                case 2:
                    target.SetObjective(numbers, side);
                    break;
                case 3:
                    target.AddRow(double.NegativeInfinity, [.. Enumerable.Range(0, numbers.Length)], numbers, side + 1);
                    break;
                default:
                    int added = target.AddColumn(side, side + 2, side);
                    target.AddRow(-5, [0, added], [1, -2], 5);
                    break;
            }
        }
    }
}
