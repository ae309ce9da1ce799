using NetCompile.Milp.Tests.Doubles;
using NetCompile.Properties;

namespace NetCompile.Milp.Tests.Certified;

public class SafeDualBoundTests
{
    [Fact]
    public void AHandComputedProgram()
    {
        // min x + y, x + 2 y ≥ 2, x, y in [0, 3]: y = 1, value 1, multiplier ½.
        MilpModel model = new();
        MilpVariable x = model.AddVariable(0, 3), y = model.AddVariable(0, 3);
        model.Add(x + 2 * y >= 2);
        SafeDualBound safe = new(new ProgramRows(model));

        Assert.Equal(1, safe.Minimum([1, 1], 0, [0.5], [0, 0], [3, 3]), 1e-14);
        Assert.True(safe.Minimum([1, 1], 0, [0.5], [0, 0], [3, 3]) <= 1);

        // A worse multiplier gives a worse bound, one of the wrong sign would need the row's infinite end and counts as zero.
        Assert.Equal(0.5, safe.Minimum([1, 1], 0, [0.25], [0, 0], [3, 3]), 1e-14);
        Assert.Equal(0, safe.Minimum([1, 1], 0, [-7], [0, 0], [3, 3]), 1e-14);
        Assert.Equal(-4.5, safe.Minimum([1, 1], 0, [1.5], [0, 0], [3, 3]) - 0, 1e-13);
        Assert.Equal(11, safe.Minimum([1, 1], 10, [0.5], [0, 0], [3, 3]), 1e-13);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(140)]
    public void NoMultipliersGiveMoreThanTheExactDualFunction(int spread)
    {
        Random random = new(7 + spread);
        for (int trial = 0; trial < 150; trial++)
        {
            MilpModel model = RandomPrograms.Feasible(random, 1 + random.Next(8), 1 + random.Next(8), hasIntegers: false, spread);
            double[] y = [.. Enumerable.Range(0, model.RowCount).Select(_ => Garbage(random, spread))];
            double bound = new SafeDualBound(new ProgramRows(model)).Minimum(model.Objective, model.ObjectiveConstant, y, model.ColumnLower, model.ColumnUpper);
            Rational exact = Exact(model, y, out Rational magnitude);
            if (double.IsNegativeInfinity(bound))
            {
                Assert.True(spread == 140, "A bound was given up although nothing can overflow.");
                continue;
            }

            Rational proved = Rational.FromDouble(bound);
            Assert.True(proved <= exact);

            // And no less than it by more than rounding.
            Assert.True(exact - proved <= magnitude * Rational.FromDouble(1e-13) + Rational.FromDouble(1e-300));
        }
    }

    [Fact]
    public void TheDualsOfASolverGiveItsObjective()
    {
        Random random = new(3);
        for (int trial = 0; trial < 60; trial++)
        {
            MilpModel model = RandomPrograms.Feasible(random, 6, 6, hasIntegers: false);
            using LpSession session = new DenseLpSolver().Open(model);
            Assert.Equal(LpStatus.Optimal, session.Solve());
            double bound = new SafeDualBound(new ProgramRows(model)).Minimum(model.Objective, model.ObjectiveConstant, session.RowDuals, model.ColumnLower, model.ColumnUpper);
            Assert.InRange(bound, session.Objective - 1e-8, session.Objective + 1e-8);
        }
    }

    [Fact]
    public void AColumnWithoutBoundsCostsTheProofUnlessItsReducedCostIsExactlyZero()
    {
        MilpModel model = new();
        MilpVariable free = model.AddVariable(), x = model.AddVariable(1, 2);
        model.Add(free + x >= 0);
        model.Add(2 * x >= 2.5);
        SafeDualBound safe = new(new ProgramRows(model));

        Assert.Equal(double.NegativeInfinity, safe.Minimum([0, 1], 0, [0.5, 0], model.ColumnLower, model.ColumnUpper));
        Assert.Equal(1.25, safe.Minimum([0, 1], 0, [0, 0.5], model.ColumnLower, model.ColumnUpper), 1e-14);

        // 1 − 0.1 · 10 is 0 in doubles, but 0.1 is not a tenth: the true reduced cost is not zero.
        MilpModel rounded = new();
        MilpVariable open = rounded.AddVariable();
        rounded.Add(0.1 * open >= 1);
        Assert.Equal(double.NegativeInfinity, new SafeDualBound(new ProgramRows(rounded)).Minimum([1], 0, [10], rounded.ColumnLower, rounded.ColumnUpper));
    }

    [Fact]
    public void WhatIsNoNumberProvesNothing()
    {
        MilpModel model = new();
        MilpVariable x = model.AddVariable(-1, 1);
        model.Add(x >= 0.5);
        SafeDualBound safe = new(new ProgramRows(model));

        // Multipliers that are no numbers count as zero, so what is left is the box.
        Assert.Equal(-1, safe.Minimum([1], 0, [double.NaN], [-1], [1]), 1e-14);
        Assert.Equal(-1, safe.Minimum([1], 0, [double.PositiveInfinity], [-1], [1]), 1e-14);
        Assert.Equal(-1, safe.Minimum([1], 0, [], [-1], [1]), 1e-14);
        Assert.Equal(double.NegativeInfinity, safe.Minimum([double.NaN], 0, [1], [-1], [1]));
        Assert.Equal(double.NegativeInfinity, safe.Minimum([1], double.NaN, [1], [-1], [1]));
        Assert.Equal(double.NegativeInfinity, safe.Minimum([1], 0, [1], [double.NaN], [1]));
        Assert.Equal(double.NegativeInfinity, safe.Minimum([1e200], 0, [1e300], [-1e200], [1e200]));
        Assert.False(safe.ProvesInfeasible([double.NaN], [-1], [1]));
        Assert.False(safe.ProvesInfeasible([], [-1], [1]));
    }

