using NetCompile.Models;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx.Operators;

public class PoolingTests
{
    // Rows of five numbers, none in order.
    private static readonly double[] s_line = [3, -1, 4, -5, 2];

    [Fact]
    public void TwoByTwo_OfAnImage()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1, 1, 4, 4).Node("MaxPool", ["x"], "y", ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 })).Output("y");
        Assert.Equal([6, 8, 14, 16], Run(builder, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
        Assert.Equal("1x1x2x2", Read(builder).OutputShape.ToString());
        Assert.Equal([OperatorKind.Input, OperatorKind.Maximum], Read(builder).Operators.Select(o => o.Kind));
    }

    [Fact]
    public void BatchAndChannels_ArePooledEachOnItsOwn()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 2, 2, 3).Node("MaxPool", ["x"], "y", ("kernel_shape", new long[] { 2 })).Output("y");
        Assert.Equal([2, 2, 6, 5, -1, -2, 9, 9], Run(builder, 1, 2, 0, 6, 5, 4, -1, -2, -3, 7, 9, 8));
        Assert.Equal("2x2x2", Read(builder).OutputShape.ToString());
    }

    [Fact]
    public void Windows_MayDifferBetweenDimensions()
    {
        // A 3 x 2 window over 3 x 4, in steps of 1 and 2, padded by a row above and a column to the right.
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1, 1, 3, 4)
            .Node("MaxPool", ["x"], "y", ("kernel_shape", new long[] { 3, 2 }), ("strides", new long[] { 1, 2 }), ("pads", new long[] { 1, 0, 0, 1 })).Output("y");
        Assert.Equal("1x1x2x2", Read(builder).OutputShape.ToString());
        Assert.Equal([6, 8, 10, 12], Run(builder, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        Assert.Equal([-1, -3, -1, -3], Run(builder, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12));
    }

    public static TheoryData<(string, object)[], double[]> Lines => new()
    {
        { [("kernel_shape", new long[] { 2 })], [3, 4, 4, 2] },
        { [("kernel_shape", new long[] { 2 }), ("strides", new long[] { 2 })], [3, 4] },
        { [("kernel_shape", new long[] { 2 }), ("strides", new long[] { 2 }), ("ceil_mode", 1L)], [3, 4, 2] },
        { [("kernel_shape", new long[] { 2 }), ("dilations", new long[] { 3 })], [3, 2] },
        { [("kernel_shape", new long[] { 3 }), ("dilations", new long[] { 2 }), ("pads", new long[] { 2, 2 })], [4, -1, 4, -1, 4] },

        // Windows that start in the padding behind the last element are left out.
        { [("kernel_shape", new long[] { 1 }), ("strides", new long[] { 5 }), ("ceil_mode", 1L)], [3] },
        { [("kernel_shape", new long[] { 2 }), ("strides", new long[] { 3 }), ("pads", new long[] { 1, 1 }), ("ceil_mode", 1L)], [3, 4] },
        { [("kernel_shape", new long[] { 3 }), ("strides", new long[] { 3 }), ("pads", new long[] { 1, 1 }), ("ceil_mode", 1L)], [3, 4] },
        { [("kernel_shape", new long[] { 2 }), ("auto_pad", "VALID"), ("strides", new long[] { 3 })], [3, 2] },

        // Five elements in steps of 2 make three windows. Of three elements they need padding of 2, one on each side; of two of them, padding of 1 at an end.
        { [("kernel_shape", new long[] { 3 }), ("strides", new long[] { 2 }), ("auto_pad", "SAME_UPPER")], [3, 4, 2] },
        { [("kernel_shape", new long[] { 2 }), ("strides", new long[] { 2 }), ("auto_pad", "SAME_UPPER")], [3, 4, 2] },
        { [("kernel_shape", new long[] { 2 }), ("strides", new long[] { 2 }), ("auto_pad", "SAME_LOWER")], [3, 4, 2] },
        { [("kernel_shape", new long[] { 2 }), ("auto_pad", "SAME_UPPER")], [3, 4, 4, 2, 2] },
        { [("kernel_shape", new long[] { 2 }), ("auto_pad", "SAME_LOWER"), ("pads", new long[] { 0, 0 })], [3, 3, 4, 4, 2] },
        { [("kernel_shape", new long[] { 9 }), ("auto_pad", "SAME_UPPER"), ("storage_order", 1L)], [4, 4, 4, 4, 4] },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void OneDimension_IsPooledByTheBook((string, object)[] attributes, double[] expected)
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1, 1, 5).Node("MaxPool", ["x"], "y", attributes).Output("y");
        Assert.Equal(expected, Run(builder, s_line));
    }

    [Fact]
    public void Padding_NeverWins() =>
        Assert.Equal(
            [-1, -1, -2, -3, -4], Run(new OnnxBuilder().Input("x", 1, 1, 5).Node("MaxPool", ["x"], "y", ("kernel_shape", new long[] { 3 }), ("pads", new long[] { 1, 1 })).Output("y"), -1, -2, -3, -4, -5));

    [Fact]
    public void AWindowOfOne_IsACopy() =>
        Assert.Equal(
            [OperatorKind.Input, OperatorKind.Gather],
            Read(new OnnxBuilder().Input("x", 1, 1, 5).Node("MaxPool", ["x"], "y", ("kernel_shape", new long[] { 1 }), ("strides", new long[] { 2 })).Output("y")).Operators.Select(o => o.Kind));

    [Fact]
    public void Constants_ArePooledAsTheyAre() =>
        Assert.Equal(
            [4, 11], Run(
                new OnnxBuilder().Input("x", 1, 1, 2).Initializer("c", [1, 1, 3], 3, 4, 1).Node("MaxPool", ["c"], "p", ("kernel_shape", new long[] { 2 })).Node("Add", ["x", "p"], "y").Output("y"), 0, 7));

    public static TheoryData<(string, object)[], ModelErrorKind, string> Wrong => new()
    {
        { [], ModelErrorKind.Malformed, "no kernel shape is given" },
        { [("kernel_shape", new long[] { 2, 2 })], ModelErrorKind.ShapeMismatch, "kernel_shape has 2 numbers; 1 are needed" },
        { [("kernel_shape", new long[] { 0 })], ModelErrorKind.Malformed, "kernel_shape holds 0; at least 1 is needed" },
        { [("kernel_shape", new long[] { long.MaxValue })], ModelErrorKind.Unsupported, "kernel_shape holds 9223372036854775807; at most 1048576 is supported" },
        { [("kernel_shape", new long[] { 2 }), ("strides", new long[] { 0 })], ModelErrorKind.Malformed, "strides holds 0; at least 1 is needed" },
        { [("kernel_shape", new long[] { 2 }), ("pads", new long[] { 1 })], ModelErrorKind.ShapeMismatch, "pads has 1 numbers; 2 are needed" },
        { [("kernel_shape", new long[] { 2 }), ("pads", new long[] { -1, 0 })], ModelErrorKind.Malformed, "pads holds -1; at least 0 is needed" },
        { [("kernel_shape", new long[] { 4 }), ("dilations", new long[] { 2 })], ModelErrorKind.ShapeMismatch, "a window of 4 with dilation 2 spans 7 elements; the dimension has 5, and 0 of padding" },
        { [("kernel_shape", new long[] { 2 }), ("pads", new long[] { 2, 0 })], ModelErrorKind.ShapeMismatch, "window 0 of a dimension of 5 elements covers padding only" },
        { [("kernel_shape", new long[] { 2 }), ("pads", new long[] { 1, 0 }), ("auto_pad", "SAME_UPPER")], ModelErrorKind.Malformed, "padding is given both as [1, 0] and as SAME_UPPER" },
        { [("kernel_shape", new long[] { 2 }), ("auto_pad", "SAME")], ModelErrorKind.Malformed, "auto_pad is 'SAME'; it must be NOTSET, SAME_UPPER, SAME_LOWER or VALID" },
        { [("kernel_shape", new long[] { 2 }), ("count_include_pad", 1L)], ModelErrorKind.Malformed, "attribute 'count_include_pad' has no meaning for this operator in opset 13" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WrongAttributes_AreRefused((string, object)[] attributes, ModelErrorKind kind, string problem)
    {
        ModelFormatException e = Fail(new OnnxBuilder().Input("x", 1, 1, 5).Node("MaxPool", ["x"], "y", attributes).Output("y"));
        Assert.Equal((kind, problem), (e.Kind, e.Problem));
    }

    [Fact]
    public void AValueWithNothingToPool_IsRefused() =>
        Assert.Equal(ModelErrorKind.ShapeMismatch, Fail(new OnnxBuilder().Input("x", 1, 5).Node("MaxPool", ["x"], "y", ("kernel_shape", Array.Empty<long>())).Output("y")).Kind);

    [Fact]
    public void TheIndices_AreNotSupported() =>
        Assert.Contains("'indices'", Fail(new OnnxBuilder().Input("x", 1, 1, 5).Node("MaxPool", ["x"], ["p", "indices"], ("kernel_shape", new long[] { 2 })).Node("Relu", ["indices"], "y").Output("y")).Message);

    [Fact]
    public void AFileThatAsksForHugeWindows_IsRefusedCheaply() =>
        Assert.Contains(
            "elements are needed here", Fail(new OnnxBuilder().Input("x", 1, 1, 1 << 20).Node("MaxPool", ["x"], "y", ("kernel_shape", new long[] { 1 << 20 }), ("auto_pad", "SAME_UPPER")).Output("y")).Message);
}
