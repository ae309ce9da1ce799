using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Core.Tests.Bounds;

public sealed class LinearRelaxationTests
{
    public static TheoryData<string> Activations => new() { "relu", "leaky 0.01", "leaky 1", "clip 0 6", "clip -1 1", "clip -0.1 inf", "clip -inf 0.1", "clip 0.3 0.3", "step -1 0 1", "step 0 1 1", "step -0.3 0.1 7", "step 2 2 2" };

    [Theory]
    [MemberData(nameof(Activations))]
    public void Lines_EncloseTheFunctionExactly(string activation)
    {
        // Both sides are piecewise linear, so enclosure at ends and kinks (for a step, on both sides of its jump) in exact arithmetic is enclosure everywhere.
        NetworkOperator o = Activation(activation);
        Random random = new(10);
        for (int i = 0; i < 500; i++)
        {
            double scale = Math.Pow(2, random.Next(-40, 40)), a = (random.NextDouble() - 0.5) * scale, b = (random.NextDouble() - 0.5) * (i % 3 == 0 ? 20 : scale);
            (double lower, double upper) = (Math.Min(a, b), Math.Max(a, b));
            (lower, upper) = i % 10 == 1 ? (0, Math.Abs(a)) : i % 10 == 2 ? (-Math.Abs(a), 0) : (lower, upper);
            foreach (LowerSlope rule in Enum.GetValues<LowerSlope>())
            {
                LinearRelaxation lines = LinearRelaxation.Of(o, 0, lower, upper, rule);
                foreach (double x in new[] { lower, upper, (lower / 2) + (upper / 2), 0.0, Math.BitDecrement(0.0), Math.BitIncrement(0.0) }.Concat(Kinks(o)).Where(x => x >= lower && x <= upper))
                {
                    Rational exact = Value(o, Rational.FromDouble(x));
                    Assert.True(Line(lines.LowerSlope, lines.LowerOffset, x) <= exact && exact <= Line(lines.UpperSlope, lines.UpperOffset, x), $"{activation} on [{lower:R}, {upper:R}] at {x:R}: {lines}");
                }
            }
        }
    }

    [Fact]
    public void UnboundedInputs_HaveConstantLines()
    {
        LinearRelaxation lines = LinearRelaxation.Of(Activation("relu"), 0, double.NegativeInfinity, 3, LowerSlope.Adaptive);
        Assert.Equal(new LinearRelaxation(0, 0, 0, 3), lines);
    }

    private static Rational Line(double slope, double offset, double x) => (Rational.FromDouble(slope) * Rational.FromDouble(x)) + Rational.FromDouble(offset);

    private static IEnumerable<double> Kinks(NetworkOperator o) =>
        o is ClipOperator c ? new double[] { c.Lower.Values[0], c.Upper.Values[0] }.Where(double.IsFinite) : [0.0];

    private static Rational Value(NetworkOperator o, Rational x)
    {
        switch (o)
        {
            case StepOperator s:
                return Rational.FromDouble(x.Sign < 0 ? s.Low : x.Sign > 0 ? s.High : s.AtZero);
            case LeakyReluOperator l:
                return x.Sign < 0 ? x * Rational.FromDouble(l.Slope) : x;
            case ClipOperator c:
                x = float.IsInfinity(c.Lower.Values[0]) || x >= Rational.FromDouble(c.Lower.Values[0]) ? x : Rational.FromDouble(c.Lower.Values[0]);
                return float.IsInfinity(c.Upper.Values[0]) || x <= Rational.FromDouble(c.Upper.Values[0]) ? x : Rational.FromDouble(c.Upper.Values[0]);
            default:
                return x.Sign < 0 ? Rational.Zero : x;
        }
    }

    private static NetworkOperator Activation(string text)
    {
        string[] parts = text.Split(' ');
        NetworkModelBuilder b = new("n", TensorShape.Of(1));
        int id = parts[0] switch
        {
            "relu" => b.AddRelu(b.Input),
            "leaky" => b.AddLeakyRelu(b.Input, Parse(parts[1])),
            "step" => b.AddStep(b.Input, Parse(parts[1]), Parse(parts[2]), Parse(parts[3])),
            _ => b.AddClip(b.Input, Tensor.Vector(Parse(parts[1])), Tensor.Vector(Parse(parts[2]))),
        };
        return b[id];

        static float Parse(string number) => number switch
        {
            "inf" => float.PositiveInfinity,
            "-inf" => float.NegativeInfinity,
            _ => float.Parse(number, System.Globalization.CultureInfo.InvariantCulture),
        };
    }
}
