using NetCompile.Properties;

namespace NetCompile.Verification;

/// <summary>The input region of one case as the engine uses it: a box of reals to prove and a box of float32 numbers to attack.</summary>
/// <remarks>
/// A program holds float32 inputs. Where the stated interval contains float32 numbers, counterexamples are sought among those. Where it contains none (a fixed decimal,
/// say) the nearest float32 is what a program would be given, and it is used, and said so. The box that is proved is the hull of the
/// stated interval and of the float32 numbers that its ends round to, so a proof covers both readings.
/// </remarks>
internal sealed class InputBox
{
    private InputBox(double[] lower, double[] upper, float[] floatLower, float[] floatUpper, bool[] isRounded)
    {
        Lower = lower;
        Upper = upper;
        FloatLower = floatLower;
        FloatUpper = floatUpper;
        IsRounded = isRounded;
    }

    /// <summary>Lower ends of the box to prove.</summary>
    public double[] Lower { get; }

    /// <summary>Upper ends of the box to prove.</summary>
    public double[] Upper { get; }

    /// <summary>The least float32 inputs that count.</summary>
    public float[] FloatLower { get; }

    /// <summary>The greatest float32 inputs that count.</summary>
    public float[] FloatUpper { get; }

    /// <summary>Inputs whose interval holds no float32 number, so that the nearest one is used.</summary>
    public bool[] IsRounded { get; }

    /// <summary>The box of a property case, or null where an interval is empty.</summary>
    /// <exception cref="ArgumentException">An interval has no finite end.</exception>
    public static InputBox? Create(IReadOnlyList<InputInterval> region)
    {
        int n = region.Count;
        double[] lower = new double[n], upper = new double[n];
        float[] floatLower = new float[n], floatUpper = new float[n];
        bool[] isRounded = new bool[n];
        for (int j = 0; j < n; j++)
        {
            InputInterval interval = region[j];
            if (interval.Lower > interval.Upper)
            {
                return null;
            }

            if (!double.IsFinite(interval.Lower) || !double.IsFinite(interval.Upper) || Math.Abs(interval.Lower) > float.MaxValue || Math.Abs(interval.Upper) > float.MaxValue)
            {
                throw new ArgumentException($"Input {j} has the range [{interval.Lower}, {interval.Upper}]; both ends must be finite float32 numbers.", nameof(region));
            }

            floatLower[j] = LeastAtLeast(interval.InnerLower);
            floatUpper[j] = GreatestAtMost(interval.InnerUpper);
            if (!(floatLower[j] <= floatUpper[j]))
            {
                floatLower[j] = floatUpper[j] = (float)((0.5 * interval.Lower) + (0.5 * interval.Upper));
                isRounded[j] = true;
            }

            lower[j] = Math.Min(interval.Lower, Math.Min((float)interval.Lower, floatLower[j]));
            upper[j] = Math.Max(interval.Upper, Math.Max((float)interval.Upper, floatUpper[j]));
        }

        return new InputBox(lower, upper, floatLower, floatUpper, isRounded);
    }

    /// <summary>The least float32 that is at least <paramref name="value"/>.</summary>
    private static float LeastAtLeast(double value)
    {
        float nearest = (float)value;
        return nearest >= value ? nearest : MathF.BitIncrement(nearest);
    }

    /// <summary>The greatest float32 that is at most <paramref name="value"/>.</summary>
    private static float GreatestAtMost(double value)
    {
        float nearest = (float)value;
        return nearest <= value ? nearest : MathF.BitDecrement(nearest);
    }
}
