using NetCompile.Models;
using NetCompile.Onnx;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx;

/// <summary>Graphs as a whole: inputs, outputs, order, versions, and what <see cref="OnnxReader.Describe"/> says.</summary>
public class OnnxReaderTests
{
    [Fact]
    public void AnInitializerThatIsAnInputToo_IsNoInput()
    {
        OnnxBuilder builder = new OnnxBuilder(opset: 8, irVersion: 3).Input("w", 2).Input("x", 2).Initializer("w", [2], 3, 4).Node("Mul", ["x", "w"], "y").Output("y");
        Assert.Equal([3, 8], Run(builder, 1, 2));
    }

    [Fact]
    public void NodesMayStandInAnyOrder()
    {
        OnnxBuilder builder = new OnnxBuilder().Output("y").Node("Add", ["a", "b"], "y").Node("Neg", ["a"], "b").Node("Relu", ["n"], "a").Node("Neg", ["x"], "n").Input("x", 2);
        NetworkModel model = Read(builder);
        Assert.Equal(["Neg", "Relu", "Neg", "Add"], model.Source!.Nodes.Select(n => n.Operator));
        Assert.Equal([0, 0], DoubleEvaluator.Evaluate(model, [-3.0, 5.0]));
    }

    [Fact]
    public void TheOutputMayStandInTheMiddle()
    {
        // What comes after the output is neither needed nor, here, supported.
        OnnxBuilder builder = new OnnxBuilder().Input("x", 2).Node("Relu", ["x"], "y").Node("Sigmoid", ["y"], "s").Output("y");
        Assert.Equal([0, 2], Run(builder, -1, 2));
    }

    [Fact]
    public void ASkipConnection_IsASum()
    {
        NetworkModel model = Read(new OnnxBuilder().Input("x", 1, 2).Initializer("w", [2, 2], 1, 2, 3, 4).Node("MatMul", ["x", "w"], "m").Node("Relu", ["m"], "r").Node("Add", ["r", "x"], "y").Output("y"));
        Assert.Equal([OperatorKind.Input, OperatorKind.Dense, OperatorKind.Relu, OperatorKind.Sum], model.Operators.Select(o => o.Kind));

        // x W = (2, 2), so y = (2 − 1, 2 + 1).
        Assert.Equal([1, 3], DoubleEvaluator.Evaluate(model, [-1.0, 1.0]));
    }

    [Fact]
    public void ASymbolicBatch_IsOne() => Assert.Equal("1x3", Read(new OnnxBuilder().Input("x", "batch", 3).Node("Relu", ["x"], "y").Output("y")).InputShape.ToString());

    [Fact]
    public void AMinusOneBatch_IsOne() => Assert.Equal("1x3", Read(new OnnxBuilder().Input("x", -1, 3).Node("Relu", ["x"], "y").Output("y")).InputShape.ToString());

    [Fact]
    public void AnotherSymbolicDimension_IsRefusedByName() =>
        Assert.Equal("test.onnx: dimension 1 of input 'x' is open ('width'); only the first, the batch, may be", Fail(new OnnxBuilder().Input("x", 1, "width").Node("Relu", ["x"], "y").Output("y")).Message);

    [Fact]
    public void SeveralInputs_AreNamed() =>
        Assert.Equal("test.onnx: the model has 2 inputs ('u', 'v'); one is supported", Fail(new OnnxBuilder().Input("u", 1).Input("v", 1).Node("Add", ["u", "v"], "y").Output("y")).Message);

    [Fact]
    public void SeveralOutputs_AreNamed() =>
        Assert.Equal("test.onnx: the model has 2 outputs ('y', 'z'); one is supported", Fail(new OnnxBuilder().Input("x", 1).Node("Relu", ["x"], "y").Node("Neg", ["x"], "z").Output("y").Output("z")).Message);

