using System.Numerics;
using NetCompile.Properties;

namespace NetCompile.Core.Tests.Properties;

public sealed class RationalTests
{
    private static readonly Rational s_largest = Rational.Create(((BigInteger.One << 53) - 1) << 971, 1);

    [Theory]
    [InlineData(0.0, 0, 1)]
    [InlineData(1.5, 3, 2)]
    [InlineData(-0.375, -3, 8)]
    [InlineData(9007199254740992.0, 9007199254740992, 1)]
    public void FromDouble_IsExact(double value, long numerator, long denominator) => Assert.Equal(Rational.Create(numerator, denominator), Rational.FromDouble(value));

    [Fact]
    public void FromDouble_OfTheExtremes_IsExact()
    {
        Assert.Equal(Rational.Create(1, BigInteger.One << 1074), Rational.FromDouble(double.Epsilon));
        Assert.Equal(Rational.Create((BigInteger.One << 52) - 1, BigInteger.One << 1074), Rational.FromDouble(2.2250738585072009e-308));
        Assert.Equal(s_largest, Rational.FromDouble(double.MaxValue));
        Assert.Equal(Rational.Zero, Rational.FromDouble(-0.0));
        Assert.Throws<ArgumentException>(() => Rational.FromDouble(double.NaN));
        Assert.Throws<ArgumentException>(() => Rational.FromDouble(double.NegativeInfinity));
    }

    [Fact]
    public void Arithmetic_IsThatOfFractions()
    {
        Rational third = Rational.Create(1, 3), sixth = Rational.Create(-2, -12);
        Assert.Equal(Rational.Create(1, 2), third + sixth);
        Assert.Equal(sixth, third - sixth);
        Assert.Equal(Rational.Create(1, 18), third * sixth);
        Assert.Equal(Rational.Create(2, 1), third / sixth);
        Assert.Equal(Rational.Create(-1, 3), third / -Rational.One);
        Assert.Equal(Rational.Create(-1, 3), -Rational.One * third);
        Assert.True(third > sixth && -third < sixth && Rational.Zero < sixth && -third < -sixth);
        Assert.Equal(default, third - third);
        Assert.Equal(Rational.Zero.GetHashCode(), (third - third).GetHashCode());
        Assert.Throws<DivideByZeroException>(() => third / Rational.Zero);
        Assert.Throws<DivideByZeroException>(() => Rational.Create(1, 0));
    }

    [Fact]
    public void Rounding_OfRandomFractions_IsNearestAndEnclosing()
    {
        Random random = new(1);
        for (int i = 0; i < 4000; i++)
        {
            BigInteger numerator = RandomInteger(random, 1 + random.Next(200)), denominator = RandomInteger(random, 1 + random.Next(200));
            AssertRounding(Rational.Create(random.Next(2) == 0 ? numerator : -numerator, denominator));
        }
    }

    [Fact]
    public void Rounding_AroundDoubles_IsNearestAndEnclosing()
    {
        // Each double, the midpoint to its neighbour (a tie) and points just beside both: over normal, subnormal, huge and tiny numbers.
        Random random = new(2);
        for (int i = 0; i < 2000; i++)
        {
            long bits = (random.NextInt64() & long.MaxValue) % BitConverter.DoubleToInt64Bits(double.MaxValue);
            bits = i % 4 == 0 ? bits & 0xF_FFFF_FFFF_FFFF : bits;
            double value = BitConverter.Int64BitsToDouble(bits);
            Rational exact = Rational.FromDouble(value), next = Rational.FromDouble(Math.BitIncrement(value));
            Rational middle = (exact + next) / Rational.Create(2, 1), hair = (next - exact) * Rational.Create(1, BigInteger.One << 80);
            foreach (Rational candidate in new[] { exact, middle, middle + hair, middle - hair, exact + hair, next - hair })
            {
                AssertRounding(candidate);
                AssertRounding(-candidate);
            }
        }
    }

