using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>What an operator's reader sees of its node: inputs, attributes, the model that is being built, and ways to fail.</summary>
/// <remarks>It records what is asked for: an input or attribute that no one asked for would be ignored, and a limit or an axis that is ignored makes a wrong network.</remarks>
internal sealed class OnnxNodeContext(OnnxNode node, OnnxValue?[] inputs, int opset, NetworkModelBuilder builder, OnnxBudget budget, ISet<string> notes)
{
    /// <summary>Attributes that do not change what a supported operator computes when a trained network runs.</summary>
    private static readonly HashSet<string> s_harmlessAttributes = ["consumed_inputs", "momentum", "saturate", "seed"];

    private readonly HashSet<string> _askedAttributes = [];
    private readonly bool[] _askedInputs = new bool[inputs.Length];

    /// <summary>The version of the default operator set that the model imports.</summary>
    public int Opset => opset;

    /// <summary>A name for the operators that this node becomes.</summary>
    public string Name => node.DisplayName;

    /// <summary>The operator in the file.</summary>
    public string Operator => node.Operator;

    /// <summary>The model that is being built.</summary>
    public NetworkModelBuilder Builder => builder;

    /// <summary>How many inputs the node lists.</summary>
    public int InputCount => inputs.Length;

    /// <summary>How many outputs the node lists.</summary>
    public int OutputCount => node.Outputs.Count;

    /// <summary>An input that must be there.</summary>
    public OnnxValue Input(int index) => Optional(index) ?? throw Malformed($"input {index} is missing");

    /// <summary>An input, or null where the node leaves it out.</summary>
    public OnnxValue? Optional(int index)
    {
        if (index >= inputs.Length)
        {
            return null;
        }

        _askedInputs[index] = true;
        return inputs[index];
    }

    /// <summary>An optional input that must be a constant of integers, such as axes.</summary>
    public ImmutableArray<long>? OptionalIntegers(int index, string what) => Optional(index) switch
    {
        null => null,
        IntegerConstant constant => constant.Values,
        FloatConstant => throw Malformed($"the {what} (input {index}) are floats; integers are needed"),
        _ => throw Unsupported($"the {what} (input {index}) depend on the network's input; only constants are supported"),
    };

    /// <summary>An optional input that must be a constant of one float.</summary>
    public float? OptionalScalar(int index, string what) => Optional(index) switch
    {
        null => null,
        FloatConstant { Shape.Count: 1 } constant => constant.Values[0],
        Variable => throw Unsupported($"the {what} (input {index}) depends on the network's input; only constants are supported"),
        OnnxValue other => throw Malformed($"the {what} (input {index}) has shape {other.Shape}; one float is needed"),
    };

    // Exporters based on proto3 leave out a scalar that is zero; then only the declared type (1 float, 2 integer, 3 text, 7 integers) tells that it is there.

    /// <summary>An integer attribute.</summary>
    public long Integer(string name, long fallback) => OptionalInteger(name) ?? fallback;

    /// <summary>An integer attribute, or null where the node leaves it out.</summary>
    public long? OptionalInteger(string name) => Attribute(name) is not { } a ? null : a.Integer ?? (a.Type == 2 ? 0 : throw WrongType(a, "an integer"));

    /// <summary>A float attribute.</summary>
    public float Float(string name, float fallback) => OptionalFloat(name) ?? fallback;

    /// <summary>A float attribute, or null where the node leaves it out.</summary>
    public float? OptionalFloat(string name) => Attribute(name) is not { } a ? null : a.Float ?? (a.Type == 1 ? 0 : throw WrongType(a, "a float"));

    /// <summary>A list of integers, or null where the node leaves it out.</summary>
    public ImmutableArray<long>? Integers(string name)
    {
        if (Attribute(name) is not { } a)
        {
            return null;
        }

        return a.Integers is null && a.Type != 7 ? throw WrongType(a, "a list of integers") : (a.Integers ?? []).ToImmutableArray();
    }

    /// <summary>A text attribute.</summary>
    public string Text(string name, string fallback) =>
        Attribute(name) is not { } a ? fallback : a.Text ?? (a.Type == 3 ? "" : throw WrongType(a, "a text"));

    /// <summary>The attribute itself.</summary>
    public OnnxAttribute? Attribute(string name)
    {
        _askedAttributes.Add(name);
        return node.Attributes.TryGetValue(name, out OnnxAttribute? a) ? a : null;
    }

    /// <summary>The names of all attributes.</summary>
    public IEnumerable<string> AttributeNames => node.Attributes.Keys;

