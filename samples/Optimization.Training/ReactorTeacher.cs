namespace Optimization.Training;

/// <summary>A stirred batch reactor with the consecutive reactions A → B → C, where B is the product: cook too short and A is left, too long or too hot and B has become waste.</summary>
/// <remarks>First-order kinetics with Arrhenius rates; the yield of B is <c>k₁/(k₂ − k₁) · (e^(−k₁t) − e^(−k₂t))</c>. The catalyst speeds the first reaction up.</remarks>
internal sealed class ReactorTeacher : ITeacher
{
    public int[] Widths => [3, 12, 12, 1];

    public double Draw(Random random, Span<double> input)
    {
        double kelvin = 320 + (80 * random.NextDouble());
        double minutes = 5 + (55 * random.NextDouble());
        double bags = 1 + (7 * random.NextDouble());
        input[0] = (kelvin - 360) / 80;
        input[1] = (minutes - 30) / 55;
        input[2] = (bags - 4) / 7;
        return Yield(kelvin, minutes, bags) / 100;
    }

    /// <summary>The yield of B, in per cent.</summary>
    public static double Yield(double kelvin, double minutes, double bags)
    {
        double wanted = 0.02 * Math.Pow(bags, 0.7) * Math.Exp(-6000 * ((1 / kelvin) - (1.0 / 360)));
        double waste = 0.008 * Math.Exp(-11000 * ((1 / kelvin) - (1.0 / 360)));
        // At equal rates the formula is 0/0; its limit is k t e^(−k t).
        return Math.Abs(wanted - waste) < 1e-9
            ? 100 * wanted * minutes * Math.Exp(-wanted * minutes)
            : 100 * wanted / (waste - wanted) * (Math.Exp(-wanted * minutes) - Math.Exp(-waste * minutes));
    }
}
