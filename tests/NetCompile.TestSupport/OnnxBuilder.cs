namespace NetCompile.TestSupport;

/// <summary>Makes small ONNX files, field by field, without any ONNX library.</summary>
/// <example><code>
/// byte[] file = new OnnxBuilder().Input("x", 1, 2).Initializer("w", [2, 3], 1, 2, 3, 4, 5, 6).Node("MatMul", ["x", "w"], "y").Output("y").Build();
/// </code></example>
public sealed class OnnxBuilder(int opset = 13, int irVersion = 7)
{
    private readonly ProtobufWriter _graph = new();
    private readonly ProtobufWriter _model = new();
    private readonly List<(string Domain, long Version)> _opsets = [("", opset)];

    /// <summary>Adds a float input; a dimension is an int, or a string where it is symbolic.</summary>
    public OnnxBuilder Input(string name, params object[] dimensions) => Input(1, name, dimensions);

    /// <summary>Adds an input of a given element type.</summary>
    public OnnxBuilder Input(int elementType, string name, params object[] dimensions)
    {
        _graph.Message(11, Value(name, elementType, dimensions));
        return this;
    }

    /// <summary>Adds an output, with its shape if dimensions are given.</summary>
    public OnnxBuilder Output(string name, params object[] dimensions)
    {
        _graph.Message(12, Value(name, 1, dimensions));
        return this;
    }

    /// <summary>States the shape of an intermediate value.</summary>
    public OnnxBuilder ValueInfo(string name, params object[] dimensions)
    {
        _graph.Message(13, Value(name, 1, dimensions));
        return this;
    }

    /// <summary>Adds a float initializer, stored as raw data.</summary>
    public OnnxBuilder Initializer(string name, long[] dimensions, params float[] values) => Initializer(name, OnnxTensorData.Floats(dimensions, values));

    /// <summary>Adds a one-dimensional initializer of 64-bit integers.</summary>
    public OnnxBuilder Integers(string name, params long[] values) => Initializer(name, OnnxTensorData.Integers([values.Length], values));

    /// <summary>Adds an initializer.</summary>
    public OnnxBuilder Initializer(string name, OnnxTensorData tensor)
    {
        _graph.Message(5, tensor.ToMessage(name));
        return this;
    }

    /// <summary>Adds a node with one output.</summary>
    public OnnxBuilder Node(string op, string[] inputs, string output, params (string Name, object Value)[] attributes) => Node(op, inputs, [output], attributes);

    /// <summary>Adds a node; an attribute's value is an int, long, float, string, long[], float[] or <see cref="OnnxTensorData"/>.</summary>
    public OnnxBuilder Node(string op, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        int dot = op.LastIndexOf('.');
        ProtobufWriter node = new();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, $"{op}_{outputs.FirstOrDefault()}").Text(4, op[(dot + 1)..]);
        foreach ((string name, object value) in attributes)
        {
            node.Message(5, Attribute(name, value));
        }

        if (dot > 0)
        {
            node.Text(7, op[..dot]);
        }

        _graph.Message(1, node);
        return this;
    }

    /// <summary>Imports a further operator set.</summary>
    public OnnxBuilder Opset(string domain, long version)
    {
        _opsets.Add((domain, version));
        return this;
    }

    /// <summary>Writes further fields of the graph.</summary>
    public OnnxBuilder Graph(Action<ProtobufWriter> write)
    {
        write(_graph);
        return this;
    }

    /// <summary>Writes further fields of the model.</summary>
    public OnnxBuilder Model(Action<ProtobufWriter> write)
    {
        write(_model);
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        ProtobufWriter file = new ProtobufWriter().Integer(1, irVersion).Text(2, "test").Text(3, "1.0").Message(7, _graph);
        foreach ((string domain, long version) in _opsets)
        {
            ProtobufWriter set = new();
            if (domain.Length > 0)
            {
                set.Text(1, domain);
            }

            file.Message(8, set.Integer(2, version));
        }

        return file.Raw(_model.ToArray()).ToArray();
    }

    private static ProtobufWriter Value(string name, int elementType, object[] dimensions)
    {
        ProtobufWriter shape = new();
        foreach (object dimension in dimensions)
        {
            ProtobufWriter content = new();
            shape.Message(1, dimension is string symbol ? content.Text(2, symbol) : content.Integer(1, Convert.ToInt64(dimension)));
        }

        ProtobufWriter tensor = new ProtobufWriter().Integer(1, elementType);
        if (dimensions.Length > 0)
        {
            tensor.Message(2, shape);
        }

        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }

    private static ProtobufWriter Attribute(string name, object value)
    {
        ProtobufWriter attribute = new ProtobufWriter().Text(1, name);
        return value switch
        {
            int v => attribute.Integer(3, v).Integer(20, 2),
            long v => attribute.Integer(3, v).Integer(20, 2),
            float v => attribute.Float(2, v).Integer(20, 1),
            string v => attribute.Text(4, v).Integer(20, 3),
            long[] v => attribute.Integers(8, v, packed: false).Integer(20, 7),
            float[] v => attribute.Bytes(7, [.. v.SelectMany(BitConverter.GetBytes)]).Integer(20, 6),
            OnnxTensorData v => attribute.Message(5, v.ToMessage("")).Integer(20, 4),
            _ => throw new ArgumentException($"An attribute cannot hold a {value.GetType().Name}.", nameof(value)),
        };
    }
}
