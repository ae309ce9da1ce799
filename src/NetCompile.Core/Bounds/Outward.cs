using NetCompile.Properties;

namespace NetCompile.Bounds;

/// <summary>Directed rounding by way of the neighbouring double, and error bounds of sums.</summary>
/// <remarks>An operation in double is off by at most half a unit in the last place, so the next double outward is beyond the exact result. A NaN stays a NaN.</remarks>
internal static class Outward
{
    // 2⁻⁵³ is 1.11e-16. The rest is room for the rounding of the magnitude itself and for the denominator of γ_n = n u / (1 − n u).
    private const double UnitRoundoff = 1.2e-16;

    /// <summary>A double below the exact result that rounded to <paramref name="value"/>.</summary>
    public static double Down(double value) => double.IsNaN(value) || double.IsNegativeInfinity(value) ? value : DoubleRounding.Adjacent(value, up: false);

    /// <summary>A double above the exact result that rounded to <paramref name="value"/>.</summary>
    public static double Up(double value) => double.IsNaN(value) || double.IsPositiveInfinity(value) ? value : DoubleRounding.Adjacent(value, up: true);

    /// <summary>What a sum of products may be off by, in any order of summation: <c>γ_n Σ|w_j||x_j|</c> and underflow.</summary>
    /// <param name="magnitude">The computed sum of the magnitudes of the products.</param>
    /// <param name="terms">The number of products.</param>
    public static double SumError(double magnitude, int terms) => (magnitude * UnitRoundoff * (terms + 2)) + ((terms + 1) * double.Epsilon);
}
