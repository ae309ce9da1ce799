using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Bounds;

public sealed class CrownBoundsTests
{
    private const double Rounding = 1e-12;

    [Fact]
    public void AffineNetworks_AreBoundedExactly()
    {
        // Intervals lose the dependency of both terms on x; substitution does not: (x + 1) − 2 (x − 1) = 3 − x.
        NetworkModelBuilder b = new("n", TensorShape.Of(1));
        int left = b.AddShift(b.Input, Tensor.Vector(1));
        int right = b.AddScale(b.AddShift(b.Input, Tensor.Vector(-1)), Tensor.Vector(0.5f), isDivision: true);
        AssertOutput(CrownBounds.Compute(b.Build(b.AddSum(left, right, isDifference: true)), [InputInterval.Exact(-2, 5)]), -2, 5);
    }

    [Theory]
    [InlineData(-1, 2, LowerSlope.Adaptive, -1)]
    [InlineData(-2, 1, LowerSlope.Adaptive, 0)]
    [InlineData(-1, 1, LowerSlope.Adaptive, 0)]
    [InlineData(-1, 2, LowerSlope.Zero, 0)]
    [InlineData(-1, 3, LowerSlope.SameAsUpper, -0.75)]
    public void OneRelu_HasTheTextbookLines(double lower, double upper, LowerSlope rule, double expected)
    {
        // The identity after the ReLU keeps the output from being the activation itself.
        NetworkModelBuilder b = new("n", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddScale(b.AddRelu(b.Input), Tensor.Vector(1)));
        AssertOutput(CrownBounds.Compute(model, [InputInterval.Exact(lower, upper)], new CrownOptions(rule)), expected, upper);
    }

    [Theory]
    [InlineData(-1, 2, -1, 2)]
    [InlineData(-2, 1, -1, 1)]
    public void OneLeakyRelu_HasTheTextbookLines(double lower, double upper, double expectedLower, double expectedUpper)
    {
        NetworkModelBuilder b = new("n", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddScale(b.AddLeakyRelu(b.Input, 0.5f), Tensor.Vector(1)));
        AssertOutput(CrownBounds.Compute(model, [InputInterval.Exact(lower, upper)]), expectedLower, expectedUpper);
    }

    [Fact]
    public void KnownNetworks_AreNoLooserThanTheirInterval()
    {
        // ρ(x₁ − x₂) on [−1, 1]: lower line 0, upper line (a + 1)/2. So x₂ + … lies in [0, max of x₂ + (x₁ − x₂ + 1)/2] = [0, 1.5], the triangle bound.
        AssertOutput(CrownBounds.Compute(KnownNetworks.MaxOfTwo, [InputInterval.Exact(0, 1), InputInterval.Exact(0, 1)]), 0, 1.5);

        // ρ(x) − ρ(x): 0 − (x + 1)/2 below, (x + 1)/2 − 0 above.
        AssertOutput(CrownBounds.Compute(KnownNetworks.Cancelling, [InputInterval.Exact(-1, 1)]), -1, 1);
        AssertOutput(CrownBounds.Compute(KnownNetworks.Cancelling, [InputInterval.Exact(-1, 1)], new CrownOptions(LowerSlope.SameAsUpper)), -0.5, 0.5);
    }

    [Fact]
    public void Intersection_IsNeverLooserThanEither()
    {
        Random random = new(7);
        for (int round = 0; round < 20; round++)
        {
            NetworkModel model = RandomNetworks.EveryOperator(random, 3, 6, 2);
            ImmutableArray<InputInterval> region = [.. Enumerable.Range(0, 3).Select(_ => InputInterval.Exact(-0.5, 0.75))];
            NetworkBounds intervals = IntervalBounds.Compute(model, region), both = CrownBounds.Compute(model, region, new CrownOptions(IntersectWithIntervals: true));
            for (int o = 0; o < model.Operators.Length; o++)
            {
                for (int i = 0; i < intervals.Operators[o].Count; i++)
                {
                    Assert.True(both.Operators[o].Lower[i] >= intervals.Operators[o].Lower[i] - Rounding && both.Operators[o].Upper[i] <= intervals.Operators[o].Upper[i] + Rounding);
                }
            }

            Assert.True(both.Stability.Sum(s => s.Unstable) <= intervals.Stability.Sum(s => s.Unstable));
        }
    }

    [Fact]
    public void OutputThatIsAnActivation_KeepsItsRange()
    {
        NetworkModelBuilder b = new("n", TensorShape.Of(1));
        NetworkBounds bounds = CrownBounds.Compute(b.Build(b.AddRelu(b.AddShift(b.Input, Tensor.Vector(1)))), [InputInterval.Exact(-2, 5)]);
        AssertOutput(bounds, 0, 6);
    }

    private static void AssertOutput(NetworkBounds bounds, double lower, double upper)
    {
        Assert.InRange(bounds.Output.Lower[0], lower - Rounding, lower);
        Assert.InRange(bounds.Output.Upper[0], upper, upper + Rounding);
    }
}
