namespace NetCompile.Milp.Tests.Certified;

public class BoxPropagationTests
{
    [Fact]
    public void ARowBoundsItsColumns()
    {
        // x + 2y ≤ 4 and x − y ≥ 1 over [0, 10]²: y ≤ 2 and x ≥ 1, then x ≤ 4, y ≤ 1.5 …
        MilpModel model = new();
        MilpVariable x = model.AddVariable(0, 10), y = model.AddVariable(0, 10);
        model.Add(x + 2 * y <= 4);
        model.Add(x - y >= 1);
        (double[] lower, double[] upper, bool isFeasible) = Tighten(model);
        Assert.True(isFeasible);
        Assert.Equal(1, lower[0], 1e-12);
        Assert.InRange(upper[0], 4, 4 + 1e-12);
        Assert.InRange(upper[1], 1.5, 1.5 + 1e-12);
    }

    [Fact]
    public void IntegersGoToWholeNumbersAndFreeColumnsGetBounds()
    {
        MilpModel model = new();
        MilpVariable z = model.AddInteger(0, 10), free = model.AddVariable();
        model.Add(2 * z <= 7);
        model.Add(free + z == 1);
        (double[] lower, double[] upper, bool isFeasible) = Tighten(model);
        Assert.True(isFeasible);
        Assert.Equal(3, upper[0]);
        Assert.InRange(lower[1], -2 - 1e-12, -2);
        Assert.InRange(upper[1], 1, 1 + 1e-12);
    }

    [Fact]
    public void APhaseReachesOtherPhasesThroughTheirBigMRows()
    {
        // z = 0 switches h off; then b = h − 1 is negative and its phase is decided too.
        MilpModel model = new();
        MilpVariable h = model.AddVariable(0, 2), z = model.AddBinary(), b = model.AddVariable(-1, 1), w = model.AddBinary();
        model.Add(h - 2 * z <= 0);
        model.Add(b - h == -1);
        model.Add(b + w >= 0);
        (double[] lower, double[] upper) = (model.ColumnLower.ToArray(), model.ColumnUpper.ToArray());
        BoxPropagation propagation = new(new ProgramRows(model), [false, true, false, true]);
        Assert.True(propagation.Tighten(lower, upper));
        Assert.Equal(0, lower[3]);
        upper[1] = 0;
        Assert.True(propagation.Tighten(lower, upper, [1]));
        Assert.Equal(1, lower[3]);
        upper[3] = 0;
        Assert.False(propagation.Tighten(lower, upper, [3]));
    }

    [Fact]
    public void NoFeasiblePointOfRandomProgramsIsEverCutOff()
    {
        Random random = new(19);
        for (int trial = 0; trial < 500; trial++)
        {
            MilpModel model = RandomPrograms.Feasible(random, 2 + random.Next(6), 1 + random.Next(6), hasIntegers: true, random.Next(6));
            (double[] lower, double[] upper, bool isFeasible) = Tighten(model);
            Assert.True(isFeasible);
            for (int sample = 0; sample < 200; sample++)
            {
                double[] x = new double[model.ColumnCount];
                for (int j = 0; j < x.Length; j++)
                {
                    x[j] = model.ColumnLower[j] + ((model.ColumnUpper[j] - model.ColumnLower[j]) * random.NextDouble());
                    x[j] = model.Kinds[j] == VariableKind.Integer ? Math.Round(x[j]) : x[j];
                }

                if (SolutionViolation.OfRows(model, x) == 0)
                {
                    Assert.All(x.Select((v, j) => (v, j)), p => Assert.InRange(p.v, lower[p.j], upper[p.j]));
                }
            }
        }
    }

    private static (double[] Lower, double[] Upper, bool IsFeasible) Tighten(MilpModel model)
    {
        (double[] lower, double[] upper) = (model.ColumnLower.ToArray(), model.ColumnUpper.ToArray());
        bool[] isInteger = [.. model.Kinds.ToArray().Select(k => k == VariableKind.Integer)];
        return (lower, upper, new BoxPropagation(new ProgramRows(model), isInteger).Tighten(lower, upper));
    }
}
