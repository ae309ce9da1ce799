using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.QuickProofs;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.QuickProofs;

/// <summary>What a quick proof says while typing is never contradicted: not by the forward pass that ships, single or in a batch, not by one in another order, and not by the engine.</summary>
public sealed class QuickProofAgreementTests
{
    private const int Samples = 64;

    private static readonly QuickProofOptions s_quick = new(Nodes: 60, Work: 2_000_000);
    private static readonly VerificationOptions s_engine = new() { NodeLimit = 200, Threads = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_contradicts_a_quick_proof(int seed)
    {
        Random random = new(seed);
        Dictionary<QuickVerdict, int> seen = [];
        int agreed = 0;
        for (int round = 0; round < 150; round++)
        {
            NetworkRunner runner = NetworkRunner.Create(RandomModel(random));
            (double Lower, double Upper)[] box = [.. Enumerable.Range(0, runner.Model.InputCount).Select(_ => random.Next(3) > 0 ? Plain(random) : ExtremeNetworks.Interval(random))];
            VerificationProperty property = PropertyBuilder.Build(
                "p", RandomViolation(random, runner, box), runner.Model.InputCount, runner.Model.OutputCount, [.. box.Select(b => InputInterval.Exact(b.Lower, b.Upper))]);
            QuickProof proof = QuickProver.Prove(runner.Model, property, s_quick);
            seen[proof.Verdict] = seen.GetValueOrDefault(proof.Verdict) + 1;
            string place = $"seed {seed}, round {round}: {proof.Verdict} by {proof.Method}";

            if (proof.Counterexample is { } found)
            {
                AssertConfirmed(runner, property, found, random, place);
            }

            foreach (PropertyCase @case in property.Cases)
            {
                AssertNotContradicted(runner, @case, proof.Verdict, random, place);
            }

            if (runner.Model.Operators.Any(o => o is StepOperator))
            {
                Assert.True(proof.Verdict is QuickVerdict.Undecided or QuickVerdict.Vacuous, place);
                continue;
            }

            if (box.Any(b => b.Upper > float.MaxValue))
            {
                continue; // The engine refuses what is no float32.
            }

            VerificationResult result = Verifier.Verify(runner, property, s_engine);
            bool holds = proof.Verdict is QuickVerdict.Holds or QuickVerdict.Vacuous, isViolated = proof.Verdict is QuickVerdict.Violated or QuickVerdict.NeverHolds;
            Assert.False((holds && result.Verdict == Verdict.Violated) || (isViolated && result.Verdict == Verdict.Holds), $"{place}, but the engine says {result}");
            agreed += holds || isViolated ? 1 : 0;
        }

        // A prover that decides nothing would pass.
        Assert.True(agreed > 60 && seen[QuickVerdict.Holds] > 10 && seen[QuickVerdict.Violated] > 10 && seen[QuickVerdict.NeverHolds] > 2, string.Join(", ", seen));
    }

    private static NetworkModel RandomModel(Random random) => random.Next(8) switch
    {
        0 => RandomNetworks.Chain(random, (HiddenActivation)random.Next(Enum.GetValues<HiddenActivation>().Length), 2, 6, 6, 2),
        1 => RandomNetworks.EveryOperator(random, 2, 4, 2),
        2 => RandomNetworks.Tangle(random, 2, 3, 7, ExtraOperators.Maximum),
        3 => RandomNetworks.Tangle(random, 2, 2, 6, ExtraOperators.Step),
        4 => RandomNetworks.Chain(random, 3, 8, 2),
        _ => ExtremeNetworks.Graph(random, random.Next(1, 4), 2, random.Next(6)),
    };

    private static (double Lower, double Upper) Plain(Random random)
    {
        double centre = (random.NextDouble() * 2) - 1;
        return (centre - (random.NextDouble() * 0.5), centre + (random.NextDouble() * 0.5));
    }

    // One to three alternatives of one to three conditions around values that the forward pass has, often the greatest or least one that was seen, to the last bit.
    private static Formula RandomViolation(Random random, NetworkRunner runner, (double Lower, double Upper)[] box)
    {
        float[][] points = [.. Enumerable.Range(0, 20).Select(_ => (float[])[.. box.Select(b => Inside(random, b.Lower, b.Upper))])];
        float[][] outputs = [.. points.Select(p => Forward(runner, p))];
        return new Formula.Any([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (Formula)new Formula.All([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Atom())]))]);

