using NetCompile.Milp.Cbc;

namespace NetCompile.Milp.Tests.Cbc;

public sealed class ColumnMatrixTests
{
    [Fact]
    public void ColumnsAreTheRowsTurnedOver()
    {
        MilpModel model = Model(1);
        model.AddRow(0, [2, 0], [5, 4], 1);
        model.AddRow(0, [1, 2], [7, 6], 1);
        ColumnMatrix matrix = ColumnMatrix.Of(model);
        Assert.Equal([0, 1, 2, 4], matrix.Starts);
        Assert.Equal([0, 1, 0, 1], matrix.Rows);
        Assert.Equal([4, 7, 5, 6], matrix.Values);
    }

    // CBC cut off the optimum of models with such coefficients.
    [Theory]
    [InlineData(1e-16, 1, 1, false)]
    [InlineData(-1e-16, 1, 1, false)]
    [InlineData(1e-16, 3e-16, 1, true)] // as great as the others of its row
    [InlineData(1e-12, 1, 1, true)] // no noise yet
    [InlineData(1e-16, 1, 1e7, true)] // moves the row by 1e-9
    [InlineData(1e-16, 1, double.PositiveInfinity, true)]
    public void NoiseIsLeftOut_WhereItMovesNothing(double coefficient, double other, double reach, bool isKept)
    {
        MilpModel model = Model(reach);
        model.AddRow(0, [0, 1], [coefficient, other], 1);
        ColumnMatrix matrix = ColumnMatrix.Of(model);
        Assert.Equal(isKept ? [coefficient, other] : [other], matrix.Values);
        Assert.Equal(isKept ? [0, 1, 2, 2] : [0, 0, 1, 1], matrix.Starts);
    }

    [Fact]
    public void WhatIsLeftOutOfARowIsLittleInAll()
    {
        MilpModel model = new();
        int[] columns = [.. Enumerable.Range(0, 101)];
        double[] coefficients = [1, .. Enumerable.Repeat(1e-14, 100)];
        foreach (int j in columns)
        {
            model.AddVariable(-300, 300);
        }

        // Each moves the row by 3e-12: 33 of them by less than 1e-10.
        model.AddRow(0, columns, coefficients, 1);
        Assert.Equal(101 - 33, ColumnMatrix.Of(model).Values.Length);
    }

    [Fact]
    public void AModelOfNothingButNoiseHasAMatrixAllTheSame()
    {
        MilpModel model = Model(1);
        model.AddRow(0, [0], [0.0], 1);
        Assert.Equal([0, 0, 0, 0], ColumnMatrix.Of(model).Starts);
        Assert.Single(ColumnMatrix.Of(model).Values); // an empty array gives C a null pointer
    }

    private static MilpModel Model(double reach)
    {
        MilpModel model = new();
        model.AddVariable(0, reach);
        model.AddVariable(0, 1);
        model.AddVariable(0, 1);
        return model;
    }
}
