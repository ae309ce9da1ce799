namespace NetCompile.Milp.Tests.Conformance;

/// <summary>Small random models with every feature; some have no solution.</summary>
internal static class RandomMilps
{
    public static MilpModel Next(Random random)
    {
        MilpModel model = new("random");
        List<MilpVariable> x = [];
        int binaries = random.Next(0, 4), integers = random.Next(0, 3), continuous = random.Next(1, 5);
        for (int j = 0; j < binaries; j++)
        {
            x.Add(model.AddBinary());
        }

        for (int j = 0; j < integers; j++)
        {
            // Fractional bounds now and then.
            double lower = random.Next(-3, 2) + (random.Next(3) == 0 ? 0.5 : 0);
            x.Add(model.AddInteger(lower, lower + random.Next(0, 4) + 0.5));
        }

        for (int j = 0; j < continuous; j++)
        {
            double lower = Number(random, 5);
            x.Add(model.AddVariable(lower, lower + Math.Abs(Number(random, 6))));
        }

        for (int i = random.Next(0, 6); i > 0; i--)
        {
            MilpExpression row = Expression(random, x);
            double side = Number(random, 4);
            model.Add(random.Next(4) switch
            {
                0 => row.Between(side, side + Math.Abs(Number(random, 4))),
                1 => row == side,
                2 => row >= side,
                _ => row <= side,
            });
        }

        for (int i = binaries == 0 ? 0 : random.Next(0, 4); i > 0; i--)
        {
            model.AddIndicator(x[random.Next(binaries)], random.Next(2) == 0, random.Next(2) == 0 ? Expression(random, x) <= Number(random, 3) : Expression(random, x) >= Number(random, 3));
        }

        if (continuous >= 3 && random.Next(2) == 0)
        {
            model.AddSos1([.. x.TakeLast(3)]);
        }

        MilpExpression objective = Expression(random, x) + Number(random, 10);
        if (random.Next(2) == 0)
        {
            model.Minimize(objective);
        }
        else
        {
            model.Maximize(objective);
        }

        if (random.Next(2) == 0)
        {
            foreach (MilpVariable variable in x)
            {
                model.SetHint(variable, random.Next(2));
            }
        }

        return model;
    }

    private static MilpExpression Expression(Random random, List<MilpVariable> x) =>
        MilpExpression.Dot([.. x.Select(_ => random.Next(3) == 0 ? 0 : Number(random, 3))], [.. x]);

    // A quarter is whole, so that ties and degenerate corners occur.
    private static double Number(Random random, double size)
    {
        double number = size * ((2 * random.NextDouble()) - 1);
        return random.Next(4) == 0 ? Math.Round(number) : number;
    }
}