        Formula Atom()
        {
            bool aboutInput = random.Next(4) == 0;
            int count = aboutInput ? runner.Model.InputCount : runner.Model.OutputCount, first = random.Next(count), second = random.Next(count), input = random.Next(runner.Model.InputCount);
            (Rational a, Rational c) = (Coefficient(random), random.Next(2) == 0 ? Rational.Zero : Coefficient(random));
            bool mixes = !aboutInput && random.Next(4) == 0;
            LinearExpression left = Variable(!aboutInput, first).Times(a) + (mixes ? Variable(false, input) : Variable(!aboutInput, second)).Times(c);
            Rational[] values = [.. Enumerable.Range(0, points.Length).Where(k => IsFinite(points[k]) && IsFinite(outputs[k])).Select(k =>
                (a * Rational.FromDouble((aboutInput ? points[k] : outputs[k])[first])) + (c * Rational.FromDouble(mixes ? points[k][input] : (aboutInput ? points[k] : outputs[k])[second]))).Order()];
            Rational bound = values.Length == 0 ? Rational.Zero : random.Next(6) switch { 0 => values[0], 1 => values[^1], _ => values[random.Next(values.Length)] };
            if (random.Next(2) == 0)
            {
                Rational width = values.Length == 0 ? Rational.One : values[^1] - values[0];
                bound += Rational.FromDouble((random.NextDouble() * 3) - 1.5) * width;
            }

            LinearExpression difference = left - LinearExpression.FromConstant(bound);
            return new Formula.Atom(random.Next(2) == 0 ? difference : -difference, IsStrict: random.Next(2) == 0);
        }
    }

    private static LinearExpression Variable(bool isOutput, int index) => LinearExpression.FromVariable(new PropertyVariable(isOutput, index));

    // Doubles and decimals.
    private static Rational Coefficient(Random random) => random.Next(6) switch
    {
        0 => Rational.Create(random.Next(1, 100), 10),
        1 => -Rational.Create(random.Next(1, 100), 7),
        2 => Rational.Create(1, 1_000_000_000),
        3 => -Rational.One,
        _ => Rational.One,
    };

    private static void AssertConfirmed(NetworkRunner runner, VerificationProperty property, QuickCounterexample found, Random random, string place)
    {
        float[] shipped = Forward(runner, [.. found.Input]);
        foreach (float[] output in Enumerable.Range(0, 6).Select(_ => AnyOrderForward.EvaluateAll(runner.Model, found.Input.AsSpan(), random)[runner.Model.Output]).Prepend(shipped))
        {
            Assert.True(PropertyEvaluator.IsViolated(property, found.Input.AsSpan(), output), $"{place}, but ({string.Join(", ", found.Input)}) gives ({string.Join(", ", output)}), which is no violation");
            Assert.All(Enumerable.Range(0, output.Length), i => Assert.InRange(output[i], found.OutputLower[i], found.OutputUpper[i]));
        }
    }

    private static void AssertNotContradicted(NetworkRunner runner, PropertyCase @case, QuickVerdict verdict, Random random, string place)
    {
        int inputs = runner.Model.InputCount, outputs = runner.Model.OutputCount;
        float[] points = [.. Enumerable.Range(0, Samples).SelectMany(_ => @case.Region.Select(r => Inside(random, r.InnerLower, r.InnerUpper)))], batch = new float[Samples * outputs];
        runner.ForwardBatch(points, batch, Samples);
        for (int k = 0; k < Samples; k++)
        {
            float[] input = points.AsSpan(k * inputs, inputs).ToArray();
            if (!IsFinite(input))
            {
                continue;
            }

            foreach (float[] output in new[] { Forward(runner, input), batch.AsSpan(k * outputs, outputs).ToArray(), AnyOrderForward.EvaluateAll(runner.Model, input, random)[runner.Model.Output] })
            {
                bool isViolated = @case.Unsafe.Any(c => PropertyEvaluator.IsSatisfied(c, input, output));
                Assert.False(verdict is QuickVerdict.Holds or QuickVerdict.Vacuous && isViolated, $"{place}, but ({string.Join(", ", input)}) gives ({string.Join(", ", output)})");

                // What never holds is violated wherever the conditions on the inputs of an alternative are met.
                bool isAbout = @case.Unsafe.Any(c => c.Constraints.Where(r => r.Terms.All(t => !t.Variable.IsOutput)).All(r => PropertyEvaluator.IsSatisfied(r, input, output)));
                Assert.False(
                    verdict == QuickVerdict.NeverHolds && isAbout && PropertyEvaluator.IsInside(@case.Region, input) && !isViolated,
                    $"{place}, but it holds for ({string.Join(", ", input)}), which gives ({string.Join(", ", output)})");
            }
        }
    }

    private static float[] Forward(NetworkRunner runner, float[] input)
    {
        float[] output = new float[runner.Model.OutputCount];
        runner.Forward(input, output);
        return output;
    }

    private static bool IsFinite(float[] values) => values.All(float.IsFinite);

    // A float32 number of an interval, often one of its ends; the one nearest to an end where it holds none, which is what a program passes.
    private static float Inside(Random random, double lower, double upper)
    {
        float x = random.Next(5) switch
        {
            0 => (float)lower,
            1 => (float)upper,
            2 => (float)(lower + ((upper - lower) / 2)),
            _ => (float)(lower + (random.NextDouble() * (upper - lower))),
        };
        float up = MathF.BitIncrement(x), down = MathF.BitDecrement(x);
        return x < lower && up <= upper ? up : x > upper && down >= lower ? down : x;
    }
}
