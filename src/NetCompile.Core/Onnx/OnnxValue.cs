using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>A value of an ONNX graph while it is read: known already, or computed by an operator of the model that is being built.</summary>
/// <param name="Shape">The shape that ONNX gives it; an operator's own shape may differ, because a reshape moves no data.</param>
internal abstract record OnnxValue(TensorShape Shape);

/// <summary>A constant of floats.</summary>
internal sealed record FloatConstant(TensorShape Shape, ImmutableArray<float> Values) : OnnxValue(Shape);

/// <summary>A constant of integers or booleans: shapes, axes, indices; never a weight.</summary>
internal sealed record IntegerConstant(TensorShape Shape, ImmutableArray<long> Values) : OnnxValue(Shape);

/// <summary>A value that depends on the network's input.</summary>
/// <param name="Shape">The shape that ONNX gives it.</param>
/// <param name="Id">The operator that computes it.</param>
internal sealed record Variable(TensorShape Shape, int Id) : OnnxValue(Shape);