    [Fact]
    public void InfeasibilityIsProvedByARayAndByNothingElse()
    {
        // x + y ≥ 3 with x, y ≤ 1; either sign of the ray will do.
        MilpModel model = new();
        MilpVariable x = model.AddVariable(0, 1), y = model.AddVariable(0, 1);
        model.Add(x + y >= 3);
        SafeDualBound safe = new(new ProgramRows(model));
        Assert.True(safe.ProvesInfeasible([1], [0, 0], [1, 1]));
        Assert.True(safe.ProvesInfeasible([-1e-9], [0, 0], [1, 1]));
        Assert.False(safe.ProvesInfeasible([0], [0, 0], [1, 1]));
        Assert.False(safe.ProvesInfeasible([1], [0, 0], [2, 1]));

        // Infeasible by less than the rounding of its numbers: not proved.
        MilpModel close = new();
        MilpVariable[] z = close.AddVariables(10, 0, 0.1);
        close.Add(MilpExpression.Sum(z.Select(v => (MilpExpression)v)) >= Math.BitIncrement(1.0));
        Assert.False(new SafeDualBound(new ProgramRows(close)).ProvesInfeasible([1], close.ColumnLower, close.ColumnUpper));
    }

    [Fact]
    public void InfeasibilityOfRandomProgramsIsNeverProvedWhereAPointMeetsThem()
    {
        Random random = new(11);
        for (int trial = 0; trial < 2000; trial++)
        {
            MilpModel model = RandomPrograms.Feasible(random, 1 + random.Next(5), 1 + random.Next(5), hasIntegers: false, random.Next(10));
            double[] ray = [.. Enumerable.Range(0, model.RowCount).Select(_ => Garbage(random, 3))];
            Assert.False(new SafeDualBound(new ProgramRows(model)).ProvesInfeasible(ray, model.ColumnLower, model.ColumnUpper));
        }
    }

    [Fact]
    public void TheBoundOfASmallerRangeIsBelowTheExactOne()
    {
        Random random = new(13);
        int finite = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            MilpModel model = RandomPrograms.Feasible(random, 1 + random.Next(6), 1 + random.Next(6), hasIntegers: false, random.Next(8));
            double[] y = [.. Enumerable.Range(0, model.RowCount).Select(_ => RandomPrograms.Number(random, 2))], terms = new double[model.ColumnCount];
            SafeDualBound safe = new(new ProgramRows(model));
            double total = safe.Minimum(model.Objective, model.ObjectiveConstant, y, model.ColumnLower, model.ColumnUpper, terms);
            int j = random.Next(model.ColumnCount);
            double middle = 0.5 * (model.ColumnLower[j] + model.ColumnUpper[j]);
            double bound = safe.WithRange(total, terms[j], j, middle, model.ColumnUpper[j]);
            model.SetBounds(model[j], middle, model.ColumnUpper[j]);
            if (double.IsFinite(bound))
            {
                finite++;
                Assert.True(Rational.FromDouble(bound) <= Exact(model, y, out _));
            }
        }

        Assert.Equal(300, finite);
    }

    private static double Garbage(Random random, int spread) => random.Next(12) switch
    {
        0 => 0,
        1 => double.NaN,
        2 => double.NegativeInfinity,
        3 => double.Epsilon,
        _ => RandomPrograms.Number(random, spread),
    };

    // The dual function in exact arithmetic, with multipliers that do not count left out; and the sum of the magnitudes of its parts.
    private static Rational Exact(MilpModel model, double[] y, out Rational magnitude)
    {
        Rational Q(double value) => Rational.FromDouble(value);
        Rational Abs(Rational value) => value.Sign < 0 ? -value : value;
        int n = model.ColumnCount;
        Rational[] reduced = [.. Enumerable.Range(0, n).Select(j => Q(model.Objective[j]))], sizes = [.. reduced.Select(Abs)];
        Rational sum = Q(model.ObjectiveConstant);
        magnitude = Abs(sum);
        for (int i = 0; i < model.RowCount; i++)
        {
            double end = y[i] > 0 ? model.RowLower[i] : model.RowUpper[i];
            if (!double.IsFinite(y[i]) || !double.IsFinite(end))
            {
                continue;
            }

            sum += Q(y[i]) * Q(end);
            magnitude += Abs(Q(y[i]) * Q(end));
            for (int k = model.RowStarts[i]; k < model.RowStarts[i + 1]; k++)
            {
                Rational product = Q(model.RowCoefficients[k]) * Q(y[i]);
                reduced[model.RowColumns[k]] -= product;
                sizes[model.RowColumns[k]] += Abs(product);
            }
        }

        for (int j = 0; j < n; j++)
        {
            Rational low = reduced[j] * Q(model.ColumnLower[j]), high = reduced[j] * Q(model.ColumnUpper[j]);
            sum += low < high ? low : high;
            magnitude += sizes[j] * (Abs(Q(model.ColumnLower[j])) + Abs(Q(model.ColumnUpper[j])));
        }

        return sum;
    }
}