    /// <summary>Fails where the node has an input or attribute that its reader did not ask for.</summary>
    public void RequireAllUsed()
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is not null && !_askedInputs[i])
            {
                throw Malformed($"input {i} has no meaning for this operator in opset {opset}");
            }
        }

        foreach (string name in node.Attributes.Keys)
        {
            if (!_askedAttributes.Contains(name) && !s_harmlessAttributes.Contains(name))
            {
                throw Malformed($"attribute '{name}' has no meaning for this operator in opset {opset}");
            }
        }
    }

    /// <summary>Decodes a tensor attribute.</summary>
    public OnnxValue Decode(OnnxTensor tensor) => OnnxTensorDecoder.Decode(tensor, notes);

    /// <summary>Takes elements from what the file may expand to; call it before allocating.</summary>
    public void Charge(long elements) => budget.Charge(elements);

    /// <summary>Records something a user should know about how the file was read.</summary>
    public void Note(string text) => notes.Add(text);

    /// <summary>The value itself where it depends on the network's input; a constant becomes operators that compute it.</summary>
    public Variable Materialize(OnnxValue value)
    {
        switch (value)
        {
            case Variable variable:
                return variable;
            case FloatConstant constant:
                // 0·x₀ + b: exactly b for every finite input, and it needs no further operator in the IR.
                int first = builder.AddGather(ImmutableArray.Create(builder.Input), ImmutableArray.Create(new GatherIndex(0, 0)), TensorShape.Of(1), Name);
                Charge(constant.Shape.Count);
                Tensor zeros = new(TensorShape.Of(constant.Shape.Count, 1), ImmutableArray.Create(new float[constant.Shape.Count]));
                return new Variable(constant.Shape, builder.AddDense(first, zeros, new Tensor(TensorShape.Of(constant.Shape.Count), constant.Values), Name, constant.Shape));
            default:
                throw Malformed("an integer constant is used where a float is needed");
        }
    }

    /// <summary>A value whose elements are chosen from others: constant where all are constant, else a gather.</summary>
    /// <param name="sources">Where elements come from; at least one.</param>
    /// <param name="indices">For each element of the result, a source and an element of it; made after the result's size was charged.</param>
    /// <param name="shape">The result's shape.</param>
    public OnnxValue Rearrange(IReadOnlyList<OnnxValue> sources, ImmutableArray<GatherIndex> indices, TensorShape shape)
    {
        if (sources.All(s => s is FloatConstant))
        {
            return new FloatConstant(shape, ImmutableArray.CreateRange(indices, i => ((FloatConstant)sources[i.Source]).Values[i.Element]));
        }

        if (sources.All(s => s is IntegerConstant))
        {
            return new IntegerConstant(shape, ImmutableArray.CreateRange(indices, i => ((IntegerConstant)sources[i.Source]).Values[i.Element]));
        }

        if (shape.Count == 0)
        {
            throw Mismatch($"the result has shape {shape}, which holds no element");
        }

        ImmutableArray<int> ids = sources.Select(s => Materialize(s).Id).ToImmutableArray();
        return new Variable(shape, builder.AddGather(ids, indices, shape, Name));
    }

    /// <summary>A strided view of one value; a view that keeps every element in place adds no operator.</summary>
    public OnnxValue View(OnnxValue source, TensorShape shape, int[] strides, int offset = 0)
    {
        Charge(shape.Count);
        int[] elements = OnnxShapes.Walk(shape, strides, offset);
        if (source is Variable variable && IsIdentity(elements, source.Shape.Count))
        {
            return variable with { Shape = shape };
        }

        ImmutableArray<GatherIndex>.Builder indices = ImmutableArray.CreateBuilder<GatherIndex>(elements.Length);
        foreach (int element in elements)
        {
            indices.Add(new GatherIndex(0, element));
        }

        return Rearrange([source], indices.MoveToImmutable(), shape);
    }

    /// <summary>The value repeated along dimensions of size 1 to the given shape.</summary>
    public OnnxValue Broadcast(OnnxValue value, TensorShape shape) =>
        value.Shape.Equals(shape) ? value
        : value.Shape.Count == shape.Count ? Reshape(value, shape)
        : View(value, shape, OnnxShapes.BroadcastStrides(value.Shape, shape));

    /// <summary>The same elements under another shape of the same count.</summary>
    public OnnxValue Reshape(OnnxValue value, TensorShape shape) =>
        value.Shape.Count == shape.Count ? value with { Shape = shape } : throw Mismatch($"a value of shape {value.Shape} cannot take shape {shape}");

    /// <summary>A constant with one value per element of <paramref name="shape"/>.</summary>
    public Tensor Spread(FloatConstant constant, TensorShape shape) => new(shape, ((FloatConstant)Broadcast(constant, shape)).Values);

    /// <summary>A constant computed from another, element by element; charged, because a long chain of nodes could otherwise hold a large constant many times.</summary>
    public FloatConstant Map(FloatConstant constant, Func<float, float> compute)
    {
        Charge(constant.Values.Length);
        return constant with { Values = ImmutableArray.CreateRange(constant.Values, compute) };
    }

    /// <inheritdoc cref="Map(FloatConstant, Func{float, float})"/>
    public IntegerConstant Map(IntegerConstant constant, Func<long, long> compute)
    {
        Charge(constant.Values.Length);
        return constant with { Values = ImmutableArray.CreateRange(constant.Values, compute) };
    }

    /// <summary>An axis, counted from the end where negative.</summary>
    public int Axis(long axis, int rank)
    {
        long actual = axis < 0 ? axis + rank : axis;
        return actual >= 0 && actual < rank ? (int)actual : throw Mismatch($"axis {axis} does not exist in a value of {rank} dimensions");
    }

    /// <summary>An error: the file breaks the rules of ONNX.</summary>
    public ModelFormatException Malformed(string problem) => Error(ModelErrorKind.Malformed, problem);

    /// <summary>An error: the file is right but NetCompile cannot read it.</summary>
    public ModelFormatException Unsupported(string problem) => Error(ModelErrorKind.Unsupported, problem);

    /// <summary>An error: shapes disagree.</summary>
    public ModelFormatException Mismatch(string problem) => Error(ModelErrorKind.ShapeMismatch, problem);

    private static bool IsIdentity(int[] elements, int count)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            if (elements[i] != i)
            {
                return false;
            }
        }

        return elements.Length == count;
    }

    private ModelFormatException WrongType(OnnxAttribute attribute, string expected) => Malformed($"attribute '{attribute.Name}' is not {expected}");

    private ModelFormatException Error(ModelErrorKind kind, string problem) => new(kind, problem, node: Name, operatorName: node.Operator, offset: null);
}
