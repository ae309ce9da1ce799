using System.Collections.Immutable;

namespace NetCompile.Models;

/// <summary>Builds a <see cref="NetworkModel"/> operator by operator, checking shapes and values as it goes.</summary>
/// <remarks>Readers, generated code and tests all come through here, so a <see cref="NetworkModel"/> is valid by construction.</remarks>
public sealed class NetworkModelBuilder
{
    private readonly ImmutableArray<NetworkOperator>.Builder _operators = ImmutableArray.CreateBuilder<NetworkOperator>();
    private readonly string _name;

    /// <summary>Starts a model with its input.</summary>
    public NetworkModelBuilder(string name, TensorShape inputShape, string inputName = "input")
    {
        _name = name;
        if (inputShape.Count == 0)
        {
            throw new ModelFormatException(ModelErrorKind.ShapeMismatch, $"the input has shape {inputShape}, which holds no element", name);
        }

        _operators.Add(new InputOperator(0, inputName, inputShape));
    }

    /// <summary>The id of the input, always 0.</summary>
    public int Input => 0;

    /// <summary>The operators added so far.</summary>
    public int Count => _operators.Count;

    /// <summary>The operator with the given id.</summary>
    public NetworkOperator this[int id] => _operators[id];

    /// <summary>Adds <c>y = W x + b</c>.</summary>
    /// <param name="source">The id of <c>x</c>.</param>
    /// <param name="weights"><c>W</c>: <c>[outputs, inputs]</c>, row-major, finite.</param>
    /// <param name="bias"><c>b</c>: <c>[outputs]</c>, finite, or null.</param>
    /// <param name="name">A name for messages.</param>
    /// <param name="shape">The value's shape; <c>[outputs]</c> where null.</param>
    /// <exception cref="ModelFormatException">Shapes disagree or a weight is not finite.</exception>
    public int AddDense(int source, Tensor weights, Tensor? bias = null, string? name = null, TensorShape? shape = null)
    {
        name ??= $"dense{_operators.Count}";
        if (weights.Shape.Rank != 2)
        {
            throw Mismatch(name, "Dense", $"the weights have shape {weights.Shape}; a matrix [outputs, inputs] is needed");
        }

        int outputs = weights.Shape.Dimensions[0], inputs = weights.Shape.Dimensions[1];
        if (inputs != Source(source).Count)
        {
            throw Mismatch(name, "Dense", $"the weights take {inputs} inputs but the value before has {Source(source).Count} elements");
        }

        if (bias is not null && bias.Shape.Count != outputs)
        {
            throw Mismatch(name, "Dense", $"the bias has {bias.Shape.Count} elements but the weights give {outputs} outputs");
        }

        RequireFinite(weights, name, "Dense", "weight");
        if (bias is not null)
        {
            RequireFinite(bias, name, "Dense", "bias");
        }

        return Add(new DenseOperator(_operators.Count, name, ShapeOr(shape, outputs, name, "Dense"), source, weights, bias));
    }

    /// <summary>Adds <c>y_i = x_i · s_i</c> or, if <paramref name="isDivision"/>, <c>y_i = x_i / s_i</c>.</summary>
    /// <exception cref="ModelFormatException">Lengths differ, a factor is not finite, or a divisor is zero.</exception>
    public int AddScale(int source, Tensor factor, bool isDivision = false, string? name = null)
    {
        name ??= $"scale{_operators.Count}";
        string op = isDivision ? "Div" : "Mul";
        RequireLength(factor, source, name, op);
        RequireFinite(factor, name, op, "factor");
        if (isDivision && factor.Values.Any(v => v == 0))
        {
            throw new ModelFormatException(ModelErrorKind.Malformed, "a divisor is zero", _name, node: name, operatorName: op);
        }

        return Add(new ScaleOperator(_operators.Count, name, Source(source).Shape, source, factor, isDivision));
    }

    /// <summary>Adds <c>y_i = x_i + t_i</c>.</summary>
    /// <exception cref="ModelFormatException">Lengths differ or an offset is not finite.</exception>
    public int AddShift(int source, Tensor offset, string? name = null)
    {
        name ??= $"shift{_operators.Count}";
        RequireLength(offset, source, name, "Add");
        RequireFinite(offset, name, "Add", "offset");
        return Add(new ShiftOperator(_operators.Count, name, Source(source).Shape, source, offset));
    }

