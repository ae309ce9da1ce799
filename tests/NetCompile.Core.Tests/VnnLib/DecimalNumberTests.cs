using System.Numerics;
using NetCompile.Properties;
using NetCompile.VnnLib;

namespace NetCompile.Core.Tests.VnnLib;

public sealed class DecimalNumberTests
{
    [Theory]
    [InlineData("0", 0, 1)]
    [InlineData("-0.000", 0, 1)]
    [InlineData("12.50", 25, 2)]
    [InlineData("-.125", -1, 8)]
    [InlineData("+3e-2", 3, 100)]
    [InlineData("1e0", 1, 1)]
    [InlineData("250E+1", 2500, 1)]
    [InlineData("000000000000000000000000000007", 7, 1)]
    [InlineData("5.00000000000000000000000000000000", 5, 1)]
    public void Values_AreExact(string text, long numerator, long denominator)
    {
        Assert.True(DecimalNumber.LooksLikeOne(text));
        Assert.True(DecimalNumber.TryParse(text, out Rational value, out _));
        Assert.Equal(Rational.Create(numerator, denominator), value);
    }

    [Fact]
    public void RandomNumbers_OfEveryLength_AreExact()
    {
        Random random = new(12);
        for (int i = 0; i < 2000; i++)
        {
            string whole = Digits(random, random.Next(1, 30)), fraction = Digits(random, random.Next(30));
            int exponent = random.Next(-40, 40);
            Assert.True(DecimalNumber.TryParse($"-{whole}.{fraction}e{exponent}", out Rational value, out _));
            Rational expected = Rational.Create(-BigInteger.Parse(whole + fraction), BigInteger.Pow(10, fraction.Length));
            Rational power = Rational.Create(BigInteger.Pow(10, Math.Abs(exponent)), 1);
            Assert.Equal(exponent < 0 ? expected / power : expected * power, value);
        }
    }

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.5")]
    [InlineData(".")]
    [InlineData("-.e5")]
    [InlineData("12a")]
    [InlineData("1_000")]
    public void Others_AreRefused(string text)
    {
        Assert.False(DecimalNumber.TryParse(text, out _, out string problem));
        Assert.Equal("{0} is no number", problem);
    }

    private static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + (random.Next(3) == 0 ? 0 : random.Next(10)))));
}
