using NetCompile.Cli.Reports;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Cli.Tests;

/// <summary>Small networks, and ONNX files of them.</summary>
internal static class TestModels
{
    private static readonly Lazy<(NetworkModel Network, float Reached, double Bound)> s_hard = new(CreateHard);

    /// <summary><c>y = relu(x) + relu(−x) = |x|</c>, exact in float32.</summary>
    public static NetworkModel Absolute
    {
        get
        {
            NetworkModelBuilder builder = new("absolute", TensorShape.Of(1, 1));
            int hidden = builder.AddRelu(builder.AddDense(builder.Input, Tensor.Matrix(2, 1, 1, -1), Tensor.Vector(0, 0)));
            return builder.Build(builder.AddDense(hidden, Tensor.Matrix(1, 2, 1, 1), Tensor.Vector(0)));
        }
    }

    /// <summary>A chain of dense layers with ReLUs between them.</summary>
    public static NetworkModel Chain(Random random, params int[] widths) => RandomNetworks.Chain(random, widths);

    /// <summary>The sum of <paramref name="inputs"/> inputs.</summary>
    public static NetworkModel Wide(int inputs)
    {
        NetworkModelBuilder builder = new("wide", TensorShape.Of(1, inputs));
        return builder.Build(builder.AddDense(builder.Input, Tensor.Matrix(1, inputs, [.. Enumerable.Repeat(1f, inputs)]), Tensor.Vector(0)));
    }

    /// <summary>0.5 whatever the ten inputs are.</summary>
    public static NetworkModel Constant
    {
        get
        {
            NetworkModelBuilder builder = new("constant", TensorShape.Of(1, 10));
            return builder.Build(builder.AddDense(builder.Input, Tensor.Matrix(1, 10, new float[10]), Tensor.Vector(0.5f)));
        }
    }

    /// <summary>The files of a property that no run decides: a constant output is not above itself, which outward-rounded bounds cannot show, and no input violates it.</summary>
    public static (string Model, string Property) WriteEndless(TemporaryFolder folder) => (
        Write(folder, "constant.onnx", Constant),
        folder.Write("constant.vnnlib", TestProperties.Text(10, 1, string.Concat(Enumerable.Range(0, 10).Select(i => $"(assert (>= X_{i} -1))\n(assert (<= X_{i} 1))\n")) + "(assert (> Y_0 0.5))")));

    public static string Write(TemporaryFolder folder, string name, NetworkModel network) => folder.Write(name, OnnxChain.Write(network));

    /// <summary>A file whose nodes are the given operators, one after another, from a 1x1 input to a 1x1 output.</summary>
    public static string WriteUnsupported(TemporaryFolder folder, params string[] operators) => folder.Write("unsupported.onnx", OnnxChain.Write(operators));

    /// <summary>
    /// A property that cannot be decided at once: the output of a random network of 10 inputs stays below a threshold on [−1, 1]^10, where the threshold lies
    /// between the largest output found by sampling and the proven bound. With <paramref name="violated"/>, the threshold lies below the largest output found.
    /// </summary>
    public static Hard WriteHard(TemporaryFolder folder, bool violated = false)
    {
        (NetworkModel network, float reached, double bound) = s_hard.Value;
        float threshold = violated ? reached - 0.5f : reached + ((float)(bound - reached) * 0.3f);
        string property = TestProperties.Text(10, 1, string.Concat(Enumerable.Range(0, 10).Select(i => $"(assert (>= X_{i} -1))\n(assert (<= X_{i} 1))\n"))
            + $"(assert (>= Y_0 {VerdictText.Number(threshold)}))");
        return new Hard(network, Write(folder, "hard.onnx", network), folder.Write("hard.vnnlib", property), threshold);
    }

    private static (NetworkModel Network, float Reached, double Bound) CreateHard()
    {
        NetworkModel network = RandomNetworks.Chain(new Random(11), 10, 40, 40, 40, 1);
        NetworkRunner runner = NetworkRunner.Create(network);
        float reached = Reached(runner);
        double bound = OutputBounds.Compute(runner, [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 10)], BoundMethod.Crown).Upper[0];
        Assert.True(bound > reached + 1, $"the bound {bound} is too close to {reached} for a hard property");
        return (network, reached, bound);
    }

    // The best of random points, improved coordinate by coordinate: an attack of its own, so that the engine's is not taken for granted.
    private static float Reached(NetworkRunner runner)
    {
        Random random = new(7);
        float[] point = new float[runner.Model.InputCount], output = new float[1];
        float best = float.NegativeInfinity;
        for (int start = 0; start < 5; start++)
        {
            for (int i = 0; i < point.Length; i++)
            {
                point[i] = (random.NextSingle() * 2) - 1;
            }

            for (int round = 0; round < 3; round++)
            {
                for (int i = 0; i < point.Length; i++)
                {
                    (float value, float at) = (float.NegativeInfinity, 0);
                    for (int step = -10; step <= 10; step++)
                    {
                        point[i] = step / 10f;
                        runner.Forward(point, output);
                        (value, at) = output[0] > value ? (output[0], point[i]) : (value, at);
                    }

                    point[i] = at;
                    best = Math.Max(best, value);
                }
            }
        }

        return best;
    }

    /// <summary>The files of a hard property, the network in them, and the output that must be reached to violate it.</summary>
    public sealed record Hard(NetworkModel Network, string Model, string Property, float Threshold);
}
