using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Runtime;

/// <summary>Networks with maxima run, are bounded and are verified, as the ReLUs that they are rewritten into.</summary>
public sealed class MaximumTests
{
    [Fact]
    public void The_runner_has_no_maximum_left_and_computes_it()
    {
        NetworkModelBuilder b = new("pool", TensorShape.Of(1, 1, 6));
        NetworkRunner runner = NetworkRunner.Create(b.Build(b.AddMaximum(b.Input, [[0, 1, 2], [2, 3, 4], [5]], TensorShape.Of(1, 1, 3))));
        Assert.DoesNotContain(runner.Model.Operators, o => o is MaximumOperator);
        Assert.Equal("1x1x3", runner.Model.OutputShape.ToString());
        float[] output = new float[3], outputs = new float[3 * 70];
        runner.Forward([3, -4, 7, 8, -2, -9], output);
        Assert.Equal([7, 8, -9], output);
        runner.ForwardBatch([.. Enumerable.Range(0, 70).SelectMany(s => (float[])[s, -s, 35, 1, 2, 3])], outputs, 70);
        Assert.Equal(Enumerable.Range(0, 70).SelectMany(s => (float[])[Math.Max(s, 35), 35, 3]), outputs);
    }

    [Fact]
    public void The_forward_pass_is_the_original_up_to_rounding()
    {
        Random random = new(1);
        for (int i = 0; i < 20; i++)
        {
            NetworkModel model = i % 2 == 0
                ? RandomNetworks.Chain(random, HiddenActivation.Maximum, 4, 12, 9, 3)
                : RandomNetworks.Tangle(random, 4, 5, 10, ExtraOperators.Maximum);
            NetworkRunner runner = NetworkRunner.Create(model);
            float[] input = [.. Enumerable.Range(0, 4).Select(_ => (random.NextSingle() * 2) - 1)], output = new float[model.OutputCount];
            runner.Forward(input, output);
            RoundingBound.AssertOutput(runner.Model, input, output);
            double[] expected = DoubleEvaluator.Evaluate(model, input), lowered = DoubleEvaluator.Evaluate(runner.Model, input);
            for (int k = 0; k < output.Length; k++)
            {
                Assert.Equal(expected[k], lowered[k], 1e-12 * (1 + Math.Abs(expected[k])));
            }
        }
    }

    public static TheoryData<BoundMethod> Methods => [.. Enum.GetValues<BoundMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Bounds_contain_exact_outputs_of_the_original(BoundMethod method)
    {
        Random random = new(2);
        for (int i = 0; i < 6; i++)
        {
            NetworkModel model = i % 2 == 0
                ? RandomNetworks.Chain(random, HiddenActivation.Maximum, 3, 6, 5, 2)
                : RandomNetworks.Tangle(random, 3, 4, 8, ExtraOperators.Maximum);
            NetworkRunner runner = NetworkRunner.Create(model);
            InputInterval[] region = [.. Enumerable.Range(0, 3).Select(_ => random.NextDouble() - 0.5).Select(c => InputInterval.Exact(c - 0.3, c + 0.3))];
            OutputBounds real = OutputBounds.Compute(runner, region, method, Arithmetic.Real), single = OutputBounds.Compute(runner, region, method);
            for (int point = 0; point < 12; point++)
            {
                double[] x = [.. region.Select(r => random.Next(3) switch { 0 => r.Lower, 1 => r.Upper, _ => r.Lower + (random.NextDouble() * (r.Upper - r.Lower)) })];
                Rational[] exact = RationalForward.Evaluate(model, [.. x.Select(Rational.FromDouble)]);
                float[] output = new float[model.OutputCount];
                runner.Forward([.. x.Select(v => (float)v)], output);
                for (int k = 0; k < exact.Length; k++)
                {
                    Assert.True(Rational.FromDouble(real.Lower[k]) <= exact[k] && exact[k] <= Rational.FromDouble(real.Upper[k]), $"network {i}, output {k}: outside [{real.Lower[k]:R}, {real.Upper[k]:R}]");
                    Assert.InRange(output[k], single.Lower[k], single.Upper[k]);
                }
            }
        }
    }

    [Theory]
    [InlineData(1.001, true, Verdict.Holds)]
    [InlineData(0.9, true, Verdict.Violated)]
    [InlineData(0.499, false, Verdict.Holds)]
    [InlineData(0.501, false, Verdict.Violated)]
    public void A_maxout_network_is_verified(double threshold, bool isAbove, Verdict expected)
    {
        // y = max(x, −x, ½) on [−1, 1]: from ½ to 1.
        NetworkModelBuilder b = new("maxout", TensorShape.Of(1));
        int pieces = b.AddDense(b.Input, Tensor.Matrix(3, 1, 1, -1, 0), Tensor.Vector(0, 0, 0.5f));
        NetworkModel model = b.Build(b.AddMaximum(pieces, [[0, 1, 2]]));
        LinearExpression excess = LinearExpression.FromConstant(Rational.FromDouble(threshold)) - LinearExpression.FromVariable(PropertyVariable.Output(0));
        LinearConstraint reached = isAbove ? excess.ToConstraint(isStrict: false) : (LinearExpression.FromConstant(Rational.Zero) - excess).ToConstraint(isStrict: false);
        VerificationProperty property = new("maxout", 1, 1, [new PropertyCase([InputInterval.Exact(-1, 1)], [new Conjunction([reached])])]);
        VerificationResult result = Verifier.Verify(NetworkRunner.Create(model), property);
        Assert.Equal(expected, result.Verdict);
        if (expected == Verdict.Violated)
        {
            float x = result.Counterexample!.Input[0], y = Math.Max(Math.Abs(x), 0.5f);
            Assert.True(isAbove ? y >= threshold : y <= threshold, $"{x} gives {y}");
        }
    }
}
