using NetCompile.Models;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx.Operators;

public class MaximaTests
{
    [Fact]
    public void MaxAndMin_WithConstants_AreClips()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 3).Initializer("p", [1], 0).Initializer("q", [3], 1, 2, 1).Node("Max", ["p", "x"], "m").Node("Min", ["m", "q"], "y").Output("y");
        Assert.Equal([0, 1, 1], Run(builder, -5, 1, 9));
        Assert.Equal([OperatorKind.Input, OperatorKind.Clip, OperatorKind.Clip], Kinds(builder));
    }

    [Fact]
    public void MaxAndMin_OfSeveralValues()
    {
        // y = max(x, 2x, −x), z = min of the same.
        OnnxBuilder Build(string op) => new OnnxBuilder().Input("x", 1, 3).Initializer("two", [], 2).Node("Mul", ["x", "two"], "d").Node("Neg", ["x"], "n").Node(op, ["x", "d", "n"], "y").Output("y");
        Assert.Equal([5, 2, 0], Run(Build("Max"), -5, 1, 0));
        Assert.Equal([-10, -1, 0], Run(Build("Min"), -5, 1, 0));
        Assert.Equal([OperatorKind.Input, OperatorKind.Scale, OperatorKind.Scale, OperatorKind.Gather, OperatorKind.Maximum], Kinds(Build("Max")));
    }

    [Fact]
    public void Operands_AreBroadcast()
    {
        // A column of 2 and a row of 3, both cut from the input, and a constant that bounds the whole.
        OnnxBuilder Build(string op) => new OnnxBuilder(opset: 11).Input("x", 5).Integers("s", 2, 3).Node("Split", ["x"], ["a", "b"], ("split", new long[] { 2, 3 })).Integers("column", 2, 1)
            .Node("Reshape", ["a", "column"], "c").Initializer("limit", [2, 1], 0, 7).Node(op, ["c", "limit", "b"], "y").Output("y");
        Assert.Equal([5, 1, 9, 7, 7, 9], Run(Build("Max"), 1, 2, 5, -3, 9));
        Assert.Equal([0, -3, 0, 2, -3, 2], Run(Build("Min"), 1, 2, 5, -3, 9));
        Assert.Equal("2x3", Read(Build("Max")).OutputShape.ToString());
    }

    [Fact]
    public void AValueListedTwice_CountsOnce()
    {
        Assert.Equal([OperatorKind.Input, OperatorKind.Relu], Kinds(new OnnxBuilder().Input("x", 3).Node("Max", ["x", "x"], "m").Node("Relu", ["m"], "y").Output("y")));
        Assert.Equal([OperatorKind.Input, OperatorKind.Relu], Kinds(new OnnxBuilder().Input("x", 3).Node("Max", ["x"], "m").Node("Relu", ["m"], "y").Output("y")));
    }

    [Fact]
    public void MaxOfConstants_IsComputed() =>
        Assert.Equal(
            [3, 5], Run(new OnnxBuilder().Input("x", 2).Initializer("a", [2], 1, 5).Initializer("b", [1], 3).Node("Max", ["a", "b"], "m").Node("Add", ["x", "m"], "y").Output("y"), 0, 0));

    [Fact]
    public void OperandsThatDoNotFit_AreRefusedWithTheirShapes()
    {
        ModelFormatException e = Fail(new OnnxBuilder().Input("x", 6).Integers("s", 2, 3).Node("Reshape", ["x", "s"], "r").Node("Max", ["x", "r"], "y").Output("y"));
        Assert.Equal((ModelErrorKind.ShapeMismatch, "the operands have shapes 6 and 2x3, which do not broadcast"), (e.Kind, e.Problem));
    }

    [Fact]
    public void MaxOfIntegers_IsRefused() =>
        Assert.Equal(ModelErrorKind.Unsupported, Fail(new OnnxBuilder().Input("x", 2).Integers("a", 1, 2).Node("Max", ["x", "a"], "y").Output("y")).Kind);

    public static TheoryData<long[], int, double[], string> Reductions => new()
    {
        // The value is 2 x 3: (1, 8, 3), (4, −5, 6).
        { [1], 1, [8, 6], "2x1" },
        { [-1], 0, [8, 6], "2" },
        { [0], 1, [4, 8, 6], "1x3" },
        { [0, 1], 0, [8], "scalar" },
        { [], 1, [8], "1x1" },
    };

    [Theory]
    [MemberData(nameof(Reductions))]
    public void ReduceMax_TakesAxesAsAttributeOrInput(long[] axes, int keepsDimensions, double[] expected, string shape)
    {
        (string, object)[] keep = [("keepdims", (long)keepsDimensions)];
        OnnxBuilder old = new OnnxBuilder(opset: 13).Input("x", 2, 3).Node("ReduceMax", ["x"], "y", axes.Length > 0 ? [("axes", axes), .. keep] : keep).Output("y");
        OnnxBuilder recent = new OnnxBuilder(opset: 18).Input("x", 2, 3).Integers("a", axes).Node("ReduceMax", ["x", "a"], "y", keep).Output("y");
        foreach (OnnxBuilder builder in new[] { old, recent })
        {
            Assert.Equal(expected, Run(builder, 1, 8, 3, 4, -5, 6));
            Assert.Equal(shape, Read(builder).OutputShape.ToString());
        }
    }

    [Fact]
    public void ReduceMax_WithoutAxes_MayDoNothing()
    {
        OnnxBuilder builder = new OnnxBuilder(opset: 18).Input("x", 2, 3).Node("ReduceMax", ["x"], "r", ("noop_with_empty_axes", 1L)).Node("Relu", ["r"], "y").Output("y");
        Assert.Equal([OperatorKind.Input, OperatorKind.Relu], Kinds(builder));
    }

    [Fact]
    public void ReduceMax_OverOneElement_IsTheValue() =>
        Assert.Equal([OperatorKind.Input, OperatorKind.Relu], Kinds(new OnnxBuilder(opset: 13).Input("x", 2, 1).Node("ReduceMax", ["x"], "r", ("axes", new long[] { 1 })).Node("Relu", ["r"], "y").Output("y")));

    [Fact]
    public void ReduceMax_WithWrongAxes_IsRefused()
    {
        Assert.Contains("axis 2 does not exist", Fail(new OnnxBuilder(opset: 13).Input("x", 2, 3).Node("ReduceMax", ["x"], "y", ("axes", new long[] { 2 })).Output("y")).Message);
        Assert.Contains("depend on the network's input", Fail(new OnnxBuilder(opset: 18).Input("x", 2, 3).Node("ReduceMax", ["x", "x"], "y").Output("y")).Message);
    }

    [Fact]
    public void GlobalMaxPool_IsTheMaximumOfEachChannel()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1, 2, 2, 2).Node("GlobalMaxPool", ["x"], "y").Output("y");
        Assert.Equal([4, -1], Run(builder, 1, 4, 2, 3, -1, -2, -4, -3));
        Assert.Equal("1x2x1x1", Read(builder).OutputShape.ToString());
        Assert.Equal(ModelErrorKind.ShapeMismatch, Fail(new OnnxBuilder().Input("x", 1, 2).Node("GlobalMaxPool", ["x"], "y").Output("y")).Kind);
    }

    private static IEnumerable<OperatorKind> Kinds(OnnxBuilder builder) => Read(builder).Operators.Select(o => o.Kind);
}
