using System.Collections.Immutable;
using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Tests.Runtime;

public sealed class RegionGuardTests
{
    [Fact]
    public void The_boundary_is_inside_and_its_float_neighbours_are_not()
    {
        RegionGuard guard = Guard((0.1, 60760), (-3, -3));
        Assert.True(guard.Contains([0.1f, -3]));
        Assert.True(guard.Contains([60760, -3]));
        Assert.False(guard.Contains([MathF.BitDecrement(0.1f), -3]));
        Assert.False(guard.Contains([MathF.BitIncrement(60760), -3]));
        Assert.False(guard.Contains([1, MathF.BitIncrement(-3)]));
        Assert.False(guard.Contains([1, MathF.BitDecrement(-3)]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.MaxValue)]
    public void Nothing_else_is_inside_at_any_place(float value)
    {
        // Long enough for whole vectors and a rest.
        const int count = 21;
        RegionGuard guard = Guard([.. Enumerable.Repeat((-1.0, 1.0), count)]);
        float[] input = new float[count];
        Assert.True(guard.Contains(input));
        for (int i = 0; i < count; i++)
        {
            input[i] = value;
            Assert.False(guard.Contains(input));
            ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => guard.Require(input));
            Assert.Equal($"x{i}", e.ParamName);
            Assert.Equal(value, e.ActualValue);
            input[i] = 0;
        }
    }

    [Fact]
    public void The_message_names_the_input_its_value_and_its_range()
    {
        RegionGuard guard = Guard((0, 1), (-2.5, 2));
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => guard.Require([0.5f, 2.25f]));
        Assert.StartsWith("Input 'x1' is 2.25 but is declared from -2.5 to 2; the network is specialised to the declared ranges and says nothing outside.", e.Message);
        e = Assert.Throws<ArgumentOutOfRangeException>(() => guard.Require([0.5f, 1, 0.5f, 1, float.NaN, 1], 3));
        Assert.StartsWith("Input 'x0' of sample 2 is NaN but is declared from 0 to 1;", e.Message);
        guard.Require([0.5f, 1, 0.5f, 1], 2);
    }

    [Fact]
    public void A_wrong_number_of_values_is_no_matter_of_the_region()
    {
        RegionGuard guard = Guard((0, 1), (0, 1));
        Assert.Throws<ArgumentException>(() => guard.Contains([0.5f]));
        Assert.Throws<ArgumentException>(() => guard.Require([0.5f, 0.5f, 0.5f]));
        guard.Require([9, 9, 9], 2); // The forward pass says that there are too few.
    }

    [Fact]
    public void A_box_must_stay_within()
    {
        RegionGuard guard = Guard((0, 1), (0.3, 0.3));
        guard.Require([InputInterval.Exact(0, 1), InputInterval.Exact(0.3, 0.3)]);
        guard.Require([InputInterval.Exact(0.5, 0.6), new InputInterval(Math.BitDecrement(0.3), Math.BitIncrement(0.3), 0.3, 0.3)]);
        guard.Require([InputInterval.Exact(5, 4), InputInterval.Exact(7, 7)]); // It has no points.
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => guard.Require([InputInterval.Exact(0, 1.001), InputInterval.Exact(0.3, 0.3)]));
        Assert.StartsWith("Input 'x0' ranges from 0 to 1.001 in the box but is declared from 0 to 1;", e.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => guard.Require([InputInterval.Exact(0, 1), InputInterval.Exact(0.3, 0.31)]));
    }

    [Fact]
    public void What_is_proved_reaches_a_millionth_of_the_width_further()
    {
        RegionGuard guard = Guard((0, 10), (0.3, 0.3), (-float.MaxValue, float.MaxValue));
        foreach (float x in new[] { -0.9e-5f, 10.000009f })
        {
            guard.RequireProved([x, 0.3f, 0]);
            guard.RequireProved([1, 0.3f, 0, x, 0.3f, 0], 2);
            Assert.False(guard.Contains([x, 0.3f, 0]));
        }

        guard.RequireProved([5, 0.3f, float.MaxValue]);
        guard.RequireProved([5, 0.3f, -float.MaxValue]);
        foreach (float[] x in new float[][] { [-1.1e-5f, 0.3f, 0], [10.00002f, 0.3f, 0], [float.NaN, 0.3f, 0], [5, MathF.BitIncrement(0.3f), 0], [5, MathF.BitDecrement(0.3f), 0], [5, 0.3f, float.PositiveInfinity], [5, 0.3f, float.NegativeInfinity] })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => guard.RequireProved(x));
            Assert.Throws<ArgumentOutOfRangeException>(() => guard.RequireProved([1, 0.3f, 0, .. x], 2));
        }
    }

    [Fact]
    public void A_property_must_stay_within_in_every_case()
    {
        RegionGuard guard = Guard((0, 1));
        VerificationProperty Property(double upper) => new("p", 1, 1, [new PropertyCase([InputInterval.Exact(0, 1)], []), new PropertyCase([InputInterval.Exact(0.5, upper)], [])]);
        guard.Require(Property(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => guard.Require(Property(1.5)));
    }

    [Fact]
    public void A_box_may_be_given_by_its_ends()
    {
        RegionGuard guard = Guard((0, 1), (-2, 2));
        guard.Require([0.0, -2.0], [1.0, 2.0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => guard.Require([0.0, -2.1], [1.0, 2.0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => guard.Require([0.0, double.NegativeInfinity], [1.0, 2.0]));
    }

    [Fact]
    public void A_region_without_a_guard_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Guard((1, 0)));
        Assert.Throws<ArgumentException>(() => Guard((0, double.PositiveInfinity)));
        Assert.Throws<ArgumentException>(() => new RegionGuard([InputInterval.Exact(0, 1)], ["a", "b"]));
    }

    private static RegionGuard Guard(params (double Lower, double Upper)[] region) =>
        new([.. region.Select(r => InputInterval.Exact(r.Lower, r.Upper))], [.. region.Select((_, i) => $"x{i}")]);
}
