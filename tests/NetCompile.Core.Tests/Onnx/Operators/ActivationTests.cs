using NetCompile.Models;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx.Operators;

public class ActivationTests
{
    [Fact]
    public void Relu() => Assert.Equal([0, 0, 2], Run(new OnnxBuilder().Input("x", 3).Node("Relu", ["x"], "y").Output("y"), -1, 0, 2));

    [Fact]
    public void LeakyRelu_HasSlopeOneHundredthByDefault() =>
        AssertClose([-0.01f, 2], Run(new OnnxBuilder().Input("x", 2).Node("LeakyRelu", ["x"], "y").Output("y"), -1, 2), 1e-15);

    [Fact]
    public void LeakyRelu_TakesItsSlope() => Assert.Equal([-0.25, 2], Run(new OnnxBuilder().Input("x", 2).Node("LeakyRelu", ["x"], "y", ("alpha", 0.25f)).Output("y"), -1, 2));

    [Theory]
    [InlineData(-0.5f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void LeakyRelu_WithASlopeOutsideZeroToOne_IsRefused(float slope) =>
        Assert.Equal(ModelErrorKind.Unsupported, Fail(new OnnxBuilder().Input("x", 2).Node("LeakyRelu", ["x"], "y", ("alpha", slope)).Output("y")).Kind);

    [Fact]
    public void PRelu_WithOneSlope_IsALeakyRelu() =>
        Assert.Equal([-0.5, 2], Run(new OnnxBuilder().Input("x", 2).Initializer("s", [2], 0.5f, 0.5f).Node("PRelu", ["x", "s"], "y").Output("y"), -1, 2));

    [Fact]
    public void PRelu_WithSeveralSlopes_IsRefused() =>
        Assert.Equal(ModelErrorKind.Unsupported, Fail(new OnnxBuilder().Input("x", 2).Initializer("s", [2], 0.5f, 0.25f).Node("PRelu", ["x", "s"], "y").Output("y")).Kind);

    [Fact]
    public void Clip_BeforeOperatorSet11_TakesAttributes() =>
        Assert.Equal([-1, 0.5, 6], Run(new OnnxBuilder(opset: 10).Input("x", 3).Node("Clip", ["x"], "y", ("min", -1f), ("max", 6f)).Output("y"), -5, 0.5, 9));

    [Fact]
    public void Clip_FromOperatorSet11_TakesInputs() =>
        Assert.Equal([-1, 0.5, 6], Run(new OnnxBuilder(opset: 11).Input("x", 3).Initializer("p", [], -1).Initializer("q", [], 6).Node("Clip", ["x", "p", "q"], "y").Output("y"), -5, 0.5, 9));

    [Fact]
    public void Clip_MayLeaveOutASide()
    {
        Assert.Equal([-5, 6], Run(new OnnxBuilder().Input("x", 2).Initializer("q", [], 6).Node("Clip", ["x", "", "q"], "y").Output("y"), -5, 9));
        Assert.Equal([-1, 9], Run(new OnnxBuilder().Input("x", 2).Initializer("p", [], -1).Node("Clip", ["x", "p"], "y").Output("y"), -5, 9));
    }

    [Theory]
    [InlineData(6, float.MinValue)]
    [InlineData(10, float.MinValue)]
    [InlineData(11, float.NegativeInfinity)]
    public void Clip_WithoutALowerLimit_HasTheDefaultOfItsOperatorSet(int opset, float lower)
    {
        NetworkModel model = Read(new OnnxBuilder(opset).Input("x", 1).Node("Clip", ["x"], "y").Output("y"));
        Assert.Equal((lower, -lower), model.Operators.OfType<ClipOperator>().Select(c => (c.Lower.Values[0], c.Upper.Values[0])).Single());
    }

    [Fact]
    public void Clip_WithTheLowerLimitAboveTheUpper_IsRefused() =>
        Assert.Contains("limits", Fail(new OnnxBuilder(opset: 10).Input("x", 1).Node("Clip", ["x"], "y", ("min", 2f), ("max", 1f)).Output("y")).Message);

    [Fact]
    public void Sign_IsAStep()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 4).Node("Sign", ["x"], "y").Output("y");
        Assert.Equal([-1, 0, 0, 1], Run(builder, -1e-300, 0.0, -0.0, 7));
        Assert.Equal([OperatorKind.Input, OperatorKind.Step], Read(builder).Operators.Select(o => o.Kind));
    }

    [Fact]
    public void Sign_OfAConstant_IsComputed() =>
        Assert.Equal([-2, 0, 2], Run(new OnnxBuilder().Input("x", 3).Initializer("c", [3], -3, 0, 0.5f).Node("Sign", ["c"], "s").Node("Mul", ["x", "s"], "y").Output("y"), 2, 2, 2));

    [Fact]
    public void HardSigmoid_IsAClippedLine() =>
        AssertClose([0, 0.5, 0.75, 1], Run(new OnnxBuilder().Input("x", 4).Node("HardSigmoid", ["x"], "y", ("alpha", 0.25f)).Output("y"), -9, 0, 1, 9));

    [Fact]
    public void BatchNormalization_IsAScaleAndAShiftForEachChannel()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1, 2, 2).Initializer("s", [2], 2, 3).Initializer("b", [2], 1, -1).Initializer("m", [2], 4, 0).Initializer("v", [2], 3, 0.25f)
            .Node("BatchNormalization", ["x", "s", "b", "m", "v"], "y", ("epsilon", 1f)).Output("y");
        double spread = Math.Sqrt(1.25);
        AssertClose([((0 - 4) * 2 / 2.0) + 1, ((6 - 4) * 2 / 2.0) + 1, (1 * 3 / spread) - 1, (-1 * 3 / spread) - 1], Run(builder, 0, 6, 1, -1), 1e-6);
        Assert.Contains(Read(builder).Source!.Notes, n => n.Contains("BatchNormalization", StringComparison.Ordinal));
    }

    [Fact]
    public void BatchNormalization_InTraining_IsRefused() =>
        Assert.Contains("training", Fail(new OnnxBuilder(opset: 14).Input("x", 1, 1).Initializer("c", [1], 1).Node("BatchNormalization", ["x", "c", "c", "c", "c"], "y", ("training_mode", 1)).Output("y")).Message);

    [Fact]
    public void BatchNormalization_WithANegativeVariance_IsANonFiniteWeight()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1, 1).Initializer("c", [1], 1).Initializer("v", [1], -1).Node("BatchNormalization", ["x", "c", "c", "c", "v"], "y").Output("y");
        Assert.Equal(ModelErrorKind.NonFiniteWeight, Fail(builder).Kind);
    }
}
