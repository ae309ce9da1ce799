using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>Turns the bytes of an ONNX file into an <see cref="OnnxModel"/>.</summary>
/// <remarks>
/// The schema is followed to a fixed depth: sub-graphs in attributes are stepped over (no supported operator has one), so nesting in a file cannot exhaust the stack.
/// A message field that may occur once is refused when it occurs twice; protobuf would merge the two, which no exporter relies on.
/// </remarks>
internal static class OnnxParser
{
    public static OnnxModel Parse(ReadOnlyMemory<byte> file)
    {
        OnnxModel model = new();
        ProtobufReader reader = new(file);
        while (reader.TryReadTag(out int field, out WireType type))
        {
            switch (field)
            {
                case 1: model.IrVersion = reader.ReadInt64(type); break;
                case 2: model.ProducerName = reader.ReadString(type); break;
                case 3: model.ProducerVersion = reader.ReadString(type); break;
                case 7:
                    RequireFirst(model.Graph is null, reader, "graph");
                    model.Graph = ParseGraph(reader.ReadMessage(type));
                    break;
                case 8: model.Opsets.Add(ParseOpset(reader.ReadMessage(type))); break;
                case 25: model.Functions.Add(ParseFunction(reader.ReadMessage(type))); break;
                default: reader.Skip(type); break;
            }
        }

        return model;
    }

    private static (string Domain, long Version) ParseOpset(ProtobufReader reader)
    {
        string domain = "";
        long version = 0;
        while (reader.TryReadTag(out int field, out WireType type))
        {
            switch (field)
            {
                case 1: domain = NormalizeDomain(reader.ReadString(type)); break;
                case 2: version = reader.ReadInt64(type); break;
                default: reader.Skip(type); break;
            }
        }

        return (domain, version);
    }

    private static (string Domain, string Name) ParseFunction(ProtobufReader reader)
    {
        string domain = "", name = "";
        while (reader.TryReadTag(out int field, out WireType type))
        {
            switch (field)
            {
                case 1: name = reader.ReadString(type); break;
                case 10: domain = NormalizeDomain(reader.ReadString(type)); break;
                default: reader.Skip(type); break;
            }
        }

        return (domain, name);
    }

    private static OnnxGraph ParseGraph(ProtobufReader reader)
    {
        OnnxGraph graph = new();
        while (reader.TryReadTag(out int field, out WireType type))
        {
            switch (field)
            {
                case 1: graph.Nodes.Add(ParseNode(reader.ReadMessage(type))); break;
                case 5:
                    int start = reader.Position;
                    OnnxTensor tensor = ParseTensor(reader.ReadMessage(type));
                    graph.Initializers.Add(tensor.Name.Length > 0 ? tensor : throw reader.Malformed("an initializer has no name", start));
                    break;
                case 11: graph.Inputs.Add(ParseValueInfo(reader.ReadMessage(type))); break;
                case 12: graph.Outputs.Add(ParseValueInfo(reader.ReadMessage(type))); break;
                case 13: graph.ValueInfos.Add(ParseValueInfo(reader.ReadMessage(type))); break;
                case 15:
                    graph.HasSparseInitializers = true;
                    reader.Skip(type);
                    break;
                default: reader.Skip(type); break;
            }
        }

        return graph;
    }

    private static OnnxNode ParseNode(ProtobufReader reader)
    {
        OnnxNode node = new() { Offset = reader.Position };
        while (reader.TryReadTag(out int field, out WireType type))
        {
            switch (field)
            {
                case 1: node.Inputs.Add(reader.ReadString(type)); break;
                case 2: node.Outputs.Add(reader.ReadString(type)); break;
                case 3: node.Name = reader.ReadString(type); break;
                case 4: node.Operator = reader.ReadString(type); break;
                case 5:
                    int start = reader.Position;
                    OnnxAttribute attribute = ParseAttribute(reader.ReadMessage(type));
                    if (node.Attributes.ContainsKey(attribute.Name))
                    {
                        throw reader.Malformed($"attribute '{attribute.Name}' is given twice", start);
                    }

                    node.Attributes.Add(attribute.Name, attribute);
                    break;
                case 7: node.Domain = NormalizeDomain(reader.ReadString(type)); break;
                default: reader.Skip(type); break;
            }
        }

        return node.Operator.Length > 0 ? node : throw reader.Malformed("a node names no operator", node.Offset);
    }

    private static OnnxAttribute ParseAttribute(ProtobufReader reader)
    {
        int start = reader.Position;
        OnnxAttribute attribute = new();
        while (reader.TryReadTag(out int field, out WireType type))
        {
            switch (field)
            {
                case 1: attribute.Name = reader.ReadString(type); break;
                case 2: attribute.Float = reader.ReadFloat(type); break;
                case 3: attribute.Integer = reader.ReadInt64(type); break;
                case 4:
                    // Bytes, not necessarily text; only the text ones are ever looked at, so damage shows as an unknown word.
                    attribute.Text = System.Text.Encoding.UTF8.GetString(reader.ReadBytes(type).ToArray());
                    break;
                case 5:
                    RequireFirst(attribute.Tensor is null, reader, "tensor of an attribute");
                    attribute.Tensor = ParseTensor(reader.ReadMessage(type));
                    break;
                case 7: reader.ReadFloats(type, attribute.Floats ??= []); break;
                case 8: reader.ReadInt64s(type, attribute.Integers ??= []); break;
                case 20: attribute.Type = reader.ReadInt32(type); break;
                default: reader.Skip(type); break;
            }
        }

        return attribute.Name.Length > 0 ? attribute : throw reader.Malformed("an attribute has no name", start);
    }

