using NetCompile.Models;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Milp.Tests.Encodings;

public sealed class AffineFormTests
{
    [Fact]
    public void AnEndOfZerosIsZero()
    {
        MilpModel model = new();
        model.AddVariable(0, 0.3);
        model.AddVariable(-0.7, 0);
        Assert.Equal(0, Range(model, [0.1, 0], 0).Lower);
        Assert.Equal(0, Range(model, [-0.1, 0.3], 0).Upper);
        Assert.Equal(0, Range(model, [0.1, -0.3], 0).Lower);

        // Not with a constant, a radius, or another bound.
        Assert.True(Range(model, [0.1, 0], 1e-300).Lower < 1e-300);
        Assert.True(new AffineForm([0, 1], [0.1, 0], 0, 1e-300).Range(model).Lower < 0);
        Assert.True(Range(model, [0.1, 0.3], 0).Lower < -0.21);
    }

    [Fact]
    public void AProductThatUnderflowsIsNoZero()
    {
        MilpModel model = new();
        model.AddVariable(-1e-200, 1e-200);
        (double lower, double upper) = new AffineForm([0], [1e-200], 0, 0).Range(model);
        Assert.True(lower < 0 && upper > 0, $"{lower:R} … {upper:R}");
    }

    [Fact]
    public void RangesContainWhatTheFormCanBe_InExactArithmetic()
    {
        Random random = new(3);
        for (int round = 0; round < 2000; round++)
        {
            int n = random.Next(1, 6);
            MilpModel model = new();
            double[] coefficients = new double[n];
            Properties.Rational least = Properties.Rational.Zero, greatest = Properties.Rational.Zero;
            double constant = random.Next(3) == 0 ? random.NextDouble() - 0.5 : 0;
            (least, greatest) = (Properties.Rational.FromDouble(constant), Properties.Rational.FromDouble(constant));
            for (int k = 0; k < n; k++)
            {
                double a = random.Next(3) == 0 ? 0 : random.NextDouble() - 0.5, b = random.Next(3) == 0 ? 0 : random.NextDouble() - 0.5;
                model.AddVariable(Math.Min(a, b), Math.Max(a, b));
                coefficients[k] = random.Next(5) == 0 ? 0 : random.NextDouble() - 0.5;
                Properties.Rational c = Properties.Rational.FromDouble(coefficients[k]), x = c * Properties.Rational.FromDouble(a), y = c * Properties.Rational.FromDouble(b);
                least += x < y ? x : y;
                greatest += x < y ? y : x;
            }

            (double lower, double upper) = Range(model, coefficients, constant);
            Assert.True(Properties.Rational.FromDouble(lower) <= least && Properties.Rational.FromDouble(upper) >= greatest, $"round {round}");
            Assert.True(Properties.Rational.FromDouble(lower + 1e-14) >= least && Properties.Rational.FromDouble(upper - 1e-14) <= greatest, $"round {round}: wider than rounding");
        }
    }

    /// <summary>Ends that a radius nearly cancels: every rounding on the way counts then, also that of the radius' own sum.</summary>
    [Fact]
    public void RangesContainWhatTheFormCanBe_WhereTheRadiusIsOfTheSizeOfTheSum()
    {
        Random random = new(1);
        for (int round = 0; round < 20_000; round++)
        {
            int n = 4 * random.Next(1, 8);
            double sum = Math.Pow(2, random.Next(-6, 0)) * (1 + (random.Next(1, 1 << 20) * Math.Pow(2, -52))), tiny = 0.4999 * (Math.BitIncrement(sum) - sum), radius = 1 + (random.NextDouble() * sum * 0.9);
            MilpModel model = new();
            for (int k = 0; k < n; k++)
            {
                model.AddVariable(-tiny, tiny);
            }

            double constant = random.Next(2) == 0 ? sum : -sum;
            (double lower, double upper) = new AffineForm([.. Enumerable.Range(0, n)], [.. Enumerable.Repeat(1.0, n)], constant, radius).Range(model);
            Properties.Rational all = Properties.Rational.FromDouble(n) * Properties.Rational.FromDouble(tiny) + Properties.Rational.FromDouble(radius), middle = Properties.Rational.FromDouble(constant);
            Assert.True(Properties.Rational.FromDouble(lower) <= middle - all && Properties.Rational.FromDouble(upper) >= middle + all, $"round {round}: {lower:R} … {upper:R} of {constant:R} ± {n} {tiny:R} ± {radius:R}");
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ACoefficientThatIsNoNumberGivesNoRange(double coefficient)
    {
        MilpModel model = new();
        model.AddVariable(0, 0);
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), new AffineForm([0], [coefficient], 0, 0).Range(model));
    }

    /// <summary>Pictures have inputs from 0 on, and a group of weights of one sign then sums up to 0 at one end: noise there made CBC cut off optima.</summary>
    [Theory]
    [InlineData("partition:2")]
    [InlineData("partition:4")]
    public void NoCoefficientOfAnEncodingIsNoise(string encoding)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            NetworkModel network = RandomNetworks.Chain(new Random(seed), 8, 6, 6, 2);
            double[] lower = [.. Enumerable.Repeat(0.0, 8)], upper = [.. Enumerable.Repeat(0.3, 8)];
            MilpModel model = new();
            MilpVariable[] x = [.. lower.Zip(upper, (l, u) => model.AddVariable(l, u))];
            NetworkRunner runner = NetworkRunner.Create(network);
            NeuronBounds bounds = BoundTightening.Compute(runner, lower, upper, new TighteningOptions { Method = TighteningMethod.Interval }).Bounds;
            NetworkEncoder.AddTo(model, runner, x, bounds, new EncodingOptions { Encoding = ReluEncoding.Parse(encoding) });
            Assert.True(model.IntegerCount > 0);
            Assert.DoesNotContain(model.RowCoefficients.ToArray(), c => c != 0 && Math.Abs(c) < 1e-9);
        }
    }

    private static (double Lower, double Upper) Range(MilpModel model, double[] coefficients, double constant) =>
        new AffineForm([.. Enumerable.Range(0, coefficients.Length)], coefficients, constant, 0).Range(model);
}
