using NetCompile.Verification;

namespace NetCompile.Propagation;

/// <summary>The error terms that make every bound here sound. ROUNDING.md beside this file derives them.</summary>
/// <remarks>
/// Nothing is computed with directed rounding. Instead each quantity is computed once in double, rounded to nearest, and then widened by an a-priori bound
/// of its error: a sum of <c>n</c> products evaluated in any order, with or without fused multiply-add, is off by at most
/// <c>γ_n Σ|a_k||b_k|</c>, <c>γ_n = n u / (1 − n u)</c> (Higham, <i>Accuracy and Stability</i>, §3.1), plus underflow.
/// </remarks>
internal static class Rounding
{
    /// <summary>Unit roundoff of double.</summary>
    public const double DoubleUnit = 1.0 / (1L << 53);

    /// <summary>Unit roundoff of float32.</summary>
    public const double SingleUnit = 1.0 / (1 << 24);

    /// <summary>The smallest positive float32: every float32 product or quotient is off by at most half of it when it underflows.</summary>
    public const double SingleTiny = 1.401298464324817e-45;

    /// <summary>The largest finite float32.</summary>
    public const double SingleMax = float.MaxValue;

    /// <summary>
    /// Added to every bound for underflow in double: fewer than 2³⁰ operations, each off by at most 2⁻¹⁰⁷⁵ times factors that
    /// <see cref="MaxMagnitude"/> keeps below 1e60, stay far below it.
    /// </summary>
    public const double DoubleTiny = 1e-200;

    /// <summary>Bounds beyond this are treated as overflow: nothing is proved with them.</summary>
    public const double MaxMagnitude = 1e60;

    /// <summary>Twice <c>γ_n</c> in double for <paramref name="terms"/> terms and a few operations around them; the factor two absorbs that error terms are themselves rounded.</summary>
    public static double DoubleGamma(long terms) => 2 * (terms + 16) * DoubleUnit;

    /// <summary>
    /// <c>γ_{n+1}</c> in float32 for a dot product of <paramref name="terms"/> terms plus a bias, slightly enlarged because it is evaluated in double; 0 where the verdict is about real arithmetic.
    /// </summary>
    public static double SingleGamma(long terms, Arithmetic arithmetic)
    {
        if (arithmetic == Arithmetic.Real)
        {
            return 0;
        }

        double nu = (terms + 1) * SingleUnit;
        return nu < 0.5 ? nu / (1 - nu) * (1 + 1e-12) : double.PositiveInfinity;
    }

    /// <summary>A lower bound, moved down by its error bound.</summary>
    public static double Down(double value, double error) => Math.BitDecrement(value - ((error * (1 + 1e-9)) + DoubleTiny));

    /// <summary>An upper bound, moved up by its error bound.</summary>
    public static double Up(double value, double error) => Math.BitIncrement(value + ((error * (1 + 1e-9)) + DoubleTiny));
}
