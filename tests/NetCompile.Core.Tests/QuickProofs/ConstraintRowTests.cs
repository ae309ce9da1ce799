using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.QuickProofs;

namespace NetCompile.Core.Tests.QuickProofs;

/// <summary>Margins of constraints against exact arithmetic, and what a margin shows.</summary>
public sealed class ConstraintRowTests
{
    [Fact]
    public void A_margin_of_zero_refutes_strict_constraints_only_and_NaN_shows_nothing()
    {
        ConstraintRow strict = Row([Rational.One], Rational.Zero, isStrict: true), other = Row([Rational.One], Rational.Zero, isStrict: false);

        // Σ c v − b ≥ 0 excludes < 0, not ≤ 0; b − Σ c v ≥ 0 shows ≤ 0, not < 0.
        Assert.Equal((true, false), (strict.IsRefutedBy(0), other.IsRefutedBy(0)));
        Assert.Equal((false, true), (strict.IsSatisfiedBy(0), other.IsSatisfiedBy(0)));
        Assert.All(new[] { strict, other }, row => Assert.Equal((false, false), (row.IsRefutedBy(double.NaN), row.IsSatisfiedBy(double.NaN))));
        Assert.All(new[] { strict, other }, row => Assert.Equal((true, true), (row.IsRefutedBy(double.Epsilon), row.IsSatisfiedBy(double.Epsilon))));
    }

    [Fact]
    public void Margins_and_surpluses_at_a_point_are_below_the_exact_value_whatever_the_decimals()
    {
        Random random = new(41);
        for (int round = 0; round < 2_000; round++)
        {
            Rational[] coefficients = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Decimal(random))];
            double[] point = [.. coefficients.Select(_ => (double)(random.NextSingle() - 0.5f) * Math.Pow(2, random.Next(-40, 40)))];
            Rational sum = coefficients.Zip(point, (c, x) => c * Rational.FromDouble(x)).Aggregate(Rational.Zero, (a, b) => a + b);

            // Near the value itself, where the last bits decide.
            Rational bound = random.Next(3) switch { 0 => sum, 1 => sum + Rational.FromDouble(sum.ToStatedNumber().Value * Math.Pow(2, -53)), _ => Decimal(random) }, exact = sum - bound;
            StatedNumber[] stated = [.. coefficients.Select(c => c.ToStatedNumber())];
            Rational least = stated.Zip(point, (c, x) => End(c, up: x < 0) * Rational.FromDouble(x)).Aggregate(-End(bound.ToStatedNumber(), up: true), (a, b) => a + b);
            Rational greatest = stated.Zip(point, (c, x) => End(c, up: x > 0) * Rational.FromDouble(x)).Aggregate(-End(bound.ToStatedNumber(), up: false), (a, b) => a + b);
            Assert.True(least <= exact && exact <= greatest);
            ConstraintRow row = Row(coefficients, bound, isStrict: false);
            Float32Bounds bounds = Float32Bounds.Compute(Identity(coefficients.Length), point, point, useCrown: false);
            foreach (bool byLines in new[] { false, true })
            {
                Assert.True(Rational.FromDouble(row.Margin(bounds, byLines)) <= least, $"round {round}: the margin {row.Margin(bounds, byLines):R} exceeds {least}");
                Assert.True(Rational.FromDouble(row.Surplus(bounds, byLines)) <= -greatest, $"round {round}: the surplus {row.Surplus(bounds, byLines):R} exceeds {-greatest}");
                Assert.True(Rational.FromDouble(row.UpperFrom(row.Surplus(bounds, byLines))) >= sum, $"round {round}: the left-hand side exceeds its bound");
            }
        }
    }

    // What is no double may be any number between the neighbours of the nearest one.
    private static Rational End(StatedNumber number, bool up) => Rational.FromDouble(number.IsExact ? number.Value : up ? Math.BitIncrement(number.Value) : Math.BitDecrement(number.Value));

    // Numbers with few digits, of which some are doubles, and thirds, of which none is.
    private static Rational Decimal(Random random) => (random.Next(3) switch
    {
        0 => Rational.Create(random.Next(1, 1_000), 1_000),
        1 => Rational.Create(random.Next(1, 1_000), 3),
        _ => Rational.FromDouble(random.NextDouble()),
    }) * (random.Next(2) == 0 ? Rational.One : -Rational.One);

    private static NetworkModel Identity(int count)
    {
        NetworkModelBuilder b = new("identity", TensorShape.Of(count));
        return b.Build(b.Input);
    }

    private static ConstraintRow Row(Rational[] coefficients, Rational bound, bool isStrict)
    {
        LinearExpression sum = LinearExpression.Sum(coefficients.Select((c, j) => LinearExpression.FromVariable(PropertyVariable.Output(j)).Times(c)));
        return new ConstraintRow((sum - LinearExpression.FromConstant(bound)).ToConstraint(isStrict), Identity(coefficients.Length));
    }
}
