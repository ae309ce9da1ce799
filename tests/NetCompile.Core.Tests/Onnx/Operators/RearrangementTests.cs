using NetCompile.Models;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx.Operators;

public class RearrangementTests
{
    [Fact]
    public void Transpose_ReversesByDefault() => Assert.Equal([1, 4, 2, 5, 3, 6], Run(new OnnxBuilder().Input("x", 2, 3).Node("Transpose", ["x"], "y").Output("y"), 1, 2, 3, 4, 5, 6));

    [Fact]
    public void Transpose_TakesAPermutation() =>
        Assert.Equal([1, 3, 2, 4, 5, 7, 6, 8], Run(new OnnxBuilder().Input("x", 2, 2, 2).Node("Transpose", ["x"], "y", ("perm", new long[] { 0, 2, 1 })).Output("y"), 1, 2, 3, 4, 5, 6, 7, 8));

    [Fact]
    public void Transpose_OfDimensionsOfSizeOne_AddsNoOperator()
    {
        NetworkModel model = Read(new OnnxBuilder().Input("x", 1, 3, 1).Node("Transpose", ["x"], "t", ("perm", new long[] { 2, 0, 1 })).Node("Relu", ["t"], "y").Output("y"));
        Assert.Equal([OperatorKind.Input, OperatorKind.Relu], model.Operators.Select(o => o.Kind));
    }

    [Theory]
    [InlineData(new long[] { 0, 0 })]
    [InlineData(new long[] { 0 })]
    [InlineData(new long[] { 0, 2 })]
    [InlineData(new long[] { 1, -1 })]
    public void Transpose_ByNoPermutation_IsRefused(long[] order) =>
        Assert.Equal(ModelErrorKind.ShapeMismatch, Fail(new OnnxBuilder().Input("x", 2, 3).Node("Transpose", ["x"], "y", ("perm", order)).Output("y")).Kind);

    [Theory]
    [InlineData(0, new[] { 1.0, 2, 3, 4, 10, 20, 30, 40 })]
    [InlineData(1, new[] { 1.0, 2, 10, 20, 3, 4, 30, 40 })]
    [InlineData(-1, new[] { 1.0, 2, 10, 20, 3, 4, 30, 40 })]
    public void Concat_JoinsVariableAndConstant(int axis, double[] expected) =>
        Assert.Equal(expected, Run(new OnnxBuilder().Input("x", 2, 2).Initializer("c", [2, 2], 10, 20, 30, 40).Node("Concat", ["x", "c"], "y", ("axis", axis)).Output("y"), 1, 2, 3, 4));

    [Fact]
    public void Concat_OfDifferentShapes_IsRefused() =>
        Assert.Equal(ModelErrorKind.ShapeMismatch, Fail(new OnnxBuilder().Input("x", 2, 2).Initializer("c", [1, 3], 1, 2, 3).Node("Concat", ["x", "c"], "y", ("axis", 0)).Output("y")).Kind);

