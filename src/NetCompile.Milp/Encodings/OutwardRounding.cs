namespace NetCompile.Milp;

/// <summary>Outward rounding of the numbers that go into a model: a big-M, a slope or a side that is rounded the wrong way would cut off reachable points.</summary>
internal static class OutwardRounding
{
    // 2⁻⁵³ is 1.11e-16; the rest covers the rounding of the magnitude itself and the denominator of γ_n.
    private const double Unit = 1.2e-16;

    /// <summary>What a sum of <paramref name="terms"/> products may be off by in double, in any order: <c>γ_n Σ|a_k b_k|</c> and underflow; +∞ where the magnitude is not finite.</summary>
    public static double SumError(double magnitude, int terms) => double.IsFinite(magnitude) ? (magnitude * Unit * (terms + 3)) + ((terms + 1) * double.Epsilon) : double.PositiveInfinity;

    /// <summary>A double at or below the exact result that rounded to <paramref name="value"/>; NaN, from ∞ − ∞, gives −∞.</summary>
    public static double Down(double value) => double.IsNaN(value) ? double.NegativeInfinity : double.IsPositiveInfinity(value) ? double.MaxValue : Math.BitDecrement(value);

    /// <summary>A double at or above the exact result that rounded to <paramref name="value"/>; NaN gives +∞.</summary>
    public static double Up(double value) => double.IsNaN(value) ? double.PositiveInfinity : double.IsNegativeInfinity(value) ? double.MinValue : Math.BitIncrement(value);
}
