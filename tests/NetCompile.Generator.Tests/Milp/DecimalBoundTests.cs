using System.Globalization;
using NetCompile.Generator.Milp;

namespace NetCompile.Generator.Tests.Milp;

public class DecimalBoundTests
{
    [Theory]
    [InlineData(3.14159, 3, 3.15)]
    [InlineData(-3.14159, 3, -3.14)]
    [InlineData(3.14, 3, 3.14)]
    [InlineData(9.9991, 3, 10)]
    [InlineData(-9.9991, 3, -9.9)]
    [InlineData(1.2345e-300, 2, 1.3e-300)]
    [InlineData(0, 3, 0)]
    [InlineData(double.PositiveInfinity, 3, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 3, double.NegativeInfinity)]
    [InlineData(double.MaxValue, 3, double.PositiveInfinity)]
    public void Up_is_a_number_of_so_many_digits_just_above(double value, int digits, double expected)
    {
        Assert.Equal(expected, DecimalBound.Up(value, digits));
        Assert.Equal(-expected, DecimalBound.Down(-value, digits));
    }

    [Fact]
    public void Bounds_are_outward_and_near_for_every_magnitude()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsNormal(value) || Math.Abs(value) > 1e307)
            {
                continue;
            }

            int digits = random.Next(1, 17);
            double up = DecimalBound.Up(value, digits), down = DecimalBound.Down(value, digits);
            Assert.True(down <= value && value <= up, value.ToString("R", CultureInfo.InvariantCulture));
            Assert.True(up - down <= 2.0001 * Math.Pow(10, 1 - digits) * Math.Abs(value), $"{value}: {down} to {up}");
        }
    }
}
