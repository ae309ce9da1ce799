using NetCompile.Models;
using NetCompile.Onnx;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Fuzz;

/// <summary>Well-formed files with meaningless graphs: operators get inputs of any kind, type and shape, which damaged bytes of a sensible file hardly ever reach.</summary>
public class OnnxGraphFuzzTests
{
    private const int Cases = 10_000;

    private static readonly string[] s_operators = [.. OnnxReader.SupportedOperators.Order(StringComparer.Ordinal)];
    private static readonly string[] s_floats = ["alpha", "beta", "min", "max", "ratio", "epsilon", "value_float"];
    private static readonly string[] s_lists = ["axes", "starts", "ends", "perm", "shape", "split", "pads", "value_ints", "kernel_shape", "strides", "dilations"];

    /// <summary>The attributes that an operator may have in some version; some operators must have one.</summary>
    private static readonly Dictionary<string, string[]> s_attributes = new()
    {
        ["Add"] = ["broadcast", "axis"],
        ["BatchNormalization"] = ["epsilon", "is_test", "training_mode"],
        ["Cast"] = ["to"],
        ["Clip"] = ["min", "max"],
        ["Concat"] = ["axis"],
        ["Constant"] = ["value_float", "value_ints", "value_int"],
        ["Div"] = ["broadcast", "axis"],
        ["Dropout"] = ["ratio", "is_test"],
        ["Flatten"] = ["axis"],
        ["Gather"] = ["axis"],
        ["Gemm"] = ["alpha", "beta", "transA", "transB"],
        ["HardSigmoid"] = ["alpha", "beta"],
        ["LeakyRelu"] = ["alpha"],
        ["MaxPool"] = ["kernel_shape", "strides", "pads", "dilations", "auto_pad", "ceil_mode", "storage_order"],
        ["Pad"] = ["pads"],
        ["ReduceMax"] = ["axes", "keepdims", "noop_with_empty_axes"],
        ["Reshape"] = ["shape", "allowzero"],
        ["Shape"] = ["start", "end"],
        ["Slice"] = ["starts", "ends", "axes"],
        ["Split"] = ["axis", "split", "num_outputs"],
        ["Squeeze"] = ["axes"],
        ["Transpose"] = ["perm"],
        ["Unsqueeze"] = ["axes"],
    };

    private static readonly long[][] s_inputShapes = [[2, 3], [2, 3], [1, 2, 3], [3], []];
    private static readonly int[] s_inputCounts = [1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5];
    private static readonly long[][] s_shapes = [[], [1], [1], [0], [2], [2], [3], [3], [2, 3], [3, 2], [3, 2], [3, 2], [1, 3], [2, 1], [1, 2, 3], [2, 0], [3, 3], [3, 3]];
    private static readonly long[] s_numbers = [0, 0, 1, 1, 1, 2, 2, 3, -1, -1, -2, -3, 5, 1 << 20, int.MaxValue, long.MaxValue, long.MinValue];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnyGraph_GivesAModelOrItsError(int seed)
    {
        Random random = new(seed);
        int models = 0;
        for (int i = 0; i < Cases; i++)
        {
            byte[] file = RandomGraph(random, out string description);
            try
            {
                NetworkModel model = OnnxReader.Read(file, "graph.onnx");
                models++;
                Assert.Equal(model.OutputCount, DoubleEvaluator.Evaluate(model, new double[model.InputCount]).Length);
            }
            catch (ModelFormatException e)
            {
                Assert.NotEmpty(e.Problem);
            }
            catch (Exception e)
            {
                Assert.Fail($"case {i} (seed {seed}), {description}: {e}");
            }
        }

        // Enough graphs make sense for the rules behind the first check to be reached.
        Assert.InRange(models, Cases / 50, Cases - 1);
    }

    private static byte[] RandomGraph(Random random, out string description)
    {
        OnnxBuilder builder = new(opset: random.Next(3) == 0 ? random.Next(1, 11) : random.Next(11, 23));
        builder.Input("x", [.. Pick(random, s_inputShapes).Select(d => (object)d)]);
        List<string> values = ["x", "x"], parts = [];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            long[] shape = Pick(random, s_shapes);
            int count = (int)shape.Aggregate(1L, (product, d) => product * d);
            bool isInteger = random.Next(2) == 0;
            builder.Initializer($"c{i}", isInteger
                ? OnnxTensorData.Integers(shape, [.. Enumerable.Range(0, count).Select(_ => Pick(random, s_numbers))])
                : OnnxTensorData.Floats(shape, [.. Enumerable.Range(0, count).Select(_ => Pick(random, [0f, 1f, -1f, 0.5f, 2f, -3f, 0.25f, 7f, 100f, -0.125f, 3e38f, float.NaN]))]));
            values.Add($"c{i}");
            parts.Add($"c{i}: {(isInteger ? "int" : "float")}[{string.Join(",", shape)}]");
        }

        string last = "x";
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            string op = Pick(random, s_operators);
            string[] inputs = [.. Enumerable.Range(0, op == "Constant" ? 0 : Pick(random, s_inputCounts)).Select(_ => random.Next(30) == 0 ? "" : Pick(random, values))];
            string[] outputs = [.. Enumerable.Range(0, op == "Split" ? random.Next(1, 4) : 1).Select(o => $"v{n}_{o}")];
            (string Name, object Value)[] attributes = s_attributes.TryGetValue(op, out string[]? names)
                ? [.. names.Where(_ => random.Next(2) == 0).Select(name => (name, Value(name, random)))]
                : [];
            builder.Node(op, inputs, outputs, attributes);
            values.AddRange(outputs);
            last = outputs[^1];
            parts.Add($"{op}({string.Join(", ", inputs)}; {string.Join(", ", attributes.Select(a => a.Name))})");
        }

        description = string.Join(" ", parts);
        return builder.Output(last).Build();
    }

    private static object Value(string name, Random random) =>
        name == "auto_pad" ? Pick(random, ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID", "?"]) :
        s_floats.Contains(name) ? Pick(random, [0f, 1f, 2f, 0.1f, -1f, float.NaN])
        : s_lists.Contains(name) ? Enumerable.Range(0, random.Next(5)).Select(_ => Pick(random, s_numbers)).ToArray()
        : Pick(random, s_numbers);

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
