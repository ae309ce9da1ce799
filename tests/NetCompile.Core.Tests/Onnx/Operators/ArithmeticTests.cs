using NetCompile.Models;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx.Operators;

public class ArithmeticTests
{
    [Theory]
    [InlineData("Add", new[] { 11.0, 22, 13, 24 })]
    [InlineData("Sub", new[] { -9.0, -18, -7, -16 })]
    [InlineData("Mul", new[] { 10.0, 40, 30, 80 })]
    [InlineData("Div", new[] { 0.1, 0.1, 0.3, 0.2 })]
    public void VariableOpConstant_BroadcastsARow(string op, double[] expected) =>
        AssertClose(expected, Run(new OnnxBuilder().Input("x", 2, 2).Initializer("c", [2], 10, 20).Node(op, ["x", "c"], "y").Output("y"), 1, 2, 3, 4));

    [Theory]
    [InlineData("Add", new[] { 11.0, 12, 23, 24 })]
    [InlineData("Sub", new[] { 9.0, 8, 17, 16 })]
    [InlineData("Mul", new[] { 10.0, 20, 60, 80 })]
    public void ConstantOpVariable_BroadcastsAColumn(string op, double[] expected) =>
        AssertClose(expected, Run(new OnnxBuilder().Input("x", 2, 2).Initializer("c", [2, 1], 10, 20).Node(op, ["c", "x"], "y").Output("y"), 1, 2, 3, 4));

    [Theory]
    [InlineData("Add", new[] { 11.0, 12, 21, 22 })]
    [InlineData("Sub", new[] { -9.0, -8, -19, -18 })]
    public void TheVariable_IsBroadcastToo(string op, double[] expected) =>
        AssertClose(expected, Run(new OnnxBuilder().Input("x", 2).Initializer("c", [2, 1], 10, 20).Node(op, ["x", "c"], "y").Output("y"), 1, 2));

    [Theory]
    [InlineData("Add", new[] { 11.0, 21, 12, 22 })]
    [InlineData("Sub", new[] { -9.0, -19, -8, -18 })]
    public void TwoVariables_AreBroadcast(string op, double[] expected)
    {
        // [2,1] with [1,2], both cut from the input.
        OnnxBuilder builder = new OnnxBuilder().Input("x", 4).Integers("two", 2, 2).Integers("column", 2, 1).Integers("row", 1, 2)
            .Node("Split", ["x", "two"], ["p", "q"]).Node("Reshape", ["p", "column"], "u").Node("Reshape", ["q", "row"], "v").Node(op, ["u", "v"], "y").Output("y");
        Assert.Equal(expected, Run(builder, 1, 2, 10, 20));
    }

    [Fact]
    public void ADivision_StaysADivision()
    {
        NetworkModel model = Read(new OnnxBuilder().Input("x", 2).Initializer("c", [], 3).Node("Div", ["x", "c"], "y").Output("y"));
        Assert.True(Assert.IsType<ScaleOperator>(model.Operators[1]).IsDivision);
    }

    [Fact]
    public void SubtractingZeros_Disappears()
    {
        NetworkModel model = Read(new OnnxBuilder().Input("x", 1, 1, 1, 2).Initializer("z", [1, 1, 1, 2], 0, 0).Node("Sub", ["x", "z"], "d").Node("Relu", ["d"], "y").Output("y"));
        Assert.Equal([OperatorKind.Input, OperatorKind.Relu], model.Operators.Select(o => o.Kind));
    }

    [Theory]
    [InlineData("Mul", "product")]
    [InlineData("Div", "division")]
    public void NonLinearCombinations_AreRefused(string op, string word)
    {
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 2).Node(op, ["x", "x"], "y").Output("y"));
        Assert.Equal(ModelErrorKind.Unsupported, error.Kind);
        Assert.Contains(word, error.Problem);
    }

    [Fact]
    public void AConstantOverAVariable_IsRefused() =>
        Assert.Equal(ModelErrorKind.Unsupported, Fail(new OnnxBuilder().Input("x", 2).Initializer("c", [2], 1, 1).Node("Div", ["c", "x"], "y").Output("y")).Kind);

    [Fact]
    public void DivisionByZero_IsRefused()
    {
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 2).Initializer("c", [2], 1, 0).Node("Div", ["x", "c"], "y").Output("y"));
        Assert.Contains("a divisor is zero", error.Message);
        Assert.Equal("Div", error.OperatorName);
    }

    [Fact]
    public void ShapesThatDoNotBroadcast_AreAMismatch()
    {
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 2).Initializer("c", [3], 1, 2, 3).Node("Add", ["x", "c"], "y").Output("y"));
        Assert.Equal(ModelErrorKind.ShapeMismatch, error.Kind);
        Assert.Equal("test.onnx, operator Add, node 'Add_y': the operands have shapes 2 and 3, which do not broadcast", error.Message);
    }

    [Fact]
    public void Constants_AreFoldedInFloat32()
    {
        // (1e8 + 1) − 1e8 is 0 in float32 and 1 in double.
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1).Initializer("big", [1], 1e8f).Initializer("one", [1], 1)
            .Node("Add", ["big", "one"], "s").Node("Sub", ["s", "big"], "d").Node("Add", ["x", "d"], "y").Output("y");
        Assert.Equal([5], Run(builder, 5));
    }

    [Fact]
    public void Sum_AddsAnyNumberOfOperands() =>
        Assert.Equal([1 + 10 + 1 + 100, 2 + 20 + 2 + 100], Run(new OnnxBuilder().Input("x", 2).Initializer("c", [2], 10, 20).Initializer("d", [], 100).Node("Sum", ["x", "c", "x", "d"], "y").Output("y"), 1, 2));

    [Fact]
    public void Neg_ChangesTheSign() => Assert.Equal([-1, 2], Run(new OnnxBuilder().Input("x", 2).Node("Neg", ["x"], "y").Output("y"), 1, -2));

    [Fact]
    public void LegacyBroadcast_StartsAtTheAxis()
    {
        // Operator set 6: c of shape [2] is added along dimension 0 of x, which numpy's rule would put on dimension 1.
        OnnxBuilder builder = new OnnxBuilder(opset: 6).Input("x", 2, 2).Initializer("c", [2], 10, 20).Node("Add", ["x", "c"], "y", ("broadcast", 1), ("axis", 0)).Output("y");
        Assert.Equal([11, 12, 23, 24], Run(builder, 1, 2, 3, 4));
    }

    [Fact]
    public void LegacyBroadcast_MustBeAskedFor() =>
        Assert.Equal(ModelErrorKind.ShapeMismatch, Fail(new OnnxBuilder(opset: 6).Input("x", 2, 2).Initializer("c", [2], 10, 20).Node("Add", ["x", "c"], "y").Output("y")).Kind);

    [Fact]
    public void IntegersMixedWithFloats_AreMalformed() =>
        Assert.Equal(ModelErrorKind.Malformed, Fail(new OnnxBuilder().Input("x", 2).Integers("c", 1, 2).Node("Add", ["x", "c"], "y").Output("y")).Kind);
}
