namespace NetCompile.Milp.Tests.Conformance;

/// <summary>Models that no solver finishes while a test runs.</summary>
internal static class HardModels
{
    /// <summary>Market split: choose half of every row's weight at once. Every point is feasible, as the deviation costs; branch and bound has to try nearly all of the 2⁵⁰ choices.</summary>
    public static MilpModel MarketSplit(int seed = 1, int rows = 6, int columns = 50)
    {
        Random random = new(seed);
        MilpModel model = new("market split");
        MilpVariable[] x = [.. Enumerable.Range(0, columns).Select(_ => model.AddBinary())];
        List<MilpExpression> deviations = [];
        for (int i = 0; i < rows; i++)
        {
            double[] weights = [.. x.Select(_ => (double)random.Next(100))];
            MilpVariable over = model.AddVariable(0), under = model.AddVariable(0);
            model.Add(MilpExpression.Dot(weights, x) + over - under == Math.Floor(weights.Sum() / 2));
            deviations.Add(over + under);
        }

        model.Minimize(MilpExpression.Sum(deviations));
        return model;
    }
}
