using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;
using NetCompile.QuickProofs;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.QuickProofs;

/// <summary>On random networks and properties no float32 forward pass, in any order of summation, contradicts a verdict.</summary>
public sealed class QuickProofSoundnessTests
{
    private static readonly QuickProofOptions s_options = new(Nodes: 60, Work: 3_000_000);

    [Fact]
    public void No_forward_pass_contradicts_a_verdict()
    {
        Random random = new(11);
        Dictionary<QuickVerdict, int> seen = [];
        for (int round = 0; round < 150; round++)
        {
            NetworkModel model = LowerMaximumPass.Run((round % 4) switch
            {
                0 => RandomNetworks.Chain(random, 2, 8, 8, 2),
                1 => RandomNetworks.Chain(random, HiddenActivation.Maximum, 3, 6, 6, 2),
                2 => RandomNetworks.EveryOperator(random, 2, 4, 2),
                _ => RandomNetworks.Tangle(random, 3, 3, 8, ExtraOperators.None),
            });
            VerificationProperty property = RandomProperty(random, model);
            QuickProof proof = QuickProver.Prove(model, property, s_options);
            seen[proof.Verdict] = seen.GetValueOrDefault(proof.Verdict) + 1;
            if (proof.Counterexample is { } found)
            {
                AssertConfirmed(model, property, found, random);
            }

            for (int sample = 0; sample < 60; sample++)
            {
                float[] input = Sample(random, property);
                bool isViolated = PropertyEvaluator.IsViolated(property, input, AnyOrderForward.EvaluateAll(model, input, random)[model.Output]);
                Assert.False(proof.Verdict is QuickVerdict.Holds or QuickVerdict.Vacuous && isViolated, $"round {round}: {proof.Verdict} by {proof.Method}, but ({string.Join(", ", input)}) violates it");
            }
        }

        // A prover that decides nothing would pass.
        Assert.True(seen[QuickVerdict.Holds] > 20 && seen[QuickVerdict.Violated] > 20, string.Join(", ", seen));
    }

    [Fact]
    public void Properties_that_hold_by_rounding_alone_are_not_said_to_hold()
    {
        // A float32 sum of 64 products, bounded at exactly its real value: some order of summation exceeds it.
        Random random = new(12);
        for (int round = 0; round < 30; round++)
        {
            NetworkModelBuilder b = new("sum", TensorShape.Of(64));
            NetworkModel model = b.Build(b.AddDense(b.Input, new Tensor(TensorShape.Of(1, 64), [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f)])));
            float[] point = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle())];
            double exact = RationalForward.Evaluate(model, [.. point.Select(p => Rational.FromDouble(p))])[0].ToStatedNumber().Value;
            ImmutableArray<InputInterval> box = [.. point.Select(p => InputInterval.Exact(p, p))];
            Formula violation = new Formula.Atom(QuickProverTests.Constant(exact) - LinearExpression.FromVariable(PropertyVariable.Output(0)), IsStrict: true);

            QuickProof proof = QuickProver.Prove(model, PropertyBuilder.Build("p", violation, 64, 1, box), s_options);

            Assert.Equal((QuickVerdict.Undecided, QuickObstacle.Precision), (proof.Verdict, proof.Obstacle!.Value));
        }
    }

    [Fact]
    public void Verdicts_agree_with_the_exact_maximum_of_small_networks()
    {
        Random random = new(13);
        for (int round = 0; round < 20; round++)
        {
            NetworkModel model = RandomNetworks.Chain(random, 2, 4, 4, 1);
            double greatest = PieceEnumeration.Maximize(model, [-1, -1], [1, 1], [1.0]);
            double margin = Math.Max(1e-3, 0.02 * Math.Abs(greatest));

            QuickProof above = Prove(greatest + margin), below = Prove(greatest - margin);

            Assert.Equal(QuickVerdict.Holds, above.Verdict);
            Assert.Contains(below.Verdict, new[] { QuickVerdict.Violated, QuickVerdict.NeverHolds });

            QuickProof Prove(double bound) => QuickProver.Prove(
                model, PropertyBuilder.Build("p", QuickProverTests.Above(0, bound), 2, 1, QuickProverTests.Box(-1, 1, 2)), new QuickProofOptions(Nodes: 2_000, Work: 100_000_000));
        }
    }

    private static void AssertConfirmed(NetworkModel model, VerificationProperty property, QuickCounterexample found, Random random)
    {
        for (int order = 0; order < 20; order++)
        {
            float[] output = AnyOrderForward.EvaluateAll(model, found.Input.AsSpan(), random)[model.Output];
            Assert.True(PropertyEvaluator.IsViolated(property, found.Input.AsSpan(), output), $"({string.Join(", ", found.Input)}) gives ({string.Join(", ", output)}), which is no violation");
            for (int i = 0; i < output.Length; i++)
            {
                Assert.InRange(output[i], found.OutputLower[i], found.OutputUpper[i]);
            }
        }
    }

    // Conditions on inputs and outputs around a value that the network has, in one to three alternatives.
    private static VerificationProperty RandomProperty(Random random, NetworkModel model)
    {
        ImmutableArray<InputInterval> box =
        [
            .. Enumerable.Range(0, model.InputCount).Select(_ => (random.NextDouble() * 2) - 1).Select(c => InputInterval.Exact(c - random.NextDouble(), c + random.NextDouble())),
        ];
        double[] centre = DoubleEvaluator.Evaluate(model, [.. box.Select(b => (b.Lower + b.Upper) / 2)]);
        Formula[] alternatives = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Alternative())];
        return PropertyBuilder.Build("p", new Formula.Any([.. alternatives]), model.InputCount, model.OutputCount, box);

        Formula Alternative()
        {
            List<Formula> parts = [];
            for (int k = random.Next(1, 3); k > 0; k--)
            {
                int i = random.Next(model.OutputCount);
                LinearExpression y = LinearExpression.FromVariable(PropertyVariable.Output(i)), offset = QuickProverTests.Constant(centre[i] + ((random.NextDouble() - 0.5) * 4));
                parts.Add(new Formula.Atom(random.Next(2) == 0 ? y - offset : offset - y, IsStrict: random.Next(2) == 0));
            }

            if (random.Next(2) == 0)
            {
                LinearExpression first = LinearExpression.FromVariable(PropertyVariable.Input(0)), second = LinearExpression.FromVariable(PropertyVariable.Input(1));
                parts.Add(new Formula.Atom(first - second + QuickProverTests.Constant(random.NextDouble() - 0.5), IsStrict: false));
            }

            return new Formula.All([.. parts]);
        }
    }

    private static float[] Sample(Random random, VerificationProperty property)
    {
        if (property.Cases.IsEmpty)
        {
            return new float[property.InputCount];
        }

        ImmutableArray<InputInterval> region = property.Cases[random.Next(property.Cases.Length)].Region;
        return [.. region.Select(r => (float)Math.Clamp(r.InnerLower + (random.NextDouble() * (r.InnerUpper - r.InnerLower)), r.InnerLower, r.InnerUpper))];
    }
}
