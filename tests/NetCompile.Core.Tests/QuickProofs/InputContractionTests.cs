using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.QuickProofs;

namespace NetCompile.Core.Tests.QuickProofs;

/// <summary>Boxes are cut to where conditions on the inputs can be met, and no further.</summary>
public sealed class InputContractionTests
{
    [Fact]
    public void A_point_on_the_border_of_a_condition_stays_to_the_last_bit()
    {
        // Σ a x ≤ b with b = Σ a x at a point whose other coordinates are at the ends that make them least: the end of coordinate j is exactly x_j.
        Random random = new(31);
        for (int round = 0; round < 2_000; round++)
        {
            int count = random.Next(1, 8), free = random.Next(count);
            double[] a = [.. Enumerable.Range(0, count).Select(_ => Number(random))], x = [.. Enumerable.Range(0, count).Select(_ => Number(random))];
            double[] lower = [.. x.Select((v, j) => j == free ? v - 10 : a[j] > 0 ? v : v - 1)], upper = [.. x.Select((v, j) => j == free ? v + 10 : a[j] > 0 ? v + 1 : v)];
            Rational bound = Enumerable.Range(0, count).Aggregate(Rational.Zero, (sum, j) => sum + (Rational.FromDouble(a[j]) * Rational.FromDouble(x[j])));

            Assert.True(InputContraction.Run([Row(a, bound)], lower, upper));

            for (int j = 0; j < count; j++)
            {
                Assert.True(lower[j] <= x[j] && x[j] <= upper[j], $"round {round}: {x[j]:R} is outside [{lower[j]:R}, {upper[j]:R}]");
            }

            // And nothing is left beyond.
            double beyond = a[free] > 0 ? upper[free] - x[free] : x[free] - lower[free];
            Assert.InRange(beyond, 0, 1e-9 * (1 + (Enumerable.Range(0, count).Sum(j => Math.Abs(a[j] * x[j])) / Math.Abs(a[free]))));
        }
    }

    [Fact]
    public void A_condition_that_no_point_of_the_box_meets_is_seen()
    {
        Assert.False(InputContraction.Run([Row([1, 1, 1], Rational.FromDouble(2.999))], [1, 1, 1], [2, 2, 2]));
        Assert.True(InputContraction.Run([Row([1, 1, 1], Rational.FromDouble(3.001))], [1, 1, 1], [2, 2, 2]));

        // Two conditions that contradict each other only together: x₁ ≤ x₂ − 1 and x₂ ≤ x₁.
        Assert.False(InputContraction.Run([Row([1, -1], Rational.FromDouble(-1)), Row([-1, 1], Rational.Zero)], [0, 0], [1.5, 1.5]));
    }

    private static double Number(Random random)
    {
        double value = (random.NextDouble() + 0.01) * Math.Pow(10, random.Next(-2, 3));
        return random.Next(2) == 0 ? value : -value;
    }

    private static ConstraintRow Row(double[] coefficients, Rational bound)
    {
        NetworkModelBuilder b = new("input", TensorShape.Of(coefficients.Length));
        ImmutableArray<LinearTerm> terms = [.. coefficients.Select((a, j) => new LinearTerm(PropertyVariable.Input(j), a))];
        return new ConstraintRow(new LinearConstraint(terms, bound.ToStatedNumber(), isStrict: false), b.Build(b.Input));
    }
}
