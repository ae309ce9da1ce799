using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Tightening;

/// <summary>Values that networks take on a box, to compare with bounds.</summary>
internal static class Sampling
{
    /// <summary>Asserts that the pre-activations and outputs at random inputs of the box, and at its corners, lie within the bounds: exactly for the real network, in any order of summation for float32.</summary>
    /// <param name="bounds">The bounds.</param>
    /// <param name="random">The source of numbers.</param>
    /// <param name="count">Inputs.</param>
    /// <param name="isInRegion">What inputs meet beyond the box; null for nothing.</param>
    /// <returns>How many inputs were tried.</returns>
    public static int AssertContains(NeuronBounds bounds, Random random, int count, Func<float[], bool>? isInRegion = null)
    {
        int tried = 0;
        for (int sample = 0; sample < count; sample++)
        {
            float[] x = Input(bounds.InputLower, bounds.InputUpper, random, sample % 4 == 0);
            if (isInRegion?.Invoke(x) == false)
            {
                continue;
            }

            tried++;
            Rational[][] exact = RationalForward.EvaluateAll(bounds.Model, [.. x.Select(v => Rational.FromDouble(v))]);
            float[][]? single = bounds.Arithmetic == Arithmetic.Float32 ? AnyOrderForward.EvaluateAll(bounds.Model, x, random) : null;
            foreach (int id in NeuronBounds.Needed(bounds.Model))
            {
                for (int k = 0; k < bounds[id].Count; k++)
                {
                    Assert.True(IsWithin(exact[id][k], bounds[id].Lower[k], bounds[id].Upper[k]), $"Element {k} of {bounds.Model.Operators[id]}: exact value outside.");
                    Assert.True(
                        single is null || (single[id][k] >= bounds[id].Lower[k] && single[id][k] <= bounds[id].Upper[k]), $"Element {k} of {bounds.Model.Operators[id]}: float32 value outside.");
                }
            }
        }

        return tried;
    }

    /// <summary>An input of the box; a corner if asked.</summary>
    public static float[] Input(IReadOnlyList<double> lower, IReadOnlyList<double> upper, Random random, bool isCorner) =>
    [
        .. lower.Zip(upper, (l, u) =>
        {
            double t = isCorner ? random.Next(2) : random.NextDouble();
            return Math.Clamp((float)(l + (t * (u - l))), (float)l, (float)u);
        }),
    ];

    /// <summary>Asserts that every range of the first bounds lies in that of the second, but for some slack.</summary>
    public static void AssertTighter(NeuronBounds tight, NeuronBounds loose, double slack)
    {
        foreach (int id in NeuronBounds.Needed(tight.Model))
        {
            for (int k = 0; k < tight[id].Count; k++)
            {
                Assert.True(
                    tight[id].Lower[k] >= loose[id].Lower[k] - slack && tight[id].Upper[k] <= loose[id].Upper[k] + slack,
                    $"Element {k} of {tight.Model.Operators[id]}: [{tight[id].Lower[k]}, {tight[id].Upper[k]}] is not in [{loose[id].Lower[k]}, {loose[id].Upper[k]}].");
            }
        }
    }

    private static bool IsWithin(Rational value, double lower, double upper) =>
        (double.IsNegativeInfinity(lower) || Rational.FromDouble(lower) <= value) && (double.IsPositiveInfinity(upper) || value <= Rational.FromDouble(upper));
}
