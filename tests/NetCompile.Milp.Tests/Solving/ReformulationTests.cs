namespace NetCompile.Milp.Tests.Solving;

/// <summary>Rewritten indicators and sets allow every point that the model allows, and, where the binary has its value, nothing more.</summary>
public sealed class ReformulationTests
{
    [Fact]
    public void Indicator_rows_cut_no_feasible_point_by_exact_arithmetic()
    {
        Random random = new(17);
        int at = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            (MilpModel model, MilpVariable z, MilpVariable[] x) = RandomIndicator(random);
            MilpModel rewritten = Reformulation.For(model, MilpFeatures.Integers, dropSos1: false);
            IndicatorConstraint c = model.Indicators[0];
            for (int point = 0; point < 40; point++)
            {
                // Corners of the box, where M is reached exactly, and points inside.
                double[] values = [random.Next(2), .. x.Select(v => random.Next(3) switch { 0 => v.Lower, 1 => v.Upper, _ => v.Lower + ((v.Upper - v.Lower) * random.NextDouble()) })];
                Exact sum = Exact.Dot(c.Coefficients, [.. c.Columns.Select(j => values[j])]);
                bool isActive = values[z.Index] == 1 == c.Value;
                bool isFeasible = !isActive || (sum >= c.Lower && sum <= c.Upper);
                if (isFeasible)
                {
                    at++;
                    AssertMeetsRows(rewritten, values);
                }
            }
        }

        Assert.True(at > 1000);
    }

    [Fact]
    public void Indicator_rows_hold_the_constraint_at_the_value()
    {
        Random random = new(18);
        int violated = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            (MilpModel model, MilpVariable z, MilpVariable[] x) = RandomIndicator(random);
            MilpModel rewritten = Reformulation.For(model, MilpFeatures.Integers, dropSos1: false);
            IndicatorConstraint c = model.Indicators[0];
            double[] values = [c.Value ? 1 : 0, .. x.Select(v => v.Lower + ((v.Upper - v.Lower) * random.NextDouble()))];
            double sum = c.Columns.Select((j, k) => c.Coefficients[k] * values[j]).Sum();
            double violation = Math.Max(c.Lower - sum, sum - c.Upper);
            if (violation > 1e-9)
            {
                violated++;
                Assert.True(SolutionViolation.OfRows(rewritten, values) > 0, $"trial {trial}: violated by {violation}, allowed by the rows.");
            }
        }

        Assert.True(violated > 50);
    }

    [Fact]
    public void Indicator_without_bounds_is_refused_with_its_variable_or_left_out_of_relaxations()
    {
        MilpModel model = new();
        MilpVariable z = model.AddBinary(), x = model.AddVariable(name: "open");
        model.AddIndicator(z, true, x <= 1, "if");
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Reformulation.For(model, MilpFeatures.Integers, dropSos1: false));
        Assert.Contains("'open'", refusal.Message);
        Assert.Contains("'if'", refusal.Message);
        using LpSession session = new Doubles.DenseLpSolver().Open(model);
        Assert.Equal(0, session.RowCount);
    }

    [Fact]
    public void Indicator_that_bounds_imply_needs_no_row()
    {
        MilpModel model = new();
        MilpVariable z = model.AddBinary(), x = model.AddVariable(0, 1);
        model.AddIndicator(z, true, x <= 1.5);
        Assert.Equal(0, Reformulation.For(model, MilpFeatures.Integers, dropSos1: false).RowCount);
    }

    [Fact]
    public void Sets_get_binaries_after_the_columns_of_the_model()
    {
        MilpModel model = new();
        MilpVariable[] x = model.AddVariables(3, -1, 2);
        model.AddSos1(x);
        model.SetHint(x[0], 0);
        model.SetHint(x[1], 1.5);
        MilpModel rewritten = Reformulation.For(model, MilpFeatures.Integers, dropSos1: false);
        Assert.Equal((6, 7, 3), (rewritten.ColumnCount, rewritten.RowCount, rewritten.IntegerCount));
        Assert.Equal([0, 1, double.NaN], rewritten.Hints[3..].ToArray());
        Assert.Equal(0, SolutionViolation.OfRows(rewritten, [0, 1.5, 0, 0, 1, 0]));
        Assert.Equal(0, SolutionViolation.OfRows(rewritten, [0, 0, -1, 0, 0, 1]));
        Assert.True(SolutionViolation.OfRows(rewritten, [0, 1.5, 0, 1, 0, 0]) > 0);
        Assert.True(SolutionViolation.OfRows(rewritten, [1, 1.5, 0, 1, 1, 0]) > 0);
        Assert.Throws<ArgumentException>(() =>
        {
            model.AddSos1([model.AddVariable(0), x[0]]);
            Reformulation.For(model, MilpFeatures.Integers, dropSos1: false);
        });
        Assert.Same(model, Reformulation.For(model, MilpFeatures.Sos1, dropSos1: false));
    }

    [Fact]
    public void Violations_are_those_of_rows_bounds_indicators_and_sets()
    {
        MilpModel model = new();
        MilpVariable z = model.AddBinary(), x = model.AddVariable(0, 10), y = model.AddVariable(-5, 5);
        model.Add(x + y <= 8);
        model.AddIndicator(z, true, x <= 2);
        model.AddSos1([x, y]);
        Assert.Equal(0, SolutionViolation.OfRows(model, [0, 8, 0]));
        Assert.Equal(6.0 / 8, SolutionViolation.OfRows(model, [1, 8, 0]), 12);
        Assert.Equal(1.0 / 9, SolutionViolation.OfRows(model, [0, 9, 0]), 12);
        Assert.Equal(0.5, SolutionViolation.OfRows(model, [0, 3, 0.5]), 12);
        Assert.Equal(0, SolutionViolation.OfRows(model, [1, 3, 0.5], includeLogic: false));
        Assert.Equal(1.0 / 6, SolutionViolation.OfRows(model, [0, 0, -6]), 12);
        Assert.Equal(0.25, SolutionViolation.OfIntegrality(model, [0.25, 0.5, 0]));
    }

    private static (MilpModel Model, MilpVariable Binary, MilpVariable[] X) RandomIndicator(Random random)
    {
        MilpModel model = new();
        MilpVariable z = model.AddBinary();
        MilpVariable[] x = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
        {
            double lower = Number();
            return model.AddVariable(lower, lower + Math.Abs(Number()));
        })];
        MilpExpression sum = MilpExpression.Dot([.. x.Select(_ => Number())], x);
        double side = Number();
        model.AddIndicator(z, random.Next(2) == 0, random.Next(3) switch { 0 => sum <= side, 1 => sum >= side, _ => sum.Between(side, side + 1) });
        return (model, z, x);

        double Number() => ((2 * random.NextDouble()) - 1) * Math.Pow(10, random.Next(-2, 3));
    }

    private static void AssertMeetsRows(MilpModel model, double[] values)
    {
        for (int i = 0; i < model.RowCount; i++)
        {
            Range terms = model.RowStarts[i]..model.RowStarts[i + 1];
            Exact sum = Exact.Dot([.. model.RowCoefficients[terms]], [.. model.RowColumns[terms].ToArray().Select(j => values[j])]);
            Assert.True(sum >= model.RowLower[i] && sum <= model.RowUpper[i], $"row {i} cuts off a feasible point");
        }
    }
}
