using NetCompile.Models;

namespace NetCompile.Checker;

/// <summary>Two lines that enclose an activation on a range: <c>BelowSlope a + BelowOffset ≤ σ(a) ≤ AboveSlope a + AboveOffset</c>.</summary>
/// <remarks>
/// The activations are piecewise linear, so for any slope <c>s</c> the least and the greatest of <c>σ(a) − s a</c> are at the ends of the range or at a kink. The offsets are
/// those values, rounded outward: whatever the slope (a recorded one may be any number) the lines enclose the activation.
/// </remarks>
internal static class Relaxation
{
    private const double EightUnits = 8.0 / (1L << 53);

    /// <summary>The least and the greatest slope of the pieces of the activation.</summary>
    public static (double Least, double Greatest) Slopes(NetworkOperator o) => o is LeakyReluOperator l ? (l.Slope, 1) : (0, 1);

    /// <summary>The kinks of element <paramref name="i"/>; infinite where there is none.</summary>
    private static (double First, double Second) Kinks(NetworkOperator o, int i) => o is ClipOperator c ? (c.Lower.Values[i], c.Upper.Values[i]) : (0, 0);

    /// <summary>Where the activation is linear on the whole range: its slope, else NaN. Clip's constants keep their offset.</summary>
    public static double LinearSlope(NetworkOperator o, int i, double lower, double upper)
    {
        (double first, double second) = Kinks(o, i);
        if (o is ClipOperator)
        {
            return upper <= first || lower >= second ? 0 : lower >= first && upper <= second ? 1 : double.NaN;
        }

        return lower >= 0 ? 1 : upper <= 0 ? Slopes(o).Least : double.NaN;
    }

    /// <summary>The slope of the upper line on a range with a kink inside.</summary>
    public static double AboveSlope(NetworkOperator o, int i, double lower, double upper)
    {
        (double first, double second) = Kinks(o, i);
        if (o is not ClipOperator)
        {
            return (upper - (Slopes(o).Least * lower)) / (upper - lower);
        }

        // Where the first kink lies inside: from the left end to the second kink or the right end. Else level, or along the middle piece.
        double end = Math.Min(upper, second);
        return lower < first ? (end - first) / (end - lower) : upper - second > second - lower ? 0 : 1;
    }

    /// <summary>The slope of the lower line on a range with a kink inside.</summary>
    public static double BelowSlope(NetworkOperator o, int i, double lower, double upper, SlopeRule rule)
    {
        (double first, double second) = Kinks(o, i);
        if (o is ClipOperator)
        {
            double start = Math.Max(lower, first);
            return upper > second ? (second - start) / (upper - start) : upper - first > first - lower ? 1 : 0;
        }

        return rule switch
        {
            SlopeRule.Zero => Slopes(o).Least,
            SlopeRule.Parallel => AboveSlope(o, i, lower, upper),
            _ => upper > -lower ? 1 : Slopes(o).Least,
        };
    }

    /// <summary>The least and the greatest of <c>σ(a) − slope · a</c> on the range, rounded outward; NaN where the range is.</summary>
    public static (double Below, double Above) Offsets(NetworkOperator o, int i, double lower, double upper, double slope)
    {
        (double first, double second) = Kinks(o, i);
        double below = double.PositiveInfinity, above = double.NegativeInfinity;
        Touch(lower);
        Touch(upper);
        if (first > lower && first < upper)
        {
            Touch(first);
        }

        if (second > lower && second < upper)
        {
            Touch(second);
        }

        return (below, above);

        void Touch(double a)
        {
            double y = Value(o, i, a), line = slope * a, residual = y - line, error = EightUnits * (Math.Abs(y) + Math.Abs(line));
            // Four roundings, doubled; the smallest doubles cover an underflow. At a kink in 0 there is no error at all. Math.Min and Math.Max keep a NaN.
            error += a == 0 ? 0 : 2 * double.Epsilon;
            below = Math.Min(below, residual - error);
            above = Math.Max(above, residual + error);
        }
    }

    /// <summary>The activation, rounded to nearest where it rounds at all.</summary>
    public static double Value(NetworkOperator o, int i, double a) => o switch
    {
        ClipOperator c => Math.Min(Math.Max(a, c.Lower.Values[i]), c.Upper.Values[i]),
        LeakyReluOperator l => a >= 0 ? a : l.Slope * a,
        _ => Math.Max(a, 0),
    };
}
