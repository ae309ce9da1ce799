using NetCompile.Propagation;
using NetCompile.Properties;

namespace NetCompile.Tests.Propagation;

public sealed class SymbolicPropagationTests
{
    /// <summary>Exactly, not to within rounding: without the radius rounded up, some intervals would lose an end.</summary>
    [Fact]
    public void Midpoint_and_radius_reach_both_ends_of_an_interval()
    {
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            double lower = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9)), upper = lower + (random.NextDouble() * Math.Pow(10, random.Next(-8, 9)));
            (double center, double radius) = SymbolicPropagation.Split(lower, upper);
            Rational c = Rational.FromDouble(center), r = Rational.FromDouble(radius);
            Assert.True(c - r <= Rational.FromDouble(lower) && Rational.FromDouble(upper) <= c + r, $"[{lower:R}, {upper:R}] is not within {center:R} ± {radius:R}");
        }

        Assert.Equal((0.1, 0), SymbolicPropagation.Split(0.1, 0.1));
    }
}
