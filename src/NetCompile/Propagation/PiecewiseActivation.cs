using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>An activation of one element, <c>σ(a) = a</c> on <c>[p, q]</c>, <c>p + ε (a − p)</c> below and <c>q</c> above: ReLU, leaky ReLU and clip alike.</summary>
/// <param name="Low"><c>p</c>: 0 for ReLU and leaky ReLU; may be −∞ for clip.</param>
/// <param name="High"><c>q</c>: +∞ for ReLU and leaky ReLU.</param>
/// <param name="Slope"><c>ε</c>: 0 for ReLU and clip.</param>
internal readonly record struct PiecewiseActivation(double Low, double High, double Slope)
{
    /// <summary>The activation of element <paramref name="k"/> of an operator.</summary>
    public static PiecewiseActivation Of(NetworkOperator activation, int k) => activation switch
    {
        ReluOperator => new(0, double.PositiveInfinity, 0),
        LeakyReluOperator leaky => new(0, double.PositiveInfinity, leaky.Slope),
        ClipOperator clip => new(clip.Lower.Values[k], clip.Upper.Values[k], 0),
        _ => throw new NotSupportedException($"Operator {activation.Id} ({activation.Kind}) is no piecewise linear activation."),
    };

    /// <summary><c>σ(a)</c>, each operation rounded once; exact for ReLU and clip.</summary>
    public double Value(double a) => a < Low ? Low + (Slope * (a - Low)) : a > High ? High : a;

    /// <summary>The slope at <paramref name="a"/>, which is no kink.</summary>
    public double SlopeAt(double a) => a < Low ? Slope : a > High ? 0 : 1;

    /// <summary>Whether the function is not affine on <c>[lower, upper]</c>.</summary>
    public bool BendsIn(double lower, double upper) => IsInside(Low, lower, upper) || IsInside(High, lower, upper);

    /// <summary>Parallel lower and upper functions <c>s a + t_l ≤ σ(a) ≤ s a + t_u</c> on <c>[lower, upper]</c>, <c>s</c> the slope of the chord, or of the function where it is affine.</summary>
    /// <remarks>
    /// <c>σ(a) − s a</c> is piecewise linear, so its extremes are at the ends and the kinks; they are moved outward by their rounding, hence any rounding of <c>s</c> is allowed.
    /// </remarks>
    public (double Slope, double Lower, double Upper) Band(double lower, double upper)
    {
        if (!BendsIn(lower, upper))
        {
            // Affine here: slope 1 through the origin, or another piece, all of whose constants the value at one point gives.
            double slope = SlopeAt((0.5 * lower) + (0.5 * upper));
            if (slope == 1)
            {
                return (1, 0, 0);
            }

            (double l, double u) = Offset(lower, slope);
            return (slope, l, u);
        }

        double chord = Math.Clamp((Value(upper) - Value(lower)) / (upper - lower), 0, 1);
        (double least, double greatest) = Offset(lower, chord);
        Include(upper, chord, ref least, ref greatest);
        if (IsInside(Low, lower, upper))
        {
            Include(Low, chord, ref least, ref greatest);
        }

        if (IsInside(High, lower, upper))
        {
            Include(High, chord, ref least, ref greatest);
        }

        return (chord, least, greatest);
    }

    private static bool IsInside(double kink, double lower, double upper) => kink > lower && kink < upper;

    private void Include(double a, double slope, ref double least, ref double greatest)
    {
        (double l, double u) = Offset(a, slope);
        least = Math.Min(least, l);
        greatest = Math.Max(greatest, u);
    }

    /// <summary><c>σ(a) − slope · a</c>, outward.</summary>
    private (double Lower, double Upper) Offset(double a, double slope)
    {
        double y = Value(a), product = slope * a;
        // σ rounds at most three times, the product and the difference once each.
        double error = 8 * Rounding.DoubleUnit * (Math.Abs(y) + Math.Abs(product) + (Slope * Math.Abs(a)));
        return error == 0 ? (y - product, y - product) : (Rounding.Down(y - product, error), Rounding.Up(y - product, error));
    }
}