    private static OnnxTensor ParseTensor(ProtobufReader reader)
    {
        OnnxTensor tensor = new() { Offset = reader.Position };
        while (reader.TryReadTag(out int field, out WireType type))
        {
            switch (field)
            {
                case 1: reader.ReadInt64s(type, tensor.Dimensions); break;
                case 2: tensor.ElementType = reader.ReadInt32(type); break;
                case 3:
                    tensor.IsSegmented = true;
                    reader.Skip(type);
                    break;
                case 4: reader.ReadFloats(type, tensor.Floats ??= []); break;
                case 5: reader.ReadInt64s(type, tensor.Int32s ??= []); break;
                case 7: reader.ReadInt64s(type, tensor.Int64s ??= []); break;
                case 8: tensor.Name = reader.ReadString(type); break;
                case 9:
                    RequireFirst(tensor.RawData is null, reader, "raw data of a tensor");
                    tensor.RawData = reader.ReadBytes(type);
                    break;
                case 10: reader.ReadDoubles(type, tensor.Doubles ??= []); break;
                case 11: reader.ReadInt64s(type, tensor.UInt64s ??= []); break;
                case 13:
                    tensor.IsExternal = true;
                    reader.Skip(type);
                    break;
                case 14: tensor.IsExternal |= reader.ReadInt64(type) != 0; break;
                default: reader.Skip(type); break;
            }
        }

        return tensor.Dimensions.Count <= OnnxShapes.MaxRank
            ? tensor
            : throw new ModelFormatException(
                ModelErrorKind.Unsupported, $"tensor '{tensor.Name}' has {tensor.Dimensions.Count} dimensions; at most {OnnxShapes.MaxRank} are supported", offset: tensor.Offset);
    }

    private static OnnxValueInfo ParseValueInfo(ProtobufReader reader)
    {
        int start = reader.Position;
        OnnxValueInfo info = new();
        bool hasType = false;
        while (reader.TryReadTag(out int field, out WireType type))
        {
            switch (field)
            {
                case 1: info.Name = reader.ReadString(type); break;
                case 2:
                    RequireFirst(!hasType, reader, "type of a value");
                    hasType = true;
                    ParseType(reader.ReadMessage(type), info);
                    break;
                default: reader.Skip(type); break;
            }
        }

        return info.Name.Length > 0 ? info : throw reader.Malformed("an input, output or intermediate value has no name", start);
    }

    private static void ParseType(ProtobufReader reader, OnnxValueInfo info)
    {
        while (reader.TryReadTag(out int field, out WireType type))
        {
            if (field != 1)
            {
                // Sequence, map, optional or sparse: the element type stays 0, which a user of the value refuses.
                reader.Skip(type);
                continue;
            }

            ProtobufReader tensor = reader.ReadMessage(type);
            while (tensor.TryReadTag(out int tensorField, out WireType tensorType))
            {
                switch (tensorField)
                {
                    case 1: info.ElementType = tensor.ReadInt32(tensorType); break;
                    case 2:
                        RequireFirst(info.Dimensions is null, tensor, "shape of a value");
                        info.Dimensions = ParseShape(tensor.ReadMessage(tensorType));
                        break;
                    default: tensor.Skip(tensorType); break;
                }
            }
        }
    }

    private static List<OnnxDimension> ParseShape(ProtobufReader reader)
    {
        List<OnnxDimension> dimensions = [];
        while (reader.TryReadTag(out int field, out WireType type))
        {
            if (field != 1)
            {
                reader.Skip(type);
                continue;
            }

            if (dimensions.Count == OnnxShapes.MaxRank)
            {
                throw new ModelFormatException(ModelErrorKind.Unsupported, $"a value has more than {OnnxShapes.MaxRank} dimensions", offset: reader.Position);
            }

            ProtobufReader dimension = reader.ReadMessage(type);
            long? value = null;
            string symbol = "";
            while (dimension.TryReadTag(out int dimensionField, out WireType dimensionType))
            {
                switch (dimensionField)
                {
                    case 1: value = dimension.ReadInt64(dimensionType); break;
                    case 2: symbol = dimension.ReadString(dimensionType); break;
                    default: dimension.Skip(dimensionType); break;
                }
            }

            // Some exporters write −1 for a dimension that is open.
            dimensions.Add(new OnnxDimension(value == -1 ? null : value, symbol));
        }

        return dimensions;
    }

    // "ai.onnx" is another spelling of the default domain.
    private static string NormalizeDomain(string domain) => domain == "ai.onnx" ? "" : domain;

    private static void RequireFirst(bool isFirst, ProtobufReader reader, string what)
    {
        if (!isFirst)
        {
            throw reader.Malformed($"the {what} is given twice");
        }
    }
}
