using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;
using NetCompile.QuickProofs;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

/// <summary>What the editor says and what <c>Verify</c> says: never opposites, and the forward pass that runs confirms every counterexample.</summary>
public sealed class QuickProofAgreementTests
{
    [Fact]
    public void The_engine_never_contradicts_a_quick_verdict()
    {
        Random random = new(31);
        Dictionary<(QuickVerdict, Verdict), int> seen = [];
        for (int round = 0; round < 90; round++)
        {
            NetworkModel model = LowerMaximumPass.Run((round % 6) switch
            {
                0 => RandomNetworks.Chain(random, 2, 6, 6, 2),
                1 => RandomNetworks.Chain(random, HiddenActivation.Maximum, 3, 5, 2),
                2 => RandomNetworks.EveryOperator(random, 2, 4, 2),
                3 => RandomNetworks.Tangle(random, 3, 3, 8, ExtraOperators.Maximum),
                4 => RandomNetworks.Chain(random, HiddenActivation.LeakyRelu, 2, 6, 2),
                _ => RandomNetworks.Chain(random, HiddenActivation.Clip, 2, 6, 2),
            });
            VerificationProperty property = RandomProperty(random, model);
            QuickProof proof = QuickProver.Prove(model, property, new QuickProofOptions(Nodes: 40, Work: 2_000_000));
            NetworkRunner runner = NetworkRunner.Create(model);
            Verdict verdict = Verifier.Verify(runner, property, new VerificationOptions { Threads = 1, NodeLimit = 300 }).Verdict;
            seen[(proof.Verdict, verdict)] = seen.GetValueOrDefault((proof.Verdict, verdict)) + 1;

            Assert.False(proof.Verdict is QuickVerdict.Holds or QuickVerdict.Vacuous && verdict == Verdict.Violated, $"round {round}: {proof.Verdict} in the editor, {verdict} by the engine");
            Assert.False(proof.Verdict is QuickVerdict.Violated or QuickVerdict.NeverHolds && verdict == Verdict.Holds, $"round {round}: {proof.Verdict} in the editor, {verdict} by the engine");
            if (proof.Counterexample is { } found)
            {
                float[] output = new float[model.OutputCount];
                runner.Forward(found.Input.AsSpan(), output);
                Assert.True(PropertyEvaluator.IsViolated(property, found.Input.AsSpan(), output), $"round {round}: ({string.Join(", ", found.Input)}) gives ({string.Join(", ", output)}), which is no violation");
            }
        }

        Assert.True(seen.GetValueOrDefault((QuickVerdict.Holds, Verdict.Holds)) > 10 && seen.Where(s => s.Key is (QuickVerdict.Violated or QuickVerdict.NeverHolds, Verdict.Violated)).Sum(s => s.Value) > 10, string.Join(", ", seen));
    }

    private static VerificationProperty RandomProperty(Random random, NetworkModel model)
    {
        ImmutableArray<InputInterval> box =
        [
            .. Enumerable.Range(0, model.InputCount).Select(_ => ((random.NextDouble() * 2) - 1, random.Next(5) == 0 ? 0 : random.NextDouble())).Select(p => InputInterval.Exact((float)p.Item1, (float)(p.Item1 + p.Item2))),
        ];
        double[] centre = DoubleEvaluator.Evaluate(model, [.. box.Select(b => (b.Lower + b.Upper) / 2)]);
        return PropertyBuilder.Build("p", new Formula.Any([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Alternative())]), model.InputCount, model.OutputCount, box);

        Formula Alternative()
        {
            List<Formula> parts = [];
            for (int k = random.Next(1, 3); k > 0; k--)
            {
                int i = random.Next(model.OutputCount);
                LinearExpression difference = LinearExpression.FromVariable(PropertyVariable.Output(i)) - LinearExpression.FromConstant(Rational.FromDouble(centre[i] + ((random.NextDouble() - 0.5) * 4)));
                parts.Add(new Formula.Atom(random.Next(2) == 0 ? difference : -difference, IsStrict: random.Next(2) == 0));
            }

            if (random.Next(3) == 0)
            {
                LinearExpression first = LinearExpression.FromVariable(PropertyVariable.Input(0)), second = LinearExpression.FromVariable(PropertyVariable.Input(1));
                parts.Add(new Formula.Atom(first - second + LinearExpression.FromConstant(Rational.FromDouble(random.NextDouble() - 0.5)), IsStrict: false));
            }

            return new Formula.All([.. parts]);
        }
    }
}
