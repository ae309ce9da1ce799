using System.Collections.Immutable;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Tests.Parsing;
using NetCompile.Models;

namespace NetCompile.Generator.Tests.Models;

public class LayerModelTests
{
    [Fact]
    public void Inline_layers_become_operators()
    {
        NetworkModel model = LayerModel.Build(
            Parsed.Declaration("""
                [Network]
                [Input("a", 0, 1), Input("b", 0, 1)] [Output("y")]
                [Dense(2, Weights = new[] { 1, 2, 3, 4.1 }, Bias = new[] { 0.5, -1 })] [Relu] [Dense(1, Weights = new[] { 1.0, -1 })] [LeakyRelu(0.25)] [Clip(-2, 3)]
                partial class Net { }
                """),
            default).Model!;

        Assert.Equal([OperatorKind.Input, OperatorKind.Dense, OperatorKind.Relu, OperatorKind.Dense, OperatorKind.LeakyRelu, OperatorKind.Clip], model.Operators.Select(o => o.Kind));
        DenseOperator first = (DenseOperator)model.Operators[1], second = (DenseOperator)model.Operators[3];
        Assert.Equal([1f, 2f, 3f, 4.1f], first.Weights.Values.ToArray());
        Assert.Equal([0.5f, -1f], first.Bias!.Values.ToArray());
        Assert.Null(second.Bias);
        Assert.Equal(0.25f, ((LeakyReluOperator)model.Operators[4]).Slope);
        Assert.Equal((-2f, 3f), (((ClipOperator)model.Operators[5]).Lower.Values[0], ((ClipOperator)model.Operators[5]).Upper.Values[0]));
    }

    [Fact]
    public void Layers_without_weights_take_them_from_the_file_in_order()
    {
        NetworkDeclaration declaration = Parsed.Declaration("""
            [Network] [Weights("w.txt")]
            [Input("a", 0, 1), Input("b", 0, 1)] [Output("y")]
            [Dense(2)] [Dense(2, Weights = new[] { 1.0, 0, 0, 1 })] [Dense(1)]
            partial class Net { }
            """);
        NetworkModel model = LayerModel.Build(declaration, [1, 2, 3, 4, 5, 6, 7, 8, 9]).Model!;

        Assert.Equal([1f, 2f, 3f, 4f], ((DenseOperator)model.Operators[1]).Weights.Values.ToArray());
        Assert.Equal([5f, 6f], ((DenseOperator)model.Operators[1]).Bias!.Values.ToArray());
        Assert.Equal([7f, 8f], ((DenseOperator)model.Operators[3]).Weights.Values.ToArray());
        Assert.Equal([9f], ((DenseOperator)model.Operators[3]).Bias!.Values.ToArray());

        ModelLoadError tooMany = LayerModel.Build(declaration, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).Error!;
        Assert.Equal((ModelLoadFailure.ShapeMismatch, "w.txt: it holds 10 numbers but the dense layers without inline weights need 9"), (tooMany.Failure, tooMany.Message));
        ModelLoadError tooFew = LayerModel.Build(declaration, [1, 2, 3, 4, 5, 6, 7, 8]).Error!;
        Assert.Equal((2, "Net, layer 3, [Dense(1)]: it needs 3 numbers for weights and bias but w.txt has 2 numbers left of 8"), (tooFew.Layer, tooFew.Message));
    }

    [Fact]
    public void Numbers_may_be_separated_in_several_ways()
    {
        (ImmutableArray<double> numbers, string? error) = NumberText.Parse("\uFEFF# weights\n1,-2.5;\t3e-2 +4\r\n\n5 # last", "w.txt");

        Assert.Null(error);
        Assert.Equal([1, -2.5, 0.03, 4, 5], numbers.ToArray());
    }

    [Fact]
    public void What_is_no_number_is_named_with_its_line() => Assert.Equal("w.txt, line 2: '5x' is no number", NumberText.Parse("1\n1,5x", "w.txt").Error);
}
