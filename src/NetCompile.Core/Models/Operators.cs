using System.Collections.Immutable;

namespace NetCompile.Models;

/// <summary>The network's input <c>x</c>.</summary>
public sealed class InputOperator : NetworkOperator
{
    internal InputOperator(int id, string name, TensorShape shape) : base(id, name, shape, ImmutableArray<int>.Empty) { }

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Input;
}

/// <summary><c>y = W x + b</c>.</summary>
public sealed class DenseOperator : NetworkOperator
{
    internal DenseOperator(int id, string name, TensorShape shape, int source, Tensor weights, Tensor? bias) : base(id, name, shape, ImmutableArray.Create(source))
    {
        Weights = weights;
        Bias = bias;
    }

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Dense;

    /// <summary><c>W</c>: <c>[outputs, inputs]</c>, row-major.</summary>
    public Tensor Weights { get; }

    /// <summary><c>b</c>: <c>[outputs]</c>, or null where the layer has none.</summary>
    public Tensor? Bias { get; }

    /// <summary>Elements of the source.</summary>
    public int Inputs => Weights.Shape.Dimensions[1];

    /// <summary>Elements of the value.</summary>
    public int Outputs => Weights.Shape.Dimensions[0];
}

/// <summary><c>y_i = x_i · s_i</c>, or <c>y_i = x_i / s_i</c> (a true division: multiplying by a rounded reciprocal would be another network).</summary>
public sealed class ScaleOperator : NetworkOperator
{
    internal ScaleOperator(int id, string name, TensorShape shape, int source, Tensor factor, bool isDivision) : base(id, name, shape, ImmutableArray.Create(source))
    {
        Factor = factor;
        IsDivision = isDivision;
    }

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Scale;

    /// <summary><c>s</c>: one value per element; never zero where <see cref="IsDivision"/>.</summary>
    public Tensor Factor { get; }

    /// <summary>Whether the elements are divided by <see cref="Factor"/> rather than multiplied.</summary>
    public bool IsDivision { get; }
}

/// <summary><c>y_i = x_i + t_i</c>.</summary>
public sealed class ShiftOperator : NetworkOperator
{
    internal ShiftOperator(int id, string name, TensorShape shape, int source, Tensor offset) : base(id, name, shape, ImmutableArray.Create(source)) => Offset = offset;

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Shift;

    /// <summary><c>t</c>: one value per element.</summary>
    public Tensor Offset { get; }
}

/// <summary><c>y = u + v</c>, or <c>y = u − v</c>, of two earlier values of the same length.</summary>
public sealed class SumOperator : NetworkOperator
{
    internal SumOperator(int id, string name, TensorShape shape, int left, int right, bool isDifference) : base(id, name, shape, ImmutableArray.Create(left, right)) =>
        IsDifference = isDifference;

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Sum;

    /// <summary>Whether the right source is subtracted.</summary>
    public bool IsDifference { get; }
}

/// <summary>Every output element copies one element of one source: transpose, slice, concatenation, broadcast. Exact.</summary>
public sealed class GatherOperator : NetworkOperator
{
    internal GatherOperator(int id, string name, TensorShape shape, ImmutableArray<int> sources, ImmutableArray<GatherIndex> indices)
        : base(id, name, shape, sources) => Indices = indices;

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Gather;

    /// <summary>For each output element, where it comes from.</summary>
    public ImmutableArray<GatherIndex> Indices { get; }
}

/// <summary>Where an element of a <see cref="GatherOperator"/> comes from.</summary>
/// <param name="Source">The position in <see cref="NetworkOperator.Sources"/> (not an operator id).</param>
/// <param name="Element">The element of that source.</param>
public readonly record struct GatherIndex(int Source, int Element);

/// <summary><c>y_i = max(0, x_i)</c>. Exact in any floating-point format.</summary>
public sealed class ReluOperator : NetworkOperator
{
    internal ReluOperator(int id, string name, TensorShape shape, int source) : base(id, name, shape, ImmutableArray.Create(source)) { }

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Relu;
}

/// <summary><c>y_i = x_i</c> where <c>x_i ≥ 0</c>, else <c>ε x_i</c>; <c>0 ≤ ε ≤ 1</c>.</summary>
public sealed class LeakyReluOperator : NetworkOperator
{
    internal LeakyReluOperator(int id, string name, TensorShape shape, int source, float slope) : base(id, name, shape, ImmutableArray.Create(source)) => Slope = slope;

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.LeakyRelu;

    /// <summary><c>ε</c>.</summary>
    public float Slope { get; }
}

/// <summary><c>y_i = min(max(x_i, p_i), q_i)</c>, <c>p_i ≤ q_i</c>; either side may be infinite. Exact in any floating-point format.</summary>
public sealed class ClipOperator : NetworkOperator
{
    internal ClipOperator(int id, string name, TensorShape shape, int source, Tensor lower, Tensor upper) : base(id, name, shape, ImmutableArray.Create(source))
    {
        Lower = lower;
        Upper = upper;
    }

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Clip;

    /// <summary><c>p</c>: one value per element, possibly −∞.</summary>
    public Tensor Lower { get; }

    /// <summary><c>q</c>: one value per element, possibly +∞.</summary>
    public Tensor Upper { get; }
}

/// <summary><c>y_i = max_{j ∈ G_i} x_j</c>: maxout and max-pooling. Exact in any floating-point format.</summary>
public sealed class MaximumOperator : NetworkOperator
{
    internal MaximumOperator(int id, string name, TensorShape shape, int source, ImmutableArray<ImmutableArray<int>> groups)
        : base(id, name, shape, ImmutableArray.Create(source)) => Groups = groups;

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Maximum;

    /// <summary><c>G_i</c>: for each output element the elements of the source whose maximum it is; one at least, none twice. Groups may overlap.</summary>
    public ImmutableArray<ImmutableArray<int>> Groups { get; }
}

/// <summary><c>y_i = h</c> where <c>x_i &gt; 0</c>, <c>y_i = l</c> where <c>x_i &lt; 0</c>, <c>y_i = z</c> where <c>x_i = 0</c>; <c>l ≤ z ≤ h</c>. Exact in any floating-point format.</summary>
/// <remarks>The sign function is −1, 0, 1; a linear threshold unit 0, 1, 1 or 0, 0, 1. Not continuous at zero, unless constant.</remarks>
public sealed class StepOperator : NetworkOperator
{
    internal StepOperator(int id, string name, TensorShape shape, int source, float low, float atZero, float high)
        : base(id, name, shape, ImmutableArray.Create(source)) => (Low, AtZero, High) = (low, atZero, high);

    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Step;

    /// <summary><c>l</c>, the value below zero.</summary>
    public float Low { get; }

    /// <summary><c>z</c>, the value at zero.</summary>
    public float AtZero { get; }

    /// <summary><c>h</c>, the value above zero.</summary>
    public float High { get; }
}
