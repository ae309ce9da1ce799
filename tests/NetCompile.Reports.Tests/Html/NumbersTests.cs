using NetCompile.Reports.Html;

namespace NetCompile.Reports.Tests.Html;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1.5, "−1.5")]
    [InlineData(1234.567, "1235")]
    [InlineData(-9.2204e-5, "−9.22·10⁻⁵")]
    [InlineData(3.4028e38, "3.403·10³⁸")]
    [InlineData(double.NegativeInfinity, "−∞")]
    [InlineData(double.NaN, "not a number")]
    public void Short(double value, string expected) => Assert.Equal(expected, Numbers.Short(value));

    [Theory]
    [InlineData(1.23456, "1.234", "1.235")]
    [InlineData(-1.23456, "−1.235", "−1.234")]
    [InlineData(0.99999, "0.9999", "1")]
    [InlineData(-0.99999, "−1", "−0.9999")]
    [InlineData(1000.4, "1000", "1001")]
    [InlineData(12.5, "12.5", "12.5")]
    [InlineData(0.1, "0.1", "0.1")]
    [InlineData(0, "0", "0")]
    [InlineData(-4.00001e-7, "−4.001·10⁻⁷", "−4·10⁻⁷")]
    [InlineData(double.MaxValue, "1.797·10³⁰⁸", "∞")]
    [InlineData(double.NegativeInfinity, "−∞", "−∞")]
    public void Bounds_AreRoundedOutward(double value, string atLeast, string atMost) => Assert.Equal((atLeast, atMost), (Numbers.AtLeast(value), Numbers.AtMost(value)));

    [Fact]
    public void ShownBounds_EncloseTheBounds()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 5));
            Assert.InRange(value, Read(Numbers.AtLeast(value)), Read(Numbers.AtMost(value)));
            Assert.InRange(Read(Numbers.AtMost(value)) - Read(Numbers.AtLeast(value)), 0, Math.Abs(value) * 1.0001e-3);
        }

        static double Read(string text) => double.Parse(text.Replace('−', '-').Replace("·10⁻⁵", "e-5").Replace("·10⁻⁶", "e-6").Replace("·10⁻⁷", "e-7").Replace("·10⁻⁸", "e-8").Replace("·10⁻⁹", "e-9").Replace("·10⁴", "e4"), System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(-3.4028235e38f, "−3.4028235·10³⁸")]
    [InlineData(float.PositiveInfinity, "∞")]
    public void Exact(float value, string expected) => Assert.Equal(expected, Numbers.Exact(value));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(2.5e-5, "25 µs")]
    [InlineData(0.0042, "4.2 ms")]
    [InlineData(0.25, "250 ms")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(86400, "86\u202F400 s")]
    public void Seconds(double value, string expected) => Assert.Equal(expected, Numbers.Seconds(value));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(1e-9, "< 0.1 %")]
    [InlineData(0.123, "12.3 %")]
    [InlineData(0.99999, "> 99.9 %")]
    [InlineData(1, "100 %")]
    public void Percent_IsAllOrNothingOnlyWhereItIs(double value, string expected) => Assert.Equal(expected, Numbers.Percent(value));

    [Theory]
    [InlineData(new[] { 0.0, 75, 150 }, "0 75 150")]
    [InlineData(new[] { -0.3035, -0.301, -0.2985 }, "−0.303 −0.301 −0.298")]
    [InlineData(new[] { 1000.1, 1000.15, 1000.2 }, "1000.1 1000.15 1000.2")]
    [InlineData(new[] { 5.0, 5, 5 }, "5 5 5")]
    public void Ticks_AreToldApart(double[] values, string expected) => Assert.Equal(expected, string.Join(' ', Numbers.Ticks(values)));

    [Theory]
    [InlineData(1, "1 box")]
    [InlineData(2, "2 boxes")]
    [InlineData(1_000_000, "1\u202F000\u202F000 boxes")]
    public void Counts(long count, string expected) => Assert.Equal(expected, Numbers.Count(count, "box"));
}
