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
    public void AMaximum_IsItsGreatestElementBelow_AndAConstantAbove()
    {
        // y = max(x₀, x₁) on [0, 3] × [1, 2]: y ≥ x₁ and y ≤ 3. So y − x₁ is at least 0 and at most 2, where intervals have [−1, 2].
        NetworkModelBuilder b = new("n", TensorShape.Of(2));
        int y = b.AddMaximum(b.Input, [[0, 1]]), x1 = b.AddGather([b.Input], [new GatherIndex(0, 1)], TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddSum(y, x1, isDifference: true));
        ImmutableArray<InputInterval> region = [InputInterval.Exact(0, 3), InputInterval.Exact(1, 2)];
        AssertOutput(CrownBounds.Compute(model, region), 0, 2);
        AssertOutput(IntervalBounds.Compute(model, region), -1, 2);

        // On [0, 1] × [1, 2] it is x₁, exactly.
        AssertOutput(CrownBounds.Compute(model, [InputInterval.Exact(0, 1), InputInterval.Exact(1, 2)]), 0, 0);
    }

    [Theory]
    [InlineData(-1, 2, LowerSlope.Adaptive, -2, 4)] // below −1 + 2x, through (0, −1) and (2, 3); above 3
    [InlineData(-2, 1, LowerSlope.Adaptive, -2, 4)] // below −1; above 3 + 2x, through (−2, −1) and (0, 3)
    [InlineData(-1, 2, LowerSlope.Zero, -3, 4)]
    [InlineData(-2, 1, LowerSlope.SameAsUpper, -3, 4)] // below −1 + 2x, parallel to the line above
    [InlineData(-2, 0, LowerSlope.Adaptive, -1, 1)] // below −1; above x / 2, through (−2, −1) and (0, 0)
    [InlineData(0, 2, LowerSlope.Adaptive, 0, 3)] // below 3x / 2, through (0, 0) and (2, 3); above 3
    [InlineData(0, 0, LowerSlope.Adaptive, 0, 0)]
    [InlineData(1, 2, LowerSlope.Adaptive, 1, 2)]
    public void OneStep_HasTheLinesOfItsHull(double lower, double upper, LowerSlope rule, double expectedLower, double expectedUpper)
    {
        // y − x, so that slopes show.
        NetworkModelBuilder b = new("n", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddSum(b.AddStep(b.Input, -1, 0, 3), b.Input, isDifference: true));
        AssertOutput(CrownBounds.Compute(model, [InputInterval.Exact(lower, upper)], new CrownOptions(rule)), expectedLower, expectedUpper);
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