    [Theory]
    [InlineData(new long[] { 1 }, new long[] { 4 }, new long[] { 0 }, new long[] { 1 }, new[] { 1.0, 2, 3 })]
    [InlineData(new long[] { 0 }, new long[] { long.MaxValue }, new long[] { 0 }, new long[] { 2 }, new[] { 0.0, 2, 4 })]
    [InlineData(new long[] { -2 }, new long[] { long.MaxValue }, new long[] { -1 }, new long[] { 1 }, new[] { 4.0, 5 })]
    [InlineData(new long[] { -1 }, new long[] { long.MinValue }, new long[] { 0 }, new long[] { -1 }, new[] { 5.0, 4, 3, 2, 1, 0 })]
    [InlineData(new long[] { 4 }, new long[] { 0 }, new long[] { 0 }, new long[] { -2 }, new[] { 4.0, 2 })]
    [InlineData(new long[] { 2 }, new long[] { 99 }, new long[] { 0 }, new long[] { long.MaxValue }, new[] { 2.0 })]
    public void Slice_FollowsNumpy(long[] starts, long[] ends, long[] axes, long[] steps, double[] expected)
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 6).Integers("s", starts).Integers("e", ends).Integers("a", axes).Integers("t", steps).Node("Slice", ["x", "s", "e", "a", "t"], "y").Output("y");
        Assert.Equal(expected, Run(builder, 0, 1, 2, 3, 4, 5));
    }

    [Fact]
    public void Slice_BeforeOperatorSet10_TakesAttributes()
    {
        OnnxBuilder builder = new OnnxBuilder(opset: 9).Input("x", 2, 3).Node("Slice", ["x"], "y", ("starts", new long[] { 0, 1 }), ("ends", new long[] { 1, 3 })).Output("y");
        Assert.Equal([2, 3], Run(builder, 1, 2, 3, 4, 5, 6));
    }

    [Fact]
    public void Slice_ToNothing_IsRefused() =>
        Assert.Equal(ModelErrorKind.ShapeMismatch, Fail(new OnnxBuilder().Input("x", 6).Integers("s", 3).Integers("e", 3).Node("Slice", ["x", "s", "e"], "y").Output("y")).Kind);

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    public void Split_TakesSizesAsAttributeOrInput(int opset)
    {
        OnnxBuilder builder = new OnnxBuilder(opset).Input("x", 2, 3);
        builder = opset < 13
            ? builder.Node("Split", ["x"], ["p", "q"], ("axis", 1), ("split", new long[] { 1, 2 }))
            : builder.Integers("s", 1, 2).Node("Split", ["x", "s"], ["p", "q"], ("axis", 1));
        Assert.Equal([2, 3, 5, 6], Run(builder.Node("Relu", ["q"], "y").Output("y"), 1, 2, 3, 4, 5, 6));
    }

    [Fact]
    public void Split_WithoutSizes_IsEven() => Assert.Equal([3, 4], Run(new OnnxBuilder().Input("x", 6).Node("Split", ["x"], ["p", "q", "r"]).Node("Relu", ["q"], "y").Output("y"), 1, 2, 3, 4, 5, 6));

    [Theory]
    [InlineData(new long[] { 1, 2 })]
    [InlineData(new long[] { -1, 7 })]
    [InlineData(new long[] { 6 })]
    [InlineData(new long[] { long.MaxValue, long.MaxValue })]
    public void Split_ThatDoesNotAddUp_IsRefused(long[] sizes) =>
        Assert.Equal(ModelErrorKind.ShapeMismatch, Fail(new OnnxBuilder().Input("x", 6).Integers("s", sizes).Node("Split", ["x", "s"], ["p", "q"]).Node("Relu", ["q"], "y").Output("y")).Kind);

    [Fact]
    public void Gather_ChoosesAlongAnAxis() =>
        Assert.Equal([3, 1, 6, 4], Run(new OnnxBuilder().Input("x", 2, 3).Integers("i", -1, 0).Node("Gather", ["x", "i"], "y", ("axis", 1)).Output("y"), 1, 2, 3, 4, 5, 6));

    [Fact]
    public void Gather_OfAMissingIndex_IsRefused() =>
        Assert.Contains("index 3", Fail(new OnnxBuilder().Input("x", 2, 3).Integers("i", 3).Node("Gather", ["x", "i"], "y", ("axis", 1)).Output("y")).Message);

    [Fact]
    public void Expand_RepeatsDimensionsOfSizeOne() =>
        Assert.Equal([1, 1, 2, 2], Run(new OnnxBuilder().Input("x", 2, 1).Integers("s", 1, 2).Node("Expand", ["x", "s"], "y").Output("y"), 1, 2));

    [Fact]
    public void Pad_ByNothing_AddsNoOperator()
    {
        NetworkModel model = Read(new OnnxBuilder(opset: 9).Input("x", 1, 2).Node("Pad", ["x"], "p", ("mode", "constant"), ("pads", new long[] { 0, 0, 0, 0 })).Node("Relu", ["p"], "y").Output("y"));
        Assert.Equal(2, model.Operators.Length);
    }

    [Fact]
    public void Pad_AddsAConstantAndCutsOff() =>
        Assert.Equal([7, 1, 7, 3], Run(new OnnxBuilder().Input("x", 2, 2).Integers("p", 0, 1, 0, -1).Initializer("v", [], 7).Node("Pad", ["x", "p", "v"], "y").Output("y"), 1, 2, 3, 4));

    [Fact]
    public void Slice_BackwardOverNothing_IsNothing() =>
        Assert.Equal([1, 2], Run(new OnnxBuilder().Input("x", 2).Initializer("none", [0]).Integers("s", 0).Integers("e", -9).Integers("a", 0).Integers("d", -1)
            .Node("Slice", ["none", "s", "e", "a", "d"], "n").Node("Concat", ["x", "n"], "y", ("axis", 0)).Output("y"), 1, 2));

    [Fact]
    public void Pad_OfAnAxisTwice_IsRefused() =>
        Assert.Contains("axis -1 is padded twice", Fail(new OnnxBuilder(opset: 18).Input("x", 2).Integers("p", 1, 1, 1, 1).Integers("a", 0, -1).Node("Pad", ["x", "p", "", "a"], "y").Output("y")).Message);

    [Fact]
    public void Pad_ByReflection_IsRefused() =>
        Assert.Contains("mode 'reflect'", Fail(new OnnxBuilder().Input("x", 3).Integers("p", 1, 1).Node("Pad", ["x", "p"], "y", ("mode", "reflect")).Output("y")).Message);

    [Fact]
    public void AChainOfCopies_IsOneGather()
    {
        NetworkModel model = Read(new OnnxBuilder().Input("x", 2, 3).Integers("s", 1).Integers("e", 3).Integers("a", 0)
            .Node("Transpose", ["x"], "t").Node("Slice", ["t", "s", "e", "a"], "c").Node("Concat", ["c", "c"], "y", ("axis", 0)).Output("y"));
        Assert.Equal([OperatorKind.Input, OperatorKind.Gather], model.Operators.Select(o => o.Kind));
        Assert.Equal([2, 5, 3, 6, 2, 5, 3, 6], DoubleEvaluator.Evaluate(model, [1.0, 2, 3, 4, 5, 6]));
    }
}
