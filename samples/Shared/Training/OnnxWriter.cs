using System.Buffers.Binary;

namespace NetCompile.Samples.Training;

/// <summary>Writes a <see cref="DenseNetwork"/> as an ONNX model: IR 7, opset 13, one Gemm a layer with a Relu between two, float32 weights.</summary>
/// <remarks>The numbers are the field numbers of onnx.proto.</remarks>
public static class OnnxWriter
{
    private const int FloatTensor = 1;
    private const int IntegerAttribute = 2;

    /// <summary>The bytes of the file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">The graph's name.</param>
    /// <param name="input">The input's name; its shape is <c>[1, inputs]</c>.</param>
    /// <param name="output">The output's name; its shape is <c>[1, outputs]</c>.</param>
    public static byte[] Write(DenseNetwork network, string name, string input, string output)
    {
        ProtobufWriter graph = new();
        string value = input;
        for (int l = 0; l < network.Layers.Count; l++)
        {
            bool isLast = l == network.Layers.Count - 1;
            string affine = isLast ? output : $"affine{l + 1}";
            graph.Message(1, Node("Gemm", $"dense{l + 1}", affine, value, $"weight{l + 1}", $"bias{l + 1}").Message(5, TransposeB()));
            value = affine;
            if (!isLast)
            {
                value = $"hidden{l + 1}";
                graph.Message(1, Node("Relu", $"relu{l + 1}", value, affine));
            }
        }

        graph.Text(2, name);
        for (int l = 0; l < network.Layers.Count; l++)
        {
            DenseLayer layer = network.Layers[l];
            graph.Message(5, Initializer($"weight{l + 1}", layer.Weights, layer.Outputs, layer.Inputs));
            graph.Message(5, Initializer($"bias{l + 1}", layer.Biases, layer.Outputs));
        }

        graph.Message(11, ValueInfo(input, network.Layers[0].Inputs));
        graph.Message(12, ValueInfo(output, network.Layers[^1].Outputs));

        return new ProtobufWriter()
            .Integer(1, 7)
            .Text(2, "NetCompile samples")
            .Message(7, graph)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, 13))
            .ToArray();
    }

    private static ProtobufWriter Node(string operatorName, string name, string output, params ReadOnlySpan<string> inputs)
    {
        ProtobufWriter node = new();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        return node.Text(2, output).Text(3, name).Text(4, operatorName);
    }

    private static ProtobufWriter TransposeB() => new ProtobufWriter().Text(1, "transB").Integer(3, 1).Integer(20, IntegerAttribute);

    private static ProtobufWriter Initializer(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        ProtobufWriter tensor = new();
        foreach (int dimension in shape)
        {
            tensor.Integer(1, dimension);
        }

        byte[] raw = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), (float)values[i]);
        }

        return tensor.Integer(2, FloatTensor).Text(8, name).Bytes(9, raw);
    }

    private static ProtobufWriter ValueInfo(string name, int width)
    {
        ProtobufWriter shape = new ProtobufWriter()
            .Message(1, new ProtobufWriter().Integer(1, 1))
            .Message(1, new ProtobufWriter().Integer(1, width));
        ProtobufWriter tensorType = new ProtobufWriter().Integer(1, FloatTensor).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensorType));
    }
}
