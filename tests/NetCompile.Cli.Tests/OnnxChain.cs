using System.Globalization;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Cli.Tests;

/// <summary>ONNX files of chains, as <c>Gemm</c> and <c>Relu</c> nodes.</summary>
internal static class OnnxChain
{
    public static byte[] Write(NetworkModel network)
    {
        OnnxBuilder file = new OnnxBuilder().Input("value0", 1, network.InputCount);
        foreach (NetworkOperator o in network.Operators.Skip(1))
        {
            string from = Value(o.Sources[0]), to = Value(o.Id);
            switch (o)
            {
                case DenseOperator { Bias: { } bias } dense:
                    file.Initializer("w" + to, [dense.Outputs, dense.Inputs], [.. dense.Weights.Values])
                        .Initializer("b" + to, [dense.Outputs], [.. bias.Values])
                        .Node("Gemm", [from, "w" + to, "b" + to], to, ("transB", 1));
                    break;
                case ReluOperator:
                    file.Node("Relu", [from], to);
                    break;
                default:
                    throw new ArgumentException($"A chain has no {o.Kind}.", nameof(network));
            }
        }

        return file.Output(Value(network.Output), 1, network.OutputCount).Build();
    }

    /// <summary>One-input operators, one after another, whether they are supported or not.</summary>
    public static byte[] Write(IReadOnlyList<string> operators)
    {
        OnnxBuilder file = new OnnxBuilder().Input("value0", 1, 1);
        for (int i = 0; i < operators.Count; i++)
        {
            file.Node(operators[i], [Value(i)], Value(i + 1));
        }

        return file.Output(Value(operators.Count), 1, 1).Build();
    }

    private static string Value(int id) => "value" + id.ToString(CultureInfo.InvariantCulture);
}
