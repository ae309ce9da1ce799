namespace Optimization.Training;

/// <summary>An invented rule book of a bank: above 0 the loan is granted. No data of real people is involved.</summary>
internal sealed class CreditTeacher : ITeacher
{
    public int[] Widths => [6, 12, 12, 1];

    public double Draw(Random random, Span<double> input)
    {
        double age = 18 + (62 * random.NextDouble());
        double income = 1 + (9 * random.NextDouble());
        double debt = 50 * random.NextDouble();
        double savings = 50 * random.NextDouble();
        double years = 30 * random.NextDouble();
        double credits = 6 * random.NextDouble();
        input[0] = (age - 49) / 62;
        input[1] = (income - 5.5) / 9;
        input[2] = (debt - 25) / 50;
        input[3] = (savings - 25) / 50;
        input[4] = (years - 15) / 30;
        input[5] = (credits - 3) / 6;
        return Score(age, income, debt, savings, years, credits);
    }

    /// <summary>The score. Money in thousands; income a month, debt and savings in all.</summary>
    public static double Score(double age, double income, double debt, double savings, double years, double credits) =>
        -0.8
        + (1.8 * Math.Tanh((income - 3) / 2))
        + (1.2 * Math.Min(1, savings / 20))
        + (0.6 * Math.Min(1, years / 5))
        + (0.3 * Math.Min(1, (age - 18) / 20))
        - (0.12 * debt / (1 + (0.5 * income)))
        - (0.5 * Math.Max(0, credits - 1));
}
