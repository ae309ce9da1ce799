namespace NetCompile.Propagation;

/// <summary>Linear lower and upper functions of the activations over <c>[L, U]</c>.</summary>
/// <remarks>
/// A chord's slope may be rounded either way: its intercept is then chosen, outward, so that the line is on the right side at both ends, which suffices for the
/// convex (or concave) piece it bounds. NaN or infinite bounds give NaN functions, with which nothing is ever proved.
/// </remarks>
internal static unsafe class ActivationRelaxation
{
    /// <summary>ReLU, [PT] eq. (8): stably active <c>y = a</c>, stably inactive <c>y = 0</c>, unstable <c>α a ≤ y ≤ s (a − L)</c>, <c>s = U/(U − L)</c>.</summary>
    /// <returns>The number of elements that are not stably inactive; their indices are written to <paramref name="active"/>.</returns>
    public static int Relu(
        int count, double* lower, double* upper, SlopePolicy policy, double* lowerSlope, double* upperSlope, double* upperIntercept, int[] active)
    {
        int live = 0;
        for (int k = 0; k < count; k++)
        {
            double l = lower[k], u = upper[k];
            if (u <= 0)
            {
                lowerSlope[k] = upperSlope[k] = upperIntercept[k] = 0;
                continue;
            }

            active[live++] = k;
            if (l >= 0)
            {
                lowerSlope[k] = upperSlope[k] = 1;
                upperIntercept[k] = 0;
                continue;
            }

            double slope = Math.Min(u / (u - l), 1);
            upperSlope[k] = slope;
            upperIntercept[k] = ChordIntercept(l, 0, u, u, slope);
            lowerSlope[k] = policy switch
            {
                SlopePolicy.Adaptive => u > -l ? 1 : 0,
                SlopePolicy.Zero => 0,
                _ => slope,
            };
        }

        return live;
    }

    /// <summary>Leaky ReLU, <c>y = max(ε a, a)</c>, <c>0 ≤ ε ≤ 1</c>: as ReLU with <c>ε</c> for 0.</summary>
    public static void LeakyRelu(
        int count, double* lower, double* upper, double epsilon, SlopePolicy policy, double* lowerSlope, double* upperSlope, double* upperIntercept)
    {
        for (int k = 0; k < count; k++)
        {
            double l = lower[k], u = upper[k];
            upperIntercept[k] = 0;
            if (u <= 0)
            {
                lowerSlope[k] = upperSlope[k] = epsilon;
            }
            else if (l >= 0)
            {
                lowerSlope[k] = upperSlope[k] = 1;
            }
            else
            {
                double slope = Math.Clamp((u - (epsilon * l)) / (u - l), epsilon, 1);
                upperSlope[k] = slope;
                upperIntercept[k] = ChordIntercept(l, epsilon * l, u, u, slope);
                lowerSlope[k] = policy switch
                {
                    SlopePolicy.Adaptive => u > -l ? 1 : epsilon,
                    SlopePolicy.Zero => epsilon,
                    _ => slope,
                };
            }
        }
    }

    /// <summary>Clip, <c>y = min(max(a, p), q)</c>: convex up to <c>q</c>, concave from <c>p</c> on.</summary>
    /// <remarks>
    /// Upper function: the chord from <c>(L, y(L))</c> to <c>(min(U, q), ·)</c> where the convex kink lies inside, else slope 0 or 1.
    /// Lower function: mirrored, the chord from <c>(max(L, p), ·)</c> to <c>(U, y(U))</c> where the concave kink lies inside.
    /// </remarks>
    public static void Clip(
        int count, double* lower, double* upper, ReadOnlySpan<float> p, ReadOnlySpan<float> q,
        double* lowerSlope, double* upperSlope, double* lowerIntercept, double* upperIntercept)
    {
        for (int k = 0; k < count; k++)
        {
            double l = lower[k], u = upper[k], low = p[k], high = q[k];
            if (u <= low || l >= high)
            {
                lowerSlope[k] = upperSlope[k] = 0;
                lowerIntercept[k] = upperIntercept[k] = u <= low ? low : high;
                continue;
            }

            lowerSlope[k] = upperSlope[k] = 1;
            lowerIntercept[k] = upperIntercept[k] = 0;
            double yl = Math.Max(l, low), yu = Math.Min(u, high);
            if (l < low)
            {
                // On [L, min(U, q)] the function is convex, and above q it stays at q: a line above both ends of that piece with a slope ≥ 0 is above everywhere.
                double slope = Math.Clamp((yu - low) / (yu - l), 0, 1);
                upperSlope[k] = slope;
                upperIntercept[k] = ChordIntercept(l, low, yu, yu, slope);
            }
            else if (u > high && high - l <= u - high)
            {
                upperSlope[k] = 0;
                upperIntercept[k] = high;
            }

            if (u > high)
            {
                double slope = Math.Clamp((high - yl) / (u - yl), 0, 1);
                lowerSlope[k] = slope;
                lowerIntercept[k] = -ChordIntercept(-yl, -yl, -u, -high, slope);
            }
            else if (l < low && low - l >= u - low)
            {
                lowerSlope[k] = 0;
                lowerIntercept[k] = low;
            }
        }
    }

    /// <summary>The least intercept, rounded up, for which <c>slope · a + t</c> is at least <c>y0</c> at <c>a0</c> and <c>y1</c> at <c>a1</c>.</summary>
    private static double ChordIntercept(double a0, double y0, double a1, double y1, double slope)
    {
        double t0 = y0 - (slope * a0), t1 = y1 - (slope * a1);
        // Two roundings of magnitude at most |y| + |slope · a|; four units cover them.
        double error = 4 * Rounding.DoubleUnit * (Math.Max(Math.Abs(y0), Math.Abs(y1)) + (slope * Math.Max(Math.Abs(a0), Math.Abs(a1))));
        return Math.Max(t0, t1) + error + double.Epsilon;
    }
}