    /// <summary>Adds <c>y = u + v</c> or <c>y = u − v</c>.</summary>
    /// <exception cref="ModelFormatException">Lengths differ.</exception>
    public int AddSum(int left, int right, bool isDifference = false, string? name = null)
    {
        name ??= $"sum{_operators.Count}";
        if (Source(left).Count != Source(right).Count)
        {
            throw Mismatch(name, isDifference ? "Sub" : "Add", $"the operands have {Source(left).Count} and {Source(right).Count} elements");
        }

        return Add(new SumOperator(_operators.Count, name, Source(left).Shape, left, right, isDifference));
    }

    /// <summary>Adds an operator whose elements are copies of elements of <paramref name="sources"/>.</summary>
    /// <exception cref="ModelFormatException">An index lies outside its source, or the shape and the indices disagree.</exception>
    public int AddGather(ImmutableArray<int> sources, ImmutableArray<GatherIndex> indices, TensorShape shape, string? name = null)
    {
        name ??= $"gather{_operators.Count}";
        if (shape.Count != indices.Length)
        {
            throw Mismatch(name, "Gather", $"the shape {shape} and the {indices.Length} indices disagree");
        }

        foreach (GatherIndex index in indices)
        {
            if ((uint)index.Source >= (uint)sources.Length || (uint)index.Element >= (uint)Source(sources[index.Source]).Count)
            {
                throw Mismatch(name, "Gather", $"index {index.Element} of source {index.Source} does not exist");
            }
        }

        return Add(new GatherOperator(_operators.Count, name, shape, sources, indices));
    }

    /// <summary>Adds <c>y_i = max(0, x_i)</c>.</summary>
    public int AddRelu(int source, string? name = null) =>
        Add(new ReluOperator(_operators.Count, name ?? $"relu{_operators.Count}", Source(source).Shape, source));

    /// <summary>Adds <c>y_i = max(ε x_i, x_i)</c>.</summary>
    /// <exception cref="ModelFormatException"><paramref name="slope"/> is not in [0, 1].</exception>
    public int AddLeakyRelu(int source, float slope, string? name = null)
    {
        name ??= $"leakyRelu{_operators.Count}";
        if (!(slope >= 0 && slope <= 1))
        {
            throw new ModelFormatException(ModelErrorKind.Unsupported, $"the slope is {slope}; only slopes from 0 to 1 are supported", _name, node: name, operatorName: "LeakyRelu");
        }

        return Add(new LeakyReluOperator(_operators.Count, name, Source(source).Shape, source, slope));
    }

    /// <summary>Adds <c>y_i = min(max(x_i, p_i), q_i)</c>; a side may be infinite.</summary>
    /// <exception cref="ModelFormatException">Lengths differ, a limit is NaN, or a lower limit exceeds its upper limit.</exception>
    public int AddClip(int source, Tensor lower, Tensor upper, string? name = null)
    {
        name ??= $"clip{_operators.Count}";
        RequireLength(lower, source, name, "Clip");
        RequireLength(upper, source, name, "Clip");
        for (int i = 0; i < lower.Values.Length; i++)
        {
            if (!(lower.Values[i] <= upper.Values[i]) || float.IsPositiveInfinity(lower.Values[i]) || float.IsNegativeInfinity(upper.Values[i]))
            {
                throw new ModelFormatException(
                    ModelErrorKind.Malformed, $"the limits of element {i} are {lower.Values[i]} and {upper.Values[i]}", _name, node: name, operatorName: "Clip");
            }
        }

        return Add(new ClipOperator(_operators.Count, name, Source(source).Shape, source, lower, upper));
    }

    /// <summary>Adds <c>y_i = max_{j ∈ G_i} x_j</c>.</summary>
    /// <param name="source">The id of <c>x</c>.</param>
    /// <param name="groups"><c>G_i</c> for each output element: elements of the source, one at least, none twice in a group; groups may overlap.</param>
    /// <param name="shape">The value's shape; <c>[groups]</c> where null.</param>
    /// <param name="name">A name for messages.</param>
    /// <exception cref="ModelFormatException">A group is empty, or names an element twice or one that does not exist; or the shape and the groups disagree.</exception>
    public int AddMaximum(int source, ImmutableArray<ImmutableArray<int>> groups, TensorShape? shape = null, string? name = null)
    {
        name ??= $"maximum{_operators.Count}";
        int inputs = Source(source).Count;
        int[] seenIn = new int[inputs]; // the last group that named an element, counted from 1
        for (int i = 0; i < groups.Length; i++)
        {
            if (groups[i].IsDefaultOrEmpty)
            {
                throw new ModelFormatException(ModelErrorKind.Malformed, $"group {i} is empty; a maximum needs an element at least", _name, node: name, operatorName: "Maximum");
            }

            foreach (int element in groups[i])
            {
                if ((uint)element >= (uint)inputs)
                {
                    throw Mismatch(name, "Maximum", $"group {i} names element {element} but the value before has {inputs} elements");
                }

                if (seenIn[element] == i + 1)
                {
                    throw new ModelFormatException(ModelErrorKind.Malformed, $"group {i} names element {element} twice", _name, node: name, operatorName: "Maximum");
                }

                seenIn[element] = i + 1;
            }
        }

        return Add(new MaximumOperator(_operators.Count, name, ShapeOr(shape, groups.Length, name, "Maximum"), source, groups));
    }

