using NetCompile.Models;

namespace NetCompile.Core.Tests.Models;

public class DoubleEvaluatorTests
{
    [Fact]
    public void EveryOperator_ComputesItsFormula()
    {
        NetworkModelBuilder b = new("all", TensorShape.Of(2));
        int dense = b.AddDense(0, Tensor.Matrix(2, 2, 1, 2, 3, 4), Tensor.Vector(10, 20));
        int scale = b.AddScale(0, Tensor.Vector(3, 4));
        int divide = b.AddScale(0, Tensor.Vector(4, 8), isDivision: true);
        int shift = b.AddShift(0, Tensor.Vector(0.5f, 0.25f));
        int sum = b.AddSum(0, scale);
        int difference = b.AddSum(0, scale, isDifference: true);
        int gather = b.AddGather([0, scale], [new GatherIndex(1, 1), new GatherIndex(0, 0)], TensorShape.Of(2));
        int relu = b.AddRelu(0);
        int leaky = b.AddLeakyRelu(0, 0.25f);
        int clip = b.AddClip(0, Tensor.Vector(-1, float.NegativeInfinity), Tensor.Vector(1, 1.5f));
        double[][] values = DoubleEvaluator.EvaluateAll(b.Build(clip), [-4.0, 2.0]);
        Assert.Equal([10, 16], values[dense]);
        Assert.Equal([-12, 8], values[scale]);
        Assert.Equal([-1, 0.25], values[divide]);
        Assert.Equal([-3.5, 2.25], values[shift]);
        Assert.Equal([-16, 10], values[sum]);
        Assert.Equal([8, -6], values[difference]);
        Assert.Equal([8, -4], values[gather]);
        Assert.Equal([0, 2], values[relu]);
        Assert.Equal([-1, 2], values[leaky]);
        Assert.Equal([-1, 1.5], values[clip]);
    }

    [Fact]
    public void AMaximum_IsTakenGroupByGroup()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(4));
        NetworkModel model = b.Build(b.AddMaximum(b.Input, [[0, 1], [3, 2, 1], [2]]));
        Assert.Equal([-1, 7, 7], DoubleEvaluator.Evaluate(model, [-4.0, -1.0, 7.0, 2.0]));
        Assert.Equal([3, 3, -5], DoubleEvaluator.Evaluate(model, [-4.0, 3.0, -5.0, 2.0]));
        Assert.True(double.IsNaN(DoubleEvaluator.Evaluate(model, [double.NaN, 1.0, 0.0, 0.0])[0]));
    }

    [Fact]
    public void AStep_HasItsOwnValueAtZero()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(5));
        NetworkModel model = b.Build(b.AddStep(b.Input, -1, 0.25f, 2));
        double[] y = DoubleEvaluator.Evaluate(model, [-double.Epsilon, 0.0, -0.0, double.Epsilon, double.NaN]);
        Assert.Equal([-1, 0.25, 0.25, 2, double.NaN], y);
    }

    [Fact]
    public void AnInputOfTheWrongLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => DoubleEvaluator.Evaluate(new NetworkModelBuilder("m", TensorShape.Of(2)).Build(0), [1.0]));
}
