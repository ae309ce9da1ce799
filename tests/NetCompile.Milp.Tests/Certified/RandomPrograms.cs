namespace NetCompile.Milp.Tests.Certified;

/// <summary>Random programs for tests of what is proved of them.</summary>
internal static class RandomPrograms
{
    /// <summary>A program with a feasible point: rows are ranged around the values there.</summary>
    /// <param name="random">The source of numbers.</param>
    /// <param name="columns">Columns; every third one is an integer if <paramref name="hasIntegers"/>.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="hasIntegers">Whether there are integers.</param>
    /// <param name="spread">Coefficients are up to ten to the plus or minus this.</param>
    public static MilpModel Feasible(Random random, int columns, int rows, bool hasIntegers, int spread = 0)
    {
        MilpModel model = new("random");
        double[] point = new double[columns];
        List<MilpVariable> x = [];
        for (int j = 0; j < columns; j++)
        {
            bool isInteger = hasIntegers && j % 3 != 2;
            double lower = isInteger ? random.Next(-3, 1) : -3 * random.NextDouble(), upper = isInteger ? lower + random.Next(1, 4) : lower + (4 * random.NextDouble());
            point[j] = isInteger ? random.Next((int)lower, (int)upper + 1) : lower + ((upper - lower) * random.NextDouble());
            x.Add(isInteger ? model.AddInteger(lower, upper) : model.AddVariable(lower, upper));
        }

        for (int i = 0; i < rows; i++)
        {
            double[] a = new double[columns];
            double value = 0;
            for (int j = 0; j < columns; j++)
            {
                a[j] = random.Next(2) == 0 ? 0 : Number(random, spread);
                value += a[j] * point[j];
            }

            double slack = 1e-3 + random.NextDouble();
            model.AddRow(random.Next(3) == 0 ? double.NegativeInfinity : value - slack, [.. x.Select(v => v.Index)], a, random.Next(3) == 0 ? double.PositiveInfinity : value + slack);
        }

        model.Minimize(MilpExpression.Dot([.. x.Select(_ => Number(random, spread))], [.. x], random.NextDouble()));
        return model;
    }

    /// <summary>A number of any sign, its magnitude uniform on a logarithmic scale.</summary>
    public static double Number(Random random, int spread) => ((2 * random.NextDouble()) - 1) * Math.Pow(10, spread * ((2 * random.NextDouble()) - 1));
}
