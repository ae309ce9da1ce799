namespace NetCompile.Milp.Tests.Certified;

public class ExactDualBoundTests
{
    [Fact]
    public void ColumnsWithoutBoundsAreNoObstacleWhereTheirReducedCostIsExactlyZero()
    {
        // min 4x + y, 3x + y ≥ −10.5, x − y ≥ −4, both free: multipliers 1.25 and 0.25, value −14.125.
        MilpModel model = new();
        MilpVariable x = model.AddVariable(), y = model.AddVariable();
        model.Add((3 * x) + y >= -10.5);
        model.Add(x - y >= -4);
        double[] multipliers = [1.25, 0.25 + 1e-13];
        Assert.Equal(double.NegativeInfinity, new SafeDualBound(new ProgramRows(model)).Minimum([4, 1], 0, multipliers, model.ColumnLower, model.ColumnUpper));

        ExactDualBound exact = new(new ProgramRows(model));
        Assert.True(exact.Applies(model.ColumnLower, model.ColumnUpper));
        Assert.False(exact.Applies([0, 0], [1, 1]));
        Assert.Equal(-14.125, exact.Minimum([4, 1], 0, multipliers, model.ColumnLower, model.ColumnUpper));
        Assert.Equal(-4.125, exact.Minimum([4, 1], 10, multipliers, model.ColumnLower, model.ColumnUpper));

        // Multipliers that are off by more prove nothing; nor do those of the wrong sign, or none at all.
        Assert.Equal(double.NegativeInfinity, exact.Minimum([4, 1], 0, [1.25, 0.2501], model.ColumnLower, model.ColumnUpper));
        Assert.Equal(double.NegativeInfinity, exact.Minimum([4, 1], 0, [-1.25, -0.25], model.ColumnLower, model.ColumnUpper));
        Assert.Equal(double.NegativeInfinity, exact.Minimum([4, 1], 0, [double.NaN, double.PositiveInfinity], model.ColumnLower, model.ColumnUpper));
        Assert.Equal(double.NegativeInfinity, exact.Minimum([4, 1], 0, [], model.ColumnLower, model.ColumnUpper));
    }

    [Fact]
    public void ThirdsAreThirds()
    {
        // min x, 3x + 3y ≥ 1, y ≤ 0: one third is no double, and the bound is the double below it.
        MilpModel model = new();
        MilpVariable x = model.AddVariable(), y = model.AddVariable(double.NegativeInfinity, 0);
        model.Add((3 * x) + (3 * y) >= 1);
        ExactDualBound exact = new(new ProgramRows(model));
        Assert.Equal(1.0 / 3, exact.Minimum([1, 0], 0, [0.333333333333], model.ColumnLower, model.ColumnUpper));
        Assert.Equal(double.NegativeInfinity, exact.Minimum([1, 0], 0, [0.3333], model.ColumnLower, model.ColumnUpper));
        Assert.Equal(double.NegativeInfinity, exact.Minimum([1, 2], 0, [0.333333333333], model.ColumnLower, model.ColumnUpper));
    }

    [Fact]
    public void InfeasibilityOfFreeColumnsIsProvedByARayOfAnyScale()
    {
        MilpModel model = new();
        MilpVariable x = model.AddVariable(), y = model.AddVariable();
        model.Add(x + y >= 1);
        model.Add((3 * x) + (3 * y) <= 2);
        ExactDualBound exact = new(new ProgramRows(model));
        foreach (double scale in (double[])[1, -1, 1e-7, 12345.678])
        {
            Assert.True(exact.ProvesInfeasible([scale, -scale / 3], model.ColumnLower, model.ColumnUpper));
        }

        Assert.False(exact.ProvesInfeasible([1, -0.5], model.ColumnLower, model.ColumnUpper));
        Assert.False(exact.ProvesInfeasible([0, 0], model.ColumnLower, model.ColumnUpper));
        Assert.False(exact.ProvesInfeasible([double.NaN, double.PositiveInfinity], model.ColumnLower, model.ColumnUpper));
        model.Add(x <= 5);
        model.SetRange(new MilpRow(model, 1), double.NegativeInfinity, 3);
        Assert.False(new ExactDualBound(new ProgramRows(model)).ProvesInfeasible([1, -1.0 / 3], model.ColumnLower, model.ColumnUpper));
    }
}
