using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Runtime;

/// <summary>Networks with steps run; the engine says that it does not bound them.</summary>
public sealed class StepTests
{
    private const string Remedy = "step functions are not continuous, and the engine does not bound them; use the MILP encodings of NetCompile.Milp";

    [Fact]
    public void Steps_run_for_one_sample_and_for_batches()
    {
        NetworkRunner runner = NetworkRunner.Create(Signs());
        float[] values = [-2, -0f, 0f, float.Epsilon, float.NaN, -float.Epsilon, float.PositiveInfinity, float.NegativeInfinity];
        float[] expected = [-1, 0.5f, 0.5f, 3, float.NaN, -1, 3, -1], output = new float[8], outputs = new float[8 * 70];
        runner.Forward(values, output);
        Assert.Equal(expected, output);
        runner.ForwardBatch([.. Enumerable.Repeat(values, 70).SelectMany(v => v)], outputs, 70);
        Assert.Equal(Enumerable.Repeat(expected, 70).SelectMany(v => v), outputs);
    }

    [Fact]
    public void Threshold_networks_compute_what_the_reference_computes()
    {
        Random random = new(3);
        foreach (HiddenActivation activation in (HiddenActivation[])[HiddenActivation.Sign, HiddenActivation.Threshold])
        {
            NetworkModel model = RandomNetworks.Chain(random, activation, 3, 20, 20, 2);
            NetworkRunner runner = NetworkRunner.Create(model);
            for (int i = 0; i < 50; i++)
            {
                // Pre-activations this far from zero have the same sign in any order of summation; values of steps are small numbers, so that nothing else rounds much.
                float[] input = [.. Enumerable.Range(0, 3).Select(_ => (random.NextSingle() * 2) - 1)], output = new float[2];
                double[][] values = DoubleEvaluator.EvaluateAll(model, [.. input.Select(v => (double)v)]);
                if (model.Operators.OfType<StepOperator>().SelectMany(o => values[o.Sources[0]]).Any(v => Math.Abs(v) < 1e-4))
                {
                    continue;
                }

                runner.Forward(input, output);
                Assert.Equal(values[model.Output][0], output[0], 1e-4);
                Assert.Equal(values[model.Output][1], output[1], 1e-4);
            }
        }
    }

    [Fact]
    public void Bounds_and_verification_refuse_with_the_operator_and_a_remedy()
    {
        NetworkRunner runner = NetworkRunner.Create(Signs());
        InputInterval[] region = [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 8)];
        foreach (BoundMethod method in Enum.GetValues<BoundMethod>())
        {
            Assert.Equal($"signs, operator 1 (Step 'sign'): {Remedy}", Assert.Throws<UnsupportedOperatorException>(() => OutputBounds.Compute(runner, region, method)).Message);
        }

        VerificationProperty property = VerificationProperty.Robustness("robust", new float[8], 0.1, [.. region], 0, 8);
        Assert.Equal($"signs, operator 1 (Step 'sign'): {Remedy}", Assert.Throws<UnsupportedOperatorException>(() => Verifier.Verify(runner, property)).Message);
    }

    private static NetworkModel Signs()
    {
        NetworkModelBuilder b = new("signs", TensorShape.Of(8));
        return b.Build(b.AddStep(b.Input, -1, 0.5f, 3, "sign"));
    }
}
