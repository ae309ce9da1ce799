using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Bounds;

public sealed class IntervalBoundsTests
{
    private const double Rounding = 1e-12;

    [Fact]
    public void KnownNetworks_HaveTheKnownIntervalBounds()
    {
        // The table of design numbers: IBP of three tiny networks.
        AssertOutput(KnownNetworks.MaxOfTwo, [InputInterval.Exact(0, 1), InputInterval.Exact(0, 1)], 0, 2);
        AssertOutput(KnownNetworks.Cancelling, [InputInterval.Exact(-1, 1)], -1, 1);
        AssertOutput(KnownNetworks.MinOfParts, [InputInterval.Exact(-1, 1)], -1, 1);
    }

    [Fact]
    public void EveryOperator_HasItsRule()
    {
        NetworkModelBuilder b = new("n", TensorShape.Of(2));
        int shift = b.AddShift(b.Input, Tensor.Vector(1, -1));
        int scale = b.AddScale(shift, Tensor.Vector(2, -4));
        int division = b.AddScale(scale, Tensor.Vector(-2, 8), isDivision: true);
        int difference = b.AddSum(scale, division, isDifference: true);
        int relu = b.AddRelu(difference), leaky = b.AddLeakyRelu(difference, 0.25f);
        int clip = b.AddClip(difference, Tensor.Vector(-1, float.NegativeInfinity), Tensor.Vector(float.PositiveInfinity, 2));
        int gather = b.AddGather([relu, clip], [new GatherIndex(1, 0), new GatherIndex(0, 1), new GatherIndex(1, 0)], TensorShape.Of(3));
        int dense = b.AddDense(gather, Tensor.Matrix(1, 3, 1, -1, 2), Tensor.Vector(10));
        NetworkBounds bounds = IntervalBounds.Compute(b.Build(dense), [InputInterval.Exact(-3, 2), InputInterval.Exact(0, 2)]);
        Assert.Equal(leaky, dense - 3);
        AssertBounds(bounds.Operators[shift], [-2, -1], [3, 1]);
        AssertBounds(bounds.Operators[scale], [-4, -4], [6, 4]);
        AssertBounds(bounds.Operators[division], [-3, -0.5], [2, 0.5]);
        AssertBounds(bounds.Operators[difference], [-6, -4.5], [9, 4.5]);
        AssertBounds(bounds.Operators[relu], [0, 0], [9, 4.5]);
        AssertBounds(bounds.Operators[leaky], [-1.5, -1.125], [9, 4.5]);
        AssertBounds(bounds.Operators[clip], [-1, -4.5], [9, 2]);
        AssertBounds(bounds.Operators[gather], [-1, 0, -1], [9, 4.5, 9]);
        AssertBounds(bounds.Output, [10 - 3 - 4.5], [10 + 27]);
    }

    [Fact]
    public void MaximaAndSteps_AreBoundedExactly()
    {
        NetworkModelBuilder b = new("n", TensorShape.Of(4));
        int maximum = b.AddMaximum(b.Input, [[0, 1], [1, 2], [3], [0, 3]]);
        int step = b.AddStep(b.Input, -2, 0.5f, 3);
        NetworkBounds bounds = IntervalBounds.Compute(
            b.Build(b.AddSum(maximum, step)), [InputInterval.Exact(-3, 2), InputInterval.Exact(-1, 1), InputInterval.Exact(1, 4), InputInterval.Exact(-7, 0)]);
        Assert.Equal([-1, 1, -7, -3], bounds.Operators[maximum].Lower.ToArray());
        Assert.Equal([2, 4, 0, 2], bounds.Operators[maximum].Upper.ToArray());
        Assert.Equal([-2, -2, 3, -2], bounds.Operators[step].Lower.ToArray());
        Assert.Equal([3, 3, 3, 0.5], bounds.Operators[step].Upper.ToArray());

        // Element 2 is never below element 1, and a group of one is its element; the step is constant on [1, 4] only.
        Assert.Equal([new ActivationStability(maximum, 2, 0, 2), new ActivationStability(step, 0, 1, 3)], bounds.Stability.ToArray());
    }

    [Fact]
    public void Stability_CountsUnitsOnOnePiece()
    {
        NetworkModelBuilder b = new("n", TensorShape.Of(4));
        int relu = b.AddRelu(b.Input);
        int clip = b.AddClip(b.Input, Tensor.Vector(-1, -1, -1, -1), Tensor.Vector(1, 1, 1, 1));
        NetworkBounds bounds = IntervalBounds.Compute(
            b.Build(b.AddSum(relu, clip)), [InputInterval.Exact(0, 1), InputInterval.Exact(-2, 0), InputInterval.Exact(-1, 1), InputInterval.Exact(1, 5)]);
        Assert.Equal([new ActivationStability(relu, 2, 1, 1), new ActivationStability(clip, 2, 1, 1)], bounds.Stability.ToArray());
    }

    [Fact]
    public void Overflow_BecomesInfinityNeverNaN()
    {
        NetworkModelBuilder b = new("n", TensorShape.Of(2));
        int value = b.Input;
        for (int layer = 0; layer < 10; layer++)
        {
            value = b.AddDense(value, Tensor.Matrix(2, 2, 3e38f, -3e38f, 3e38f, -3e38f));
        }

        NetworkBounds bounds = IntervalBounds.Compute(b.Build(value), [InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1)]);
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], bounds.Output.Lower.ToArray());
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], bounds.Output.Upper.ToArray());
        bounds = CrownBounds.Compute(b.Build(value), [InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1)]);
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], bounds.Output.Lower.ToArray());
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], bounds.Output.Upper.ToArray());
    }

    [Fact]
    public void WrongRegions_AreRefused()
    {
        NetworkModel model = KnownNetworks.Cancelling;
        Assert.Throws<ArgumentException>(() => IntervalBounds.Compute(model, [InputInterval.Exact(0, 1), InputInterval.Exact(0, 1)]));
        Assert.Throws<ArgumentException>(() => IntervalBounds.Compute(model, [InputInterval.Exact(1, 0)]));
        Assert.Throws<ArgumentException>(() => CrownBounds.Compute(model, [InputInterval.Exact(double.NaN, 0)]));
    }

    private static void AssertOutput(NetworkModel model, InputInterval[] region, double lower, double upper) =>
        AssertBounds(IntervalBounds.Compute(model, [.. region]).Output, [lower], [upper]);

    private static void AssertBounds(OperatorBounds bounds, double[] lower, double[] upper)
    {
        Assert.Equal(lower.Length, bounds.Count);
        for (int i = 0; i < lower.Length; i++)
        {
            Assert.InRange(bounds.Lower[i], lower[i] - Rounding, lower[i]);
            Assert.InRange(bounds.Upper[i], upper[i], upper[i] + Rounding);
        }
    }
}