    [Fact]
    public void EveryUnsupportedOperator_IsNamedOnce()
    {
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 1).Node("Sigmoid", ["x"], "a").Node("Tanh", ["a"], "b").Node("Sigmoid", ["b"], "c").Node("com.acme.Relu", ["c"], "y").Output("y"));
        Assert.Equal(ModelErrorKind.Unsupported, error.Kind);
        Assert.Equal("unsupported operators 'Sigmoid' (opset 13), 'Tanh' (opset 13), 'com.acme.Relu'", error.Problem);
        Assert.Equal("Sigmoid_a", error.Node);
        Assert.Equal("Sigmoid", error.OperatorName);
    }

    [Fact]
    public void AFunctionOfTheModel_DoesNotPassForAStandardOperator() =>
        Assert.Contains("'Relu'", Fail(new OnnxBuilder().Input("x", 1).Node("Relu", ["x"], "y").Output("y").Model(m => m.Message(25, new ProtobufWriter().Text(1, "Relu")))).Message);

    [Fact]
    public void ADomainListedTwiceWithOneVersion_IsAccepted() => Assert.Equal([1], Run(new OnnxBuilder(opset: 11).Opset("ai.onnx", 11).Opset("ai.onnx.ml", 2).Input("x", 1).Node("Relu", ["x"], "y").Output("y"), 1));

    [Theory]
    [InlineData(11, 12, "versions 13 and 12")]
    [InlineData(7, 0, "opset 0")]
    public void OperatorSetsThatDoNotFit_AreRefused(int irVersion, int version, string problem)
    {
        OnnxBuilder builder = new OnnxBuilder(version == 0 ? 0 : 13, irVersion).Input("x", 1).Node("Relu", ["x"], "y").Output("y");
        Assert.Contains(problem, Fail(version == 0 ? builder : builder.Opset("", version)).Message);
    }

    [Theory]
    [InlineData(99, 13, "IR version 99")]
    [InlineData(0, 13, "IR version 0")]
    [InlineData(7, 99, "opset 99")]
    public void UnknownVersions_AreRefused(int irVersion, int opset, string problem) => Assert.Contains(problem, Fail(new OnnxBuilder(opset, irVersion).Input("x", 1).Node("Relu", ["x"], "y").Output("y")).Message);

    // Clip took its limits as attributes before operator set 11 and takes them as inputs since; a limit in the other form must not be lost.
    [Fact]
    public void AnAttributeWithoutMeaning_IsNotIgnored() =>
        Assert.Contains("attribute 'min' has no meaning for this operator in opset 13", Fail(new OnnxBuilder().Input("x", 1).Node("Clip", ["x"], "y", ("min", 0f)).Output("y")).Message);

    [Fact]
    public void AnInputWithoutMeaning_IsNotIgnored() =>
        Assert.Contains(
            "input 1 has no meaning for this operator in opset 10",
            Fail(new OnnxBuilder(opset: 10).Input("x", 1).Initializer("p", [], 0).Node("Clip", ["x", "p"], "y").Output("y")).Message);

    [Fact]
    public void AnAttributeForTrainingOnly_IsHarmless() =>
        Assert.Equal([1], Run(new OnnxBuilder(opset: 12).Input("x", 1).Node("Dropout", ["x"], "y", ("seed", 3)).Output("y"), 1));

    [Fact]
    public void SparseInitializers_AreRefused() => Assert.Contains("sparse", Fail(new OnnxBuilder().Input("x", 1).Graph(g => g.Message(15, new ProtobufWriter())).Node("Relu", ["x"], "y").Output("y")).Message);

    [Fact]
    public void AnIntegerInput_IsRefused() => Assert.Contains("input 'x' holds int64", Fail(new OnnxBuilder().Input(7, "x", 1).Node("Relu", ["x"], "y").Output("y")).Message);

    [Fact]
    public void Source_TellsWhatTheFileHeld()
    {
        ModelSource source = Read(new OnnxBuilder().Input("x", "N", 2).Node("Relu", ["x"], "y").Output("y", "N", 2)).Source!;
        Assert.Equal(("ONNX", "test 1.0", "IR 7, opset 13"), (source.Format, source.Producer, source.Version));
        Assert.Equal([new SourceNode("Relu", "Relu_y", TensorShape.Of(1, 2))], source.Nodes.ToArray());
        Assert.Equal([new SourceValue("x", "float", TensorShape.Of(1, 2))], source.Inputs.ToArray());
        Assert.Equal([new SourceValue("y", "float", TensorShape.Of(1, 2))], source.Outputs.ToArray());
        Assert.Empty(source.Unsupported);
    }

    [Fact]
    public void Describe_WorksAroundUnsupportedOperators()
    {
        byte[] file = new OnnxBuilder().Input("x", 1, 4).Initializer("w", [4, 3], new float[12])
            .Node("MatMul", ["x", "w"], "m").Node("Sigmoid", ["m"], "s").ValueInfo("s", 1, 3).Node("Relu", ["s"], "y").Node("Clip", ["x", "x"], "c").Output("y").Build();
        ModelSource source = OnnxReader.Describe(file, "test.onnx");
        Assert.Equal(["unsupported operator 'Sigmoid' (opset 13)", "Clip 'Clip_c': the lower limit (input 1) depends on the network's input; only constants are supported"], source.Unsupported.ToArray());
        Assert.Equal(["MatMul", "Sigmoid", "Relu", "Clip"], source.Nodes.Select(n => n.Operator));
        Assert.Equal(["1x3", "1x3", null, null], source.Nodes.Select(n => n.Shape?.ToString()));
    }

    [Fact]
    public void Describe_OfASupportedModel_FindsNothingUnsupported() =>
        Assert.Empty(OnnxReader.Describe(new OnnxBuilder().Input("x", 2).Node("Relu", ["x"], "y").Output("y").Build(), "test.onnx").Unsupported);

    [Fact]
    public void Describe_OfSeveralInputsAndOutputs_ListsThem()
    {
        ModelSource source = OnnxReader.Describe(new OnnxBuilder().Input("u", 1).Input("v", 2).Node("Add", ["u", "v"], "y").Node("Tanh", ["y"], "z").Output("y").Output("z").Build(), "test.onnx");
        Assert.Equal(["u", "v"], source.Inputs.Select(i => i.Name));
        Assert.Equal(["y", "z"], source.Outputs.Select(i => i.Name));
        Assert.Equal(
            ["the model has 2 inputs ('u', 'v'); one is supported", "the model has 2 outputs ('y', 'z'); one is supported", "unsupported operator 'Tanh' (opset 13)"],
            source.Unsupported.ToArray());
    }
}
