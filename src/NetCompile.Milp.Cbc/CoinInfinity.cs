namespace NetCompile.Milp.Cbc;

/// <summary>COIN-OR writes infinity as the greatest double and takes every bound of magnitude 1e27 or more as infinite.</summary>
internal static class CoinInfinity
{
    public static double Of(double bound) => double.IsPositiveInfinity(bound) ? double.MaxValue : double.IsNegativeInfinity(bound) ? -double.MaxValue : bound;

    public static double[] Of(ReadOnlySpan<double> bounds)
    {
        // At least one element: an empty array gives C a null pointer.
        double[] result = new double[Math.Max(1, bounds.Length)];
        for (int i = 0; i < bounds.Length; i++)
        {
            result[i] = Of(bounds[i]);
        }

        return result;
    }
}
