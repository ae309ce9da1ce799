using NetCompile.Models;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx.Operators;

public class ReshapingTests
{
    [Theory]
    [InlineData(new long[] { 3, 2 }, "3x2")]
    [InlineData(new long[] { -1 }, "6")]
    [InlineData(new long[] { 0, -1, 1 }, "2x3x1")]
    [InlineData(new long[] { 1, -1 }, "1x6")]
    public void Reshape_TakesZeroAndMinusOne(long[] shape, string expected) =>
        Assert.Equal(expected, ShapeAfter(new OnnxBuilder().Input("x", 2, 3).Integers("s", shape).Node("Reshape", ["x", "s"], "v"), "v"));

    [Theory]
    [InlineData(new long[] { 4, 2 })]
    [InlineData(new long[] { -1, 4 })]
    [InlineData(new long[] { -1, -1 })]
    [InlineData(new long[] { 6, 1, 0 })]
    [InlineData(new long[] { -2, 3 })]
    [InlineData(new long[] { long.MaxValue, long.MaxValue })]
    public void Reshape_ToAnotherNumberOfElements_IsRefused(long[] shape)
    {
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 2, 3).Integers("s", shape).Node("Reshape", ["x", "s"], "y").Output("y"));
        Assert.Equal("Reshape_y", error.Node);
    }

    [Theory]
    [InlineData(0, "1x24")]
    [InlineData(1, "2x12")]
    [InlineData(2, "6x4")]
    [InlineData(3, "24x1")]
    [InlineData(-1, "6x4")]
    [InlineData(-3, "1x24")]
    public void Flatten_SplitsAtTheAxis(int axis, string expected) => Assert.Equal(expected, ShapeAfter(new OnnxBuilder().Input("x", 2, 3, 4).Node("Flatten", ["x"], "v", ("axis", axis)), "v"));

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void SqueezeAndUnsqueeze_TakeAxesAsAttributeOrInput(int opset)
    {
        OnnxBuilder builder = new OnnxBuilder(opset).Input("x", 1, 2, 1, 3);
        builder = opset < 13
            ? builder.Node("Squeeze", ["x"], "s", ("axes", new long[] { -2 })).Node("Unsqueeze", ["s"], "v", ("axes", new long[] { 0, -1 }))
            : builder.Integers("a", -2).Integers("b", 0, -1).Node("Squeeze", ["x", "a"], "s").Node("Unsqueeze", ["s", "b"], "v");
        Assert.Equal(["1x2x3", "1x1x2x3x1"], Read(builder.Node("Identity", ["v"], "y").Output("y")).Source!.Nodes.Take(2).Select(n => n.Shape!.ToString()));
    }

    [Fact]
    public void Squeeze_WithoutAxes_DropsEveryOne() => Assert.Equal("2x3", ShapeAfter(new OnnxBuilder().Input("x", 1, 2, 1, 3).Node("Squeeze", ["x"], "v"), "v"));

    [Fact]
    public void Squeeze_OfALargerDimension_IsRefused() =>
        Assert.Equal(ModelErrorKind.ShapeMismatch, Fail(new OnnxBuilder().Input("x", 1, 2).Integers("a", 1).Node("Squeeze", ["x", "a"], "y").Output("y")).Kind);

    [Fact]
    public void DropoutAndIdentity_LeaveTheValue()
    {
        NetworkModel model = Read(new OnnxBuilder(opset: 9).Input("x", 2).Node("Dropout", ["x"], "d", ("ratio", 0.5f)).Node("Identity", ["d"], "i").Node("Relu", ["i"], "y").Output("y"));
        Assert.Equal([OperatorKind.Input, OperatorKind.Relu], model.Operators.Select(o => o.Kind));
    }

    [Fact]
    public void TheMaskOfADropout_IsNotSupported() =>
        Assert.Contains("'mask'", Fail(new OnnxBuilder().Input("x", 2).Node("Dropout", ["x"], ["d", "mask"]).Node("Relu", ["mask"], "y").Output("y")).Message);

    private static string ShapeAfter(OnnxBuilder builder, string value) =>
        Read(builder.Node("Relu", [value], "z" + value).Output("z" + value)).Source!.Nodes.Single(n => n.Name == "Relu_z" + value).Shape!.ToString();
}
