using System.Globalization;
using NetCompile.VnnLib;

namespace NetCompile.Core.Tests.VnnLib;

public sealed class CounterexampleWriterTests
{
    [Fact]
    public void Write_HasTheFormOfTheCompetition() =>
        Assert.Equal("sat\n((X_0 0.1)\n (X_1 -0.5)\n (Y_0 1E-45)\n (Y_1 3))\n", CounterexampleWriter.Write([0.1f, -0.5f], [float.Epsilon, 3]));

    [Fact]
    public void OutputsWithoutADecimal_AreLeftOutAndNamed() =>
        Assert.Equal(
            "sat\n((X_0 1)\n (Y_1 2))\n"
            + "; Y_0 is -Infinity, which VNN-LIB cannot state: the forward pass overflows for this input\n"
            + "; Y_2 is NaN, which VNN-LIB cannot state: the forward pass overflows for this input\n",
            CounterexampleWriter.Write([1], [float.NegativeInfinity, 2, float.NaN]));

    [Fact]
    public void AnInfiniteInput_IsRefused() => Assert.Contains("Input 1 is Infinity", Assert.Throws<ArgumentException>(() => CounterexampleWriter.Write([1, float.PositiveInfinity], [2])).Message);

    [Fact]
    public void Numbers_RoundTrip()
    {
        Random random = new(6);
        float[] values = [.. Enumerable.Range(0, 2000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))).Where(float.IsFinite)];
        string[] lines = CounterexampleWriter.Write(values, [1f]).Split('\n');
        for (int i = 0; i < values.Length; i++)
        {
            string number = lines[i + 1].TrimStart(' ', '(').TrimEnd(')').Split(' ')[1];
            Assert.Equal(values[i], float.Parse(number, CultureInfo.InvariantCulture));
        }
    }
}
