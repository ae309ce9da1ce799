using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Passes;

public class ModelSimplifierTests
{
    [Fact]
    public void NeutralOperators_Disappear()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int x = b.AddShift(0, Tensor.Vector(0, -0f));
        x = b.AddScale(x, Tensor.Vector(1, 1));
        x = b.AddScale(x, Tensor.Vector(1, 1), isDivision: true);
        x = b.AddGather([x], [new GatherIndex(0, 0), new GatherIndex(0, 1)], TensorShape.Of(2, 1));
        Assert.Equal([OperatorKind.Input, OperatorKind.Relu], Kinds(b.Build(b.AddRelu(x))));
    }

    [Fact]
    public void OperatorsThatChangeOneElement_Stay()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int x = b.AddShift(0, Tensor.Vector(0, 1));
        x = b.AddScale(x, Tensor.Vector(1, 2));
        x = b.AddGather([x], [new GatherIndex(0, 1), new GatherIndex(0, 0)], TensorShape.Of(2));
        NetworkModel model = b.Build(x);
        Assert.Same(model, ModelSimplifier.Simplify(model));
    }

    [Fact]
    public void AShortenedOrRepeatedCopy_IsNoIdentity()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        NetworkModel first = b.Build(b.AddGather([0], [new GatherIndex(0, 0)], TensorShape.Of(1)));
        Assert.Same(first, ModelSimplifier.Simplify(first));
    }

    [Fact]
    public void AShiftAfterADenseLayerWithoutBias_BecomesTheBias()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        NetworkModel model = ModelSimplifier.Simplify(b.Build(b.AddShift(b.AddDense(0, Tensor.Matrix(1, 2, 1, 2)), Tensor.Vector(3))));
        DenseOperator dense = Assert.IsType<DenseOperator>(model.Operators[model.Output]);
        Assert.Equal([3f], dense.Bias!.Values.ToArray());
    }

    [Fact]
    public void AShiftAfterADenseLayerWithBias_StaysBecauseTheSumWouldBeRounded()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        NetworkModel model = b.Build(b.AddShift(b.AddDense(0, Tensor.Matrix(1, 2, 1, 2), Tensor.Vector(1e8f)), Tensor.Vector(1)));
        Assert.Same(model, ModelSimplifier.Simplify(model));
    }

    [Fact]
    public void AShiftAfterADenseLayerWithAnotherUser_Stays()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int dense = b.AddDense(0, Tensor.Matrix(1, 2, 1, 2));
        NetworkModel model = b.Build(b.AddSum(b.AddShift(dense, Tensor.Vector(3)), dense));
        Assert.Same(model, ModelSimplifier.Simplify(model));
    }

    [Fact]
    public void ADenseLayerThatIsTheOutput_KeepsItsValue()
    {
        // The shift is dead; it must not be fused into the output.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int dense = b.AddDense(0, Tensor.Matrix(1, 2, 1, 2));
        b.AddShift(dense, Tensor.Vector(3));
        NetworkModel model = ModelSimplifier.Simplify(b.Build(dense));
        Assert.Equal([OperatorKind.Input, OperatorKind.Dense], Kinds(model));
        Assert.Null(((DenseOperator)model.Operators[1]).Bias);
    }

    [Fact]
    public void ConsecutiveDenseLayers_AreNotMerged()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        NetworkModel model = b.Build(b.AddDense(b.AddDense(0, Tensor.Matrix(2, 2, 1, 2, 3, 4)), Tensor.Matrix(1, 2, 1, 1)));
        Assert.Same(model, ModelSimplifier.Simplify(model));
    }

    [Fact]
    public void AChainOfGathers_ReadsFromTheOrigin()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(3));
        int relu = b.AddRelu(0);
        int first = b.AddGather([0, relu], [new GatherIndex(1, 2), new GatherIndex(0, 1)], TensorShape.Of(2));
        int second = b.AddGather([first, 0], [new GatherIndex(1, 0), new GatherIndex(0, 1), new GatherIndex(0, 0)], TensorShape.Of(3));
        NetworkModel model = ModelSimplifier.Simplify(b.Build(second));
        GatherOperator gather = Assert.IsType<GatherOperator>(Assert.Single(model.Operators, o => o.Kind == OperatorKind.Gather));
        Assert.Equal([0, 1], gather.Sources.ToArray());
        Assert.Equal([new GatherIndex(0, 0), new GatherIndex(0, 1), new GatherIndex(1, 2)], gather.Indices.ToArray());
    }

    [Fact]
    public void ASourceThatAGatherDoesNotRead_IsDead()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        NetworkModel model = ModelSimplifier.Simplify(b.Build(b.AddGather([b.AddRelu(0), 0], [new GatherIndex(1, 1)], TensorShape.Of(1))));
        Assert.Equal([OperatorKind.Input, OperatorKind.Gather], Kinds(model));
    }

    [Fact]
    public void AnUnusedInput_Stays()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        b.AddRelu(0);
        Assert.Equal([OperatorKind.Input], Kinds(ModelSimplifier.Simplify(b.Build(0))));
    }

    [Fact]
    public void RandomGraphs_KeepEveryValueBitForBit_AndSimplifyOnce()
    {
        Random random = new(3);
        for (int trial = 0; trial < 300; trial++)
        {
            NetworkModel model = RandomGraph(random);
            NetworkModel simplified = ModelSimplifier.Simplify(model);
            Assert.Same(simplified, ModelSimplifier.Simplify(simplified));
            double[] input = [.. Enumerable.Range(0, model.InputCount).Select(_ => (random.NextDouble() * 4) - 2)];
            Assert.Equal(DoubleEvaluator.Evaluate(model, input), DoubleEvaluator.Evaluate(simplified, input));
        }
    }

    [Fact]
    public void NamesRangesAndSource_AreKept()
    {
        ModelSource source = new("NNet", "", "", []);
        NetworkModelBuilder b = new("m", TensorShape.Of(1), "speed");
        NetworkModel model = ModelSimplifier.Simplify(b.Build(b.AddRelu(b.AddShift(0, Tensor.Vector(0)), "knee"), [new InputRange(0, 1)], source));
        Assert.Equal(["speed", "knee"], model.Operators.Select(o => o.Name));
        Assert.Equal([new InputRange(0, 1)], model.InputRanges.ToArray());
        Assert.Same(source, model.Source);
        Assert.Equal("m", model.Name);
    }

    private static OperatorKind[] Kinds(NetworkModel model) => [.. ModelSimplifier.Simplify(model).Operators.Select(o => o.Kind)];

    // Operators of width 3, many of them neutral, chained or dead.
    private static NetworkModel RandomGraph(Random random)
    {
        NetworkModelBuilder b = new("random", TensorShape.Of(3));
        int Any() => random.Next(b.Count);
        Tensor Values(float neutral) => Tensor.Vector([.. Enumerable.Range(0, 3).Select(_ => random.Next(3) == 0 ? random.Next(1, 5) / 2f : neutral)]);
        int Last() => random.Next(3) == 0 ? Any() : b.Count - 1;
        for (int i = 0; i < 12; i++)
        {
            switch (random.Next(7))
            {
                case 0:
                    b.AddDense(Last(), Tensor.Matrix(3, 3, [.. Enumerable.Range(0, 9).Select(_ => random.Next(-2, 3) / 2f)]), random.Next(3) == 0 ? Values(0) : null);
                    break;
                case 1:
                case 2:
                    b.AddShift(Last(), Values(0));
                    break;
                case 3:
                    b.AddScale(Last(), Values(1), random.Next(2) == 0);
                    break;
                case 4:
                    b.AddGather([Any(), Last()], [.. Enumerable.Range(0, 3).Select(_ => new GatherIndex(random.Next(2), random.Next(3)))], TensorShape.Of(3));
                    break;
                case 5:
                    b.AddSum(Any(), Last());
                    break;
                default:
                    b.AddRelu(Last());
                    break;
            }
        }

        return b.Build(Last());
    }
}
