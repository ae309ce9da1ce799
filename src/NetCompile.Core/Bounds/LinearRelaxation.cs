using NetCompile.Models;

namespace NetCompile.Bounds;

/// <summary>Two lines that enclose an activation on an interval: <c>LowerSlope x + LowerOffset ≤ σ(x) ≤ UpperSlope x + UpperOffset</c>.</summary>
/// <remarks>
/// The functions are piecewise linear, so a line encloses one on an interval iff it does at the ends and the kinks between them; the offsets are computed from those points,
/// rounded outward, whatever the rounding of the slope. Source: [PT] §4.4.3 and eq. (8), with the misprint of (8b) corrected.
/// </remarks>
internal readonly record struct LinearRelaxation(double LowerSlope, double LowerOffset, double UpperSlope, double UpperOffset)
{
    /// <summary>The relaxation of unit <paramref name="index"/> for inputs in <c>[lower, upper]</c>.</summary>
    public static LinearRelaxation Of(NetworkOperator o, int index, double lower, double upper, LowerSlope rule)
    {
        ActivationPiece piece = ActivationShape.PieceOf(o, index, lower, upper);
        if (piece == ActivationPiece.Active)
        {
            return new LinearRelaxation(1, 0, 1, 0);
        }

        if (piece == ActivationPiece.Inactive)
        {
            // One more linear piece: a line through 0, or a constant.
            double slope = ActivationShape.InactiveSlope(o), constant = slope == 0 ? ActivationShape.Down(o, index, upper) : 0;
            return new LinearRelaxation(slope, constant, slope, constant);
        }

        if (double.IsInfinity(lower) || double.IsInfinity(upper))
        {
            // No chord exists: constants, as intervals would have it.
            return new LinearRelaxation(0, ActivationShape.Down(o, index, lower), 0, ActivationShape.Up(o, index, upper));
        }

        return o switch
        {
            ClipOperator clip => OfClip(clip, index, lower, upper, rule),
            StepOperator step => OfStep(step, lower, upper, rule),
            _ => OfRelu(o, index, lower, upper, rule),
        };
    }

    // ReLU and leaky ReLU: convex with the kink at 0; the chord above, a line through the kink below.
    private static LinearRelaxation OfRelu(NetworkOperator o, int index, double lower, double upper, LowerSlope rule)
    {
        double least = ActivationShape.InactiveSlope(o);
        double chord = Chord(lower, ActivationShape.Down(o, index, lower), upper, upper);
        double below = rule switch
        {
            Bounds.LowerSlope.SameAsUpper => Math.Min(Math.Max(chord, least), 1),
            Bounds.LowerSlope.Zero => least,
            _ => upper > -lower ? 1 : least,
        };
        return Enclose(o, index, lower, upper, below, chord);
    }

    // min(max(x, p), q) with at least one kink inside. Its convex hull on [lower, upper] is bounded below by max(p, a line to (upper, σ(upper))) and
    // above by min(q, a line from (lower, σ(lower))); of the two choices on each side the one with the smaller area is taken.
    private static LinearRelaxation OfClip(ClipOperator clip, int index, double lower, double upper, LowerSlope rule)
    {
        double p = Math.Max(clip.Lower.Values[index], lower), q = Math.Min(clip.Upper.Values[index], upper);
        double rising = Chord(p, p, upper, q), falling = Chord(lower, p, q, q);
        bool hasLowerKink = p > lower, hasUpperKink = q < upper;
        double below = !hasLowerKink ? rising
            : rule switch
            {
                Bounds.LowerSlope.SameAsUpper => Math.Min(falling, rising),
                Bounds.LowerSlope.Zero => 0,
                _ => upper - p > p - lower ? rising : 0,
            };
        double above = !hasUpperKink ? falling : upper - q > q - lower ? 0 : falling;
        return Enclose(clip, index, lower, upper, below, above);
    }

    // A step with zero inside or at an end. Its convex hull is bounded below by max(σ(lower), a line from zero to (upper, σ(upper))) and above by
    // min(σ(upper), a line from (lower, σ(lower)) to zero), with the limits at zero from the left and from the right; of the two choices on each side the one with the
    // smaller area is taken. Below, it is the right end of each constant piece that binds, above the left: rising lines.
    private static LinearRelaxation OfStep(StepOperator step, double lower, double upper, LowerSlope rule)
    {
        double bottom = ActivationShape.Down(step, 0, lower), top = ActivationShape.Down(step, 0, upper);
        double rising = upper > 0 ? Finite((top - bottom) / upper) : 0, above = upper < -lower ? Finite((top - bottom) / -lower) : 0;
        double below = rule switch
        {
            Bounds.LowerSlope.SameAsUpper => Math.Min(above, rising),
            Bounds.LowerSlope.Zero => 0,
            _ => upper > -lower ? rising : 0,
        };
        return new LinearRelaxation(
            below,
            Math.Min(Residual(bottom, below, 0, up: false), Residual(top, below, upper, up: false)),
            above,
            Math.Max(Residual(bottom, above, lower, up: true), Residual(top, above, 0, up: true)));

        static double Finite(double slope) => double.IsInfinity(slope) ? 0 : slope;
    }

    private static LinearRelaxation Enclose(NetworkOperator o, int index, double lower, double upper, double below, double above)
    {
        double lowerOffset = double.PositiveInfinity, upperOffset = double.NegativeInfinity;
        (double first, double second) = o is ClipOperator c ? (c.Lower.Values[index], c.Upper.Values[index]) : (0.0, 0.0);
        Touch(lower);
        Touch(upper);
        Touch(first);
        Touch(second);
        return new LinearRelaxation(below, lowerOffset, above, upperOffset);

        void Touch(double x)
        {
            if (x < lower || x > upper)
            {
                return;
            }

            lowerOffset = Math.Min(lowerOffset, Residual(ActivationShape.Down(o, index, x), below, x, up: false));
            upperOffset = Math.Max(upperOffset, Residual(ActivationShape.Up(o, index, x), above, x, up: true));
        }
    }

    // y − slope · x, rounded; exact where the slope is 0 or 1 and the difference is 0, so that the usual offsets are plain zeros.
    private static double Residual(double y, double slope, double x, bool up)
    {
        double line = slope == 0 || x == 0 ? 0 : slope == 1 ? x : up ? Outward.Down(slope * x) : Outward.Up(slope * x);
        return y == line ? 0 : line == 0 ? y : up ? Outward.Up(y - line) : Outward.Down(y - line);
    }

    private static double Chord(double x0, double y0, double x1, double y1) => x1 > x0 ? Math.Min(Math.Max((y1 - y0) / (x1 - x0), 0), 1) : 0;
}