    [Fact]
    public void Rounding_OfWhatLiesBelowTheLeastDouble_IsZeroOrTheLeast()
    {
        Rational least = Rational.FromDouble(double.Epsilon), half = least / Rational.Create(2, 1);
        foreach (Rational tiny in new[] { half, half / Rational.Create(3, 1), half * Rational.Create(3, 2), Rational.Create(1, BigInteger.Pow(10, 500)) })
        {
            AssertRounding(tiny);
            AssertRounding(-tiny);
        }

        Assert.Equal(new StatedNumber(0, false), half.ToStatedNumber());
        Assert.False(double.IsNegative((-half).ToDoubleUp()));
    }

    [Fact]
    public void Rounding_BeyondTheLargestDouble_Overflows()
    {
        Assert.Equal(double.MaxValue, s_largest.ToDoubleDown());
        Assert.Equal(double.MaxValue, s_largest.ToDoubleUp());
        Assert.Equal(new StatedNumber(-double.MaxValue, true), (-s_largest).ToStatedNumber());
        Rational beyond = s_largest + Rational.Create(1, 10);
        foreach (Rational large in new[] { beyond, -beyond, Rational.Create(BigInteger.One << 1024, 1), Rational.Create(BigInteger.Pow(10, 5000), 3) })
        {
            Assert.Throws<OverflowException>(() => large.ToStatedNumber());
            Assert.Throws<OverflowException>(() => large.ToDoubleDown());
            Assert.Throws<OverflowException>(() => large.ToDoubleUp());
        }
    }

    [Theory]
    [InlineData("0.1", 0.1, false)]
    [InlineData("0.5", 0.5, true)]
    [InlineData("0.679857769", 0.679857769, false)]
    [InlineData("9007199254740993", 9007199254740992.0, false)]
    [InlineData("9007199254740995", 9007199254740996.0, false)]
    public void ToStatedNumber_OfDecimals_IsWhatTheCompilerMakesOfThem(string text, double value, bool isExact)
    {
        Assert.True(NetCompile.VnnLib.DecimalNumber.TryParse(text, out Rational number, out _));
        Assert.Equal(new StatedNumber(value, isExact), number.ToStatedNumber());
    }

    [Fact]
    public void FromDecimal_IsReduced()
    {
        Random random = new(11);
        for (int i = 0; i < 2000; i++)
        {
            long mantissa = random.NextInt64(-1_000_000, 1_000_000) * (long)Math.Pow(10, random.Next(0, 10)) * (random.Next(4) == 0 ? 1L << random.Next(10) : 1);
            int scale = random.Next(19);
            Rational expected = Rational.Create(mantissa, BigInteger.Pow(10, scale)), actual = Rational.FromDecimal(mantissa, scale);
            Assert.Equal((expected.Numerator, expected.Denominator), (actual.Numerator, actual.Denominator));
        }
    }

    private static void AssertRounding(Rational number)
    {
        double down = number.ToDoubleDown(), up = number.ToDoubleUp();
        StatedNumber stated = number.ToStatedNumber();
        Assert.True(Rational.FromDouble(down) <= number && number <= Rational.FromDouble(up), $"{number}: {down:R} to {up:R}");
        bool isDouble = Rational.FromDouble(down) == number;
        Assert.Equal(isDouble ? down : Math.BitIncrement(down), up);
        Assert.Equal(isDouble, stated.IsExact);
        Rational toDown = number - Rational.FromDouble(down), toUp = Rational.FromDouble(up) - number;
        double expected = toDown < toUp ? down : toUp < toDown ? up : (BitConverter.DoubleToInt64Bits(down) & 1) == 0 ? down : up;
        Assert.Equal(expected, stated.Value);
    }

    private static BigInteger RandomInteger(Random random, int bits)
    {
        byte[] bytes = new byte[(bits / 8) + 2];
        random.NextBytes(bytes);
        bytes[^1] = 0;
        return (new BigInteger(bytes) >> ((bytes.Length * 8) - 8 - bits)) + 1;
    }
}
