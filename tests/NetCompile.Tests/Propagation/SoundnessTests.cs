using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation;

/// <summary>No bound may cut off an output that the network really gives, whatever the method, the operators and the size of the box.</summary>
public sealed class SoundnessTests
{
    public static TheoryData<BoundMethod, Arithmetic, double> Cases
    {
        get
        {
            TheoryData<BoundMethod, Arithmetic, double> cases = [];
            foreach (BoundMethod method in Enum.GetValues<BoundMethod>())
            {
                foreach (Arithmetic arithmetic in Enum.GetValues<Arithmetic>())
                {
                    foreach (double radius in (double[])[0, 1e-9, 1e-3, 0.2, 3])
                    {
                        cases.Add(method, arithmetic, radius);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bounds_contain_exact_outputs_of_sampled_inputs(BoundMethod method, Arithmetic arithmetic, double radius)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            NetworkModel model = (seed % 6) switch
            {
                0 => RandomNetworks.EveryOperator(random, 3, 9, 4),
                1 => RandomNetworks.Chain(random, 4, 11, 13, 7, 3),
                _ => RandomNetworks.Tangle(random, 3, seed % 2 == 0 ? 3 : 4, 9),
            };
            (InputInterval[] region, double[] center) = Box(random, model.InputCount, radius);
            OutputBounds bounds = OutputBounds.Compute(NetworkRunner.Create(model), region, method, arithmetic);
            foreach (Rational[] point in Points(random, region, center))
            {
                Rational[] output = RationalForward.Evaluate(model, point);
                for (int i = 0; i < output.Length; i++)
                {
                    Assert.True(Rational.FromDouble(bounds.Lower[i]) <= output[i] && output[i] <= Rational.FromDouble(bounds.Upper[i]),
                        $"seed {seed}: output {i} lies outside [{bounds.Lower[i]:R}, {bounds.Upper[i]:R}]");
                }
            }
        }
    }

    public static TheoryData<BoundMethod> Methods => [.. Enum.GetValues<BoundMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Float32_bounds_contain_the_forward_pass_at_points(BoundMethod method)
    {
        // On a box of one point the real-arithmetic bounds are tighter than float32 rounding, so this fails if the float32 error is left out.
        bool roundingMattered = false;
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            NetworkModel model = seed % 2 == 0 ? RandomNetworks.EveryOperator(random, 5, 24, 4) : RandomNetworks.Chain(random, 5, 50, 50, 3);
            NetworkRunner runner = NetworkRunner.Create(model);
            float[] x = [.. Enumerable.Range(0, model.InputCount).Select(_ => (random.NextSingle() * 4) - 2)];
            float[] y = new float[model.OutputCount];
            runner.Forward(x, y);
            InputInterval[] region = [.. x.Select(v => InputInterval.Exact(v, v))];
            OutputBounds single = OutputBounds.Compute(runner, region, method, Arithmetic.Float32);
            OutputBounds real = OutputBounds.Compute(runner, region, method, Arithmetic.Real);
            for (int i = 0; i < y.Length; i++)
            {
                Assert.InRange(y[i], single.Lower[i], single.Upper[i]);
                roundingMattered |= y[i] < real.Lower[i] || y[i] > real.Upper[i];
            }
        }

        Assert.True(roundingMattered, "no forward pass left the real-arithmetic bounds: this test no longer tests the float32 terms");
    }

    private static (InputInterval[] Region, double[] Center) Box(Random random, int inputs, double radius)
    {
        double[] center = [.. Enumerable.Range(0, inputs).Select(_ => (random.NextDouble() * 2) - 1)];
        return ([.. center.Select(c => InputInterval.Exact(c - (radius * random.NextDouble()), c + radius))], center);
    }

    private static IEnumerable<Rational[]> Points(Random random, InputInterval[] region, double[] center)
    {
        yield return [.. center.Select(Rational.FromDouble)];
        yield return [.. region.Select(r => Rational.FromDouble(r.Lower))];
        yield return [.. region.Select(r => Rational.FromDouble(r.Upper))];
        for (int i = 0; i < 8; i++)
        {
            yield return [.. region.Select(r => Rational.FromDouble(
                random.Next(3) switch { 0 => r.Lower, 1 => r.Upper, _ => Math.Clamp(r.Lower + (random.NextDouble() * (r.Upper - r.Lower)), r.Lower, r.Upper) }))];
        }
    }
}
