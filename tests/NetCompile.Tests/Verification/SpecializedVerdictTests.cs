using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

/// <summary>Random networks of every operator with their specialised ones, both as they run: values, bounds and verdicts agree up to the stated bound.</summary>
public sealed class SpecializedVerdictTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Values_bounds_and_verdicts_agree_up_to_the_stated_bound(int group)
    {
        int smaller = 0, decided = 0;
        for (int seed = 100 * group; seed < (100 * group) + 30; seed++)
        {
            Random random = new(seed);
            NetworkModel model = Network(random, seed);
            ImmutableArray<InputInterval> region = Region(random, model.InputCount);
            SpecializedModel specialized = SpecializePass.Run(model, region);
            NetworkRunner original = NetworkRunner.Create(model), small = NetworkRunner.Create(specialized.Model);
            double[] greatest = CompareValues(original, small, specialized, region, random);
            smaller += specialized.IsSmaller ? 1 : 0;

            double difference = specialized.MaxDifference[0], upper = OutputBounds.Compute(small, region, BoundMethod.Crown).Upper[0];
            foreach (double limit in new[] { greatest[0] - (3 * difference) - 1e-4, (greatest[0] + upper) / 2, upper + (3 * difference) + 1e-4 })
            {
                VerificationProperty property = Below(model, region, limit);
                Verdict a = Verifier.Verify(original, property, Budget).Verdict, b = Verifier.Verify(small, property, Budget).Verdict;
                bool isClose = difference > 0 && limit > greatest[0] - (2 * difference) && limit < greatest[0] + (2 * difference);
                Assert.True(isClose || a == b || a == Verdict.Unknown || b == Verdict.Unknown, $"seed {seed}: output 0 below {limit} is {a} of the original and {b} of the specialised network");
                Assert.True(limit >= greatest[0] - difference || b != Verdict.Holds, $"seed {seed}: {limit} is proved of the specialised network, but the original gives {greatest[0]}");
                decided += a == b && a != Verdict.Unknown ? 1 : 0;
            }
        }

        Assert.True(smaller > 15 && decided > 60, $"{smaller} of 30 networks became smaller, {decided} of 90 verdicts were reached");
    }

    private static VerificationOptions Budget => VerificationOptions.Default with { NodeLimit = 300, Threads = 1 };

    private static NetworkModel Network(Random random, int seed) => (seed % 4) switch
    {
        0 => RandomNetworks.EveryOperator(random, 3, 6, 2),
        1 => RandomNetworks.Chain(random, (HiddenActivation)(seed / 4 % 4), 3, 10, 8, 2),
        _ => RandomNetworks.Tangle(random, seed % 8 == 2 ? 4 : 3, 4, 3 + random.Next(9), ExtraOperators.Maximum),
    };

    // Wide, narrow and single values; around zero, and on it.
    private static ImmutableArray<InputInterval> Region(Random random, int inputs) =>
        [.. Enumerable.Range(0, inputs).Select(_ =>
        {
            float center = random.Next(4) == 0 ? 0 : ((random.NextSingle() * 2) - 1) * 0.8f, radius = random.Next(4) switch { 0 => 0, 1 => 0.01f, 2 => 0.1f, _ => 0.3f };
            return InputInterval.Exact(center - radius, center + radius);
        })];

    // The greatest value of each output of the original: inside, on faces and at corners, one by one and in a batch.
    private static double[] CompareValues(NetworkRunner original, NetworkRunner small, SpecializedModel specialized, ImmutableArray<InputInterval> region, Random random)
    {
        const int count = 70;
        int inputs = original.Model.InputCount, outputs = original.Model.OutputCount;
        float[] x = [.. Enumerable.Range(0, count).SelectMany(k => region.Select(i => random.Next(k % 2 == 0 ? 2 : 4) switch
        {
            0 => (float)i.Lower,
            1 => (float)i.Upper,
            _ => Math.Clamp((float)(i.Lower + (random.NextDouble() * (i.Upper - i.Lower))), (float)i.Lower, (float)i.Upper),
        }))];
        float[] expected = new float[count * outputs], together = new float[count * outputs], expectedAlone = new float[outputs], alone = new float[outputs];
        original.ForwardBatch(x, expected, count);
        small.ForwardBatch(x, together, count);
        double[] greatest = [.. Enumerable.Repeat(double.NegativeInfinity, outputs)];
        OutputBounds bounds = OutputBounds.Compute(small, region, BoundMethod.Crown);
        for (int k = 0; k < count; k++)
        {
            original.Forward(x.AsSpan(k * inputs, inputs), expectedAlone);
            small.Forward(x.AsSpan(k * inputs, inputs), alone);
            for (int i = 0; i < outputs; i++)
            {
                double value = expected[(k * outputs) + i], difference = specialized.MaxDifference[i];
                greatest[i] = Math.Max(greatest[i], value);
                Assert.True(Math.Abs(value - together[(k * outputs) + i]) <= difference, $"{value} became {together[(k * outputs) + i]}, further than {difference}");
                Assert.True(Math.Abs((double)expectedAlone[i] - alone[i]) <= difference, $"{expectedAlone[i]} became {alone[i]}, further than {difference}");

                // A batch may sum in another order than a single pass, also of one and the same network.
                Assert.True(!specialized.IsSmaller || Math.Abs(value - alone[i]) <= difference, $"{value} became {alone[i]}, further than {difference}");
                Assert.InRange(value, bounds.Lower[i] - difference, bounds.Upper[i] + difference);
            }
        }

        return greatest;
    }

    // Violated where −y ≤ −limit.
    private static VerificationProperty Below(NetworkModel model, ImmutableArray<InputInterval> region, double limit) => new(
        "below", model.InputCount, model.OutputCount,
        [new PropertyCase(region, [new Conjunction([(LinearExpression.FromConstant(Rational.FromDouble(limit)) - LinearExpression.FromVariable(PropertyVariable.Output(0))).ToConstraint(isStrict: false)])])]);
}
