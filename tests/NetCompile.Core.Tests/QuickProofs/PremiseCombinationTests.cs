using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.QuickProofs;

namespace NetCompile.Core.Tests.QuickProofs;

/// <summary>For an affine network and one condition on the inputs, the best multiplier gives the exact minimum (duality of linear programs): what is proved at the root ends there.</summary>
public sealed class PremiseCombinationTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(30)]
    public void The_root_proves_all_that_a_condition_on_the_inputs_implies(int inputs)
    {
        Random random = new(inputs);
        int restricting = 0;
        for (int round = 0; round < 40; round++)
        {
            float[] g = [.. Enumerable.Range(0, inputs).Select(_ => random.NextSingle() - 0.5f)], p = [.. Enumerable.Range(0, inputs).Select(j => (random.Next(6) == 0 ? g[j] : 1) * (random.NextSingle() - 0.5f))];
            NetworkModelBuilder b = new("affine", TensorShape.Of(inputs));
            NetworkModel model = b.Build(b.AddDense(b.Input, new Tensor(TensorShape.Of(1, inputs), [.. g])));
            double bound = 0.3 * p.Sum(v => -Math.Abs(v));
            double least = Minimum(g, p, bound), without = -g.Sum(v => Math.Abs(v));
            restricting += least > without + 0.01 ? 1 : 0;

            Assert.Equal((QuickVerdict.Holds, 1), Prove(least - 1e-4));
            Assert.Contains(Prove(least + 1e-2).Verdict, new[] { QuickVerdict.Violated, QuickVerdict.NeverHolds, QuickVerdict.Undecided });

            (QuickVerdict Verdict, int Nodes) Prove(double value)
            {
                Formula violation = QuickProverTests.And(
                    QuickProverTests.AtMost(LinearExpression.Sum(p.Select((v, j) => LinearExpression.FromVariable(PropertyVariable.Input(j)).Times(Rational.FromDouble(v)))) - QuickProverTests.Constant(bound)),
                    QuickProverTests.AtMost(LinearExpression.FromVariable(PropertyVariable.Output(0)) - QuickProverTests.Constant(value)));
                QuickProof proof = QuickProver.Prove(model, PropertyBuilder.Build("p", violation, inputs, 1, QuickProverTests.Box(-1, 1, inputs)));
                return (proof.Verdict, proof.Nodes);
            }
        }

        Assert.True(restricting > 20, $"only {restricting} conditions matter");
    }

    // min g·x over [−1, 1]ⁿ where p·x ≤ b: the maximum of the dual over λ ≥ 0, attained at 0 or where a coefficient vanishes.
    private static double Minimum(float[] g, float[] p, double bound) =>
        g.Zip(p, (c, v) => -(double)c / v).Where(m => m > 0).Prepend(0)
            .Max(m => g.Zip(p, (c, v) => -Math.Abs(c + (m * v))).Sum() - (m * bound));
}