    /// <summary>Adds <c>y_i = h</c> where <c>x_i &gt; 0</c>, <c>l</c> where <c>x_i &lt; 0</c>, <c>z</c> where <c>x_i = 0</c>.</summary>
    /// <param name="source">The id of <c>x</c>.</param>
    /// <param name="low"><c>l</c>.</param>
    /// <param name="atZero"><c>z</c>.</param>
    /// <param name="high"><c>h</c>.</param>
    /// <param name="name">A name for messages.</param>
    /// <exception cref="ModelFormatException">A value is not finite, or <c>l ≤ z ≤ h</c> is not so.</exception>
    public int AddStep(int source, float low, float atZero, float high, string? name = null)
    {
        name ??= $"step{_operators.Count}";
        foreach ((float value, string place) in new[] { (low, "below"), (atZero, "at"), (high, "above") })
        {
            if (float.IsNaN(value) || float.IsInfinity(value))
            {
                throw new ModelFormatException(ModelErrorKind.NonFiniteWeight, $"the value {place} zero is {(float.IsNaN(value) ? "NaN" : "infinite")}", _name, node: name, operatorName: "Step");
            }
        }

        return low <= atZero && atZero <= high
            ? Add(new StepOperator(_operators.Count, name, Source(source).Shape, source, low, atZero, high))
            : throw new ModelFormatException(
                ModelErrorKind.Unsupported, $"the values below, at and above zero are {low}, {atZero} and {high}; only steps that never fall are supported", _name, node: name, operatorName: "Step");
    }

    /// <summary>Finishes the model.</summary>
    /// <param name="output">The id of the operator whose value is the output.</param>
    /// <param name="inputRanges">The range of each input, if the file states them.</param>
    /// <param name="source">What the file held, for display.</param>
    public NetworkModel Build(int output, ImmutableArray<InputRange> inputRanges = default, ModelSource? source = null)
    {
        if (Source(output).Count == 0)
        {
            throw Mismatch(Source(output).Name, Source(output).Kind.ToString(), "the output holds no element");
        }

        if (!inputRanges.IsDefaultOrEmpty && inputRanges.Length != _operators[0].Count)
        {
            throw Mismatch("input", "Input", $"{inputRanges.Length} ranges are given for {_operators[0].Count} inputs");
        }

        return new NetworkModel(_name, _operators.ToImmutable(), output, inputRanges.IsDefault ? ImmutableArray<InputRange>.Empty : inputRanges, source);
    }

    private int Add(NetworkOperator o)
    {
        _operators.Add(o);
        return o.Id;
    }

    private NetworkOperator Source(int id)
    {
        if ((uint)id >= (uint)_operators.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(id), id, "No operator has this id yet.");
        }

        return _operators[id];
    }

    private TensorShape ShapeOr(TensorShape? shape, int count, string name, string op)
    {
        if (shape is not null && shape.Count != count)
        {
            throw Mismatch(name, op, $"the shape {shape} does not hold {count} elements");
        }

        return shape ?? TensorShape.Of(count);
    }

    private void RequireLength(Tensor tensor, int source, string name, string op)
    {
        if (tensor.Shape.Count != Source(source).Count)
        {
            throw Mismatch(name, op, $"the constant has {tensor.Shape.Count} elements but the value has {Source(source).Count}");
        }
    }

    private void RequireFinite(Tensor tensor, string name, string op, string what)
    {
        for (int i = 0; i < tensor.Values.Length; i++)
        {
            float v = tensor.Values[i];
            if (float.IsNaN(v) || float.IsInfinity(v))
            {
                throw new ModelFormatException(ModelErrorKind.NonFiniteWeight, $"{what} {i} is {(float.IsNaN(v) ? "NaN" : "infinite")}", _name, node: name, operatorName: op);
            }
        }
    }

    private ModelFormatException Mismatch(string name, string op, string problem) => new(ModelErrorKind.ShapeMismatch, problem, _name, node: name, operatorName: op);
}
