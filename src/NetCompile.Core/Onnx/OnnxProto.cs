namespace NetCompile.Onnx;

// What of an ONNX file is used, as the file says it; nothing is interpreted here. Field numbers are in OnnxParser.

/// <summary>ModelProto.</summary>
internal sealed class OnnxModel
{
    public long IrVersion { get; set; }

    public string ProducerName { get; set; } = "";

    public string ProducerVersion { get; set; } = "";

    /// <summary>The imported operator sets, in file order; the default domain is the empty string.</summary>
    public List<(string Domain, long Version)> Opsets { get; } = [];

    /// <summary>Domain and name of the functions that the model defines itself.</summary>
    public HashSet<(string Domain, string Name)> Functions { get; } = [];

    public OnnxGraph? Graph { get; set; }
}

/// <summary>GraphProto.</summary>
internal sealed class OnnxGraph
{
    public List<OnnxNode> Nodes { get; } = [];

    public List<OnnxTensor> Initializers { get; } = [];

    public List<OnnxValueInfo> Inputs { get; } = [];

    public List<OnnxValueInfo> Outputs { get; } = [];

    public List<OnnxValueInfo> ValueInfos { get; } = [];

    public bool HasSparseInitializers { get; set; }
}

/// <summary>NodeProto.</summary>
internal sealed class OnnxNode
{
    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public string Name { get; set; } = "";

    public string Operator { get; set; } = "";

    public string Domain { get; set; } = "";

    public Dictionary<string, OnnxAttribute> Attributes { get; } = [];

    /// <summary>Where the node starts in the file.</summary>
    public int Offset { get; set; }

    /// <summary>A name for messages and operators: the node's own or that of what it computes.</summary>
    public string DisplayName => Name.Length > 0 ? Name : Outputs.Count > 0 ? Outputs[0] : "";
}

/// <summary>AttributeProto.</summary>
internal sealed class OnnxAttribute
{
    public string Name { get; set; } = "";

    public float? Float { get; set; }

    public long? Integer { get; set; }

    public string? Text { get; set; }

    public OnnxTensor? Tensor { get; set; }

    public List<float>? Floats { get; set; }

    public List<long>? Integers { get; set; }

    /// <summary>The declared type, 0 where the file leaves it out.</summary>
    public int Type { get; set; }
}

/// <summary>TensorProto.</summary>
internal sealed class OnnxTensor
{
    public string Name { get; set; } = "";

    public List<long> Dimensions { get; } = [];

    public int ElementType { get; set; }

    public ReadOnlyMemory<byte>? RawData { get; set; }

    public List<float>? Floats { get; set; }

    public List<long>? Int32s { get; set; }

    public List<long>? Int64s { get; set; }

    public List<double>? Doubles { get; set; }

    public List<long>? UInt64s { get; set; }

    public bool IsExternal { get; set; }

    public bool IsSegmented { get; set; }

    /// <summary>Where the tensor starts in the file.</summary>
    public int Offset { get; set; }
}

/// <summary>ValueInfoProto with the tensor type in it.</summary>
internal sealed class OnnxValueInfo
{
    public string Name { get; set; } = "";

    /// <summary>The element type; 0 where the value is no tensor or its type is not given.</summary>
    public int ElementType { get; set; }

    /// <summary>The dimensions, or null where the file gives no shape.</summary>
    public List<OnnxDimension>? Dimensions { get; set; }
}

/// <summary>TensorShapeProto.Dimension: a number, or symbolic.</summary>
/// <param name="Value">The size; null where it is symbolic or unknown.</param>
/// <param name="Symbol">The symbol, possibly empty.</param>
internal readonly record struct OnnxDimension(long? Value, string Symbol);
