using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>When an input's interval can still be cut.</summary>
internal static class InputSplit
{
    /// <summary>Whether cutting the interval can still help: the middle is a third double and, in float32 arithmetic, the ends are further apart than float32 numbers are.</summary>
    public static bool IsPossible(double lower, double upper, Arithmetic arithmetic)
    {
        double middle = (0.5 * lower) + (0.5 * upper);
        double grain = arithmetic == Arithmetic.Float32
            ? Math.Max(Math.Max(Math.Abs(lower), Math.Abs(upper)) * Rounding.SingleUnit, Rounding.SingleTiny)
            : 0;
        return lower < middle && middle < upper && upper - lower > grain;
    }
}
