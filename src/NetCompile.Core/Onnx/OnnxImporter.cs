using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>Walks the nodes of a graph and builds the model that they describe.</summary>
internal sealed class OnnxImporter
{
    private readonly OnnxModel _model;
    private readonly OnnxGraph _graph;
    private readonly string _name;
    private readonly int _opset;
    private readonly OnnxBudget _budget;
    private readonly Dictionary<string, OnnxTensor> _initializers;
    private readonly Dictionary<string, OnnxValue> _values = [];
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);

    public OnnxImporter(OnnxModel model, string name, int fileLength)
    {
        _model = model;
        _name = name;
        _graph = model.Graph ?? throw new ModelFormatException(ModelErrorKind.Malformed, "the file holds no graph: it is no ONNX model");
        _opset = OnnxVersions.DefaultOpset(model);
        _budget = new OnnxBudget(fileLength);
        _initializers = [];
        foreach (OnnxTensor initializer in _graph.Initializers)
        {
            _initializers[initializer.Name] = initializer;
        }
    }

    /// <summary>Builds the model.</summary>
    public NetworkModel Import()
    {
        if (_graph.HasSparseInitializers)
        {
            throw new ModelFormatException(ModelErrorKind.Unsupported, "the model stores weights as sparse tensors; save it with dense ones");
        }

        OnnxValueInfo input = SingleInput(), output = SingleOutput();
        List<OnnxNode> order = OnnxGraphOrder.Sort(_graph, [output.Name]);
        NetworkModelBuilder builder = StartModel(input);
        RequireSupported(order);
        List<SourceNode> nodes = [];
        foreach (OnnxNode node in order)
        {
            nodes.Add(new SourceNode(node.Operator, node.Name, ReadNode(node, builder)));
        }

        OnnxValue result = Lookup(output.Name);
        Variable variable = Materialize(result, builder, output);
        return builder.Build(variable.Id, source: Source(nodes, []));
    }

    /// <summary>Lists what the file holds, supported or not.</summary>
    public ModelSource Describe()
    {
        List<string> unsupported = [];
        NetworkModelBuilder? builder = null;
        Collect(unsupported, () => builder = StartModel(SingleInput()));
        Collect(unsupported, () => SingleOutput());

        Dictionary<string, OnnxValueInfo> declared = [];
        foreach (OnnxValueInfo info in _graph.ValueInfos.Concat(_graph.Outputs))
        {
            declared[info.Name] = info;
        }

        List<SourceNode> nodes = [];
        foreach (OnnxNode node in OnnxGraphOrder.Sort(_graph, _graph.Nodes.SelectMany(n => n.Outputs).Where(o => o.Length > 0).Concat(_graph.Outputs.Select(o => o.Name))))
        {
            TensorShape? shape = null;
            Collect(unsupported, () =>
            {
                RequireSupported([node]);
                if (builder is not null && node.Inputs.All(i => i.Length == 0 || _values.ContainsKey(i) || _initializers.ContainsKey(i)))
                {
                    shape = ReadNode(node, builder);
                }
            });

            if (shape is null && node.Outputs.Count > 0 && declared.TryGetValue(node.Outputs[0], out OnnxValueInfo? info))
            {
                shape = OnnxShapes.Declared(info);
            }

            nodes.Add(new SourceNode(node.Operator, node.Name, shape));
        }

        return Source(nodes, [.. unsupported.Distinct()]);
    }

    // Runs a step of a description; what is unsupported is listed, what is damaged still fails.
    private static void Collect(List<string> unsupported, Action step)
    {
        try
        {
            step();
        }
        catch (ModelFormatException e) when (e.Kind == ModelErrorKind.Unsupported)
        {
            // A problem that names its operator already needs no place before it.
            unsupported.Add(e.OperatorName is null || e.Problem.StartsWith("unsupported", StringComparison.Ordinal) ? e.Problem : $"{e.OperatorName} '{e.Node}': {e.Problem}");
        }
    }

    private ModelSource Source(List<SourceNode> nodes, List<string> unsupported) =>
        new("ONNX", $"{_model.ProducerName} {_model.ProducerVersion}".Trim(), $"IR {_model.IrVersion}, opset {_opset}", nodes.ToImmutableArray())
        {
            Inputs = TrueInputs().Select(Describe).ToImmutableArray(),
            Outputs = _graph.Outputs.Select(Describe).ToImmutableArray(),
            Notes = _notes.ToImmutableArray(),
            Unsupported = unsupported.ToImmutableArray(),
        };

    private static SourceValue Describe(OnnxValueInfo info) => new(info.Name, OnnxElementType.Name(info.ElementType), OnnxShapes.Declared(info));

    // Up to IR 3 every initializer is an input as well, and later ones may be (as a default): the network's input is the one without a value.
    // A name that is listed twice counts once here; sorting the graph refuses it.
    private IEnumerable<OnnxValueInfo> TrueInputs() => _graph.Inputs.Where(i => !_initializers.ContainsKey(i.Name)).GroupBy(i => i.Name).Select(g => g.First());

    private OnnxValueInfo SingleInput()
    {
        OnnxValueInfo[] inputs = [.. TrueInputs()];
        return inputs.Length switch
        {
            1 => inputs[0],
            0 => throw new ModelFormatException(ModelErrorKind.Malformed, "the model has no input"),
            _ => throw new ModelFormatException(ModelErrorKind.Unsupported, $"the model has {inputs.Length} inputs ({Names(inputs)}); one is supported"),
        };
    }

    private OnnxValueInfo SingleOutput() => _graph.Outputs.Count switch
    {
        1 => _graph.Outputs[0],
        0 => throw new ModelFormatException(ModelErrorKind.Malformed, "the model has no output"),
        _ => throw new ModelFormatException(ModelErrorKind.Unsupported, $"the model has {_graph.Outputs.Count} outputs ({Names(_graph.Outputs)}); one is supported"),
    };

    private static string Names(IEnumerable<OnnxValueInfo> values) => string.Join(", ", values.Select(v => $"'{v.Name}'"));

    private NetworkModelBuilder StartModel(OnnxValueInfo input)
    {
        if (!OnnxElementType.IsFloating(input.ElementType))
        {
            throw new ModelFormatException(ModelErrorKind.Unsupported, $"input '{input.Name}' holds {OnnxElementType.Name(input.ElementType)}; a tensor of floats is needed");
        }

        if (input.ElementType != OnnxElementType.Float)
        {
            _notes.Add($"The model calculates in {OnnxElementType.Name(input.ElementType)}; the network that runs and is verified is its float32 version.");
        }

        List<OnnxDimension> dimensions = input.Dimensions ?? throw new ModelFormatException(ModelErrorKind.Unsupported, $"input '{input.Name}' has no shape; export the model with one");
        for (int d = 1; d < dimensions.Count; d++)
        {
            if (dimensions[d].Value is null)
            {
                throw new ModelFormatException(
                    ModelErrorKind.Unsupported, $"dimension {d} of input '{input.Name}' is open{(dimensions[d].Symbol.Length > 0 ? $" ('{dimensions[d].Symbol}')" : "")}; only the first, the batch, may be");
            }
        }

        TensorShape shape = OnnxShapes.Create([.. dimensions.Select(d => d.Value ?? 1)], $"input '{input.Name}'");
        NetworkModelBuilder builder = new(_name, shape, input.Name);
        _values[input.Name] = new Variable(shape, builder.Input);
        return builder;
    }

    private void RequireSupported(IReadOnlyList<OnnxNode> nodes)
    {
        List<string> unsupported = [];
        OnnxNode? first = null;
        foreach (OnnxNode node in nodes)
        {
            // A function of the model's own would take the place of a standard operator of the same name.
            if (OnnxOperators.Find(node) is null || _model.Functions.Contains((node.Domain, node.Operator)))
            {
                first ??= node;
                unsupported.Add(node.Domain.Length == 0 ? $"'{node.Operator}' (opset {_opset})" : $"'{node.Domain}.{node.Operator}'");
            }
        }

        if (first is not null)
        {
            string[] distinct = [.. unsupported.Distinct()];
            throw new ModelFormatException(
                ModelErrorKind.Unsupported, $"unsupported operator{(distinct.Length > 1 ? "s" : "")} {string.Join(", ", distinct)}", node: first.DisplayName, operatorName: first.Operator);
        }
    }

    // Reads a node, keeps its outputs, and returns the shape of the first.
    private TensorShape? ReadNode(OnnxNode node, NetworkModelBuilder builder)
    {
        try
        {
            OnnxValue?[] inputs = [.. node.Inputs.Select(name => name.Length == 0 ? null : Lookup(name))];
            OnnxNodeContext context = new(node, inputs, _opset, builder, _budget, _notes);
            OnnxValue[] outputs = OnnxOperators.Find(node)!(context);
            context.RequireAllUsed();
            for (int i = 0; i < Math.Min(outputs.Length, node.Outputs.Count); i++)
            {
                if (outputs[i] is Variable { Shape.Count: 0 })
                {
                    throw new ModelFormatException(ModelErrorKind.ShapeMismatch, $"the result has shape {outputs[i].Shape}, which holds no element");
                }

                _values[node.Outputs[i]] = outputs[i];
            }

            return outputs.Length > 0 ? outputs[0].Shape : null;
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException(e.Kind, e.Problem, _name, e.Offset, node: node.DisplayName, operatorName: node.Operator, inner: e);
        }
    }

    private OnnxValue Lookup(string name)
    {
        if (_values.TryGetValue(name, out OnnxValue? value))
        {
            return value;
        }

        if (!_initializers.TryGetValue(name, out OnnxTensor? initializer))
        {
            // The name exists (the graph was sorted), so it is an output that the operator's reader does not give, such as Dropout's mask.
            throw new ModelFormatException(ModelErrorKind.Unsupported, $"value '{name}' is an output that is not supported");
        }

        return _values[name] = OnnxTensorDecoder.Decode(initializer, _notes);
    }

    private Variable Materialize(OnnxValue result, NetworkModelBuilder builder, OnnxValueInfo output)
    {
        if (result is IntegerConstant)
        {
            throw new ModelFormatException(ModelErrorKind.Unsupported, $"the output '{output.Name}' holds integers; floats are needed");
        }

        OnnxNode place = new() { Name = output.Name, Operator = "Constant" };
        return new OnnxNodeContext(place, [], _opset, builder, _budget, _notes).Materialize(result);
    }
}
