using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Passes;

public class SpecializePassTests
{
    private static readonly ImmutableArray<InputInterval> s_unitSquare = [InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1)];

    [Fact]
    public void AStablyInactiveNeuron_Disappears()
    {
        // a = (x + y, x − y − 3, x − 0.5): the second is at most −1.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(3, 2, 1, 1, 1, -1, 1, 0), Tensor.Vector(0, -3, -0.5f)));
        SpecializedModel result = SpecializePass.Run(b.Build(b.AddDense(h, Tensor.Matrix(1, 3, 2, 5, -1), Tensor.Vector(7))), s_unitSquare);

        Assert.Equal((3, 1, 0, 0, 0), (result.Counts.Neurons, result.Counts.Constant, result.Counts.Merged, result.Counts.Unused, result.Counts.KeptLinear));
        Assert.Equal<OperatorKind>([OperatorKind.Input, OperatorKind.Dense, OperatorKind.Relu, OperatorKind.Dense], [.. result.Model.Operators.Select(o => o.Kind)]);
        Assert.Equal(new[] { 1f, 1f, 1f, 0f }, ((DenseOperator)result.Model.Operators[1]).Weights.Values.ToArray());
        Assert.Equal(new[] { 0f, -0.5f }, ((DenseOperator)result.Model.Operators[1]).Bias!.Values.ToArray());
        Assert.Equal(new[] { 2f, -1f }, ((DenseOperator)result.Model.Operators[3]).Weights.Values.ToArray());
        Assert.Equal(new[] { 7f }, ((DenseOperator)result.Model.Operators[3]).Bias!.Values.ToArray());
    }

    [Fact]
    public void StablyActiveNeurons_AreMergedWhereThatSavesMultiplications()
    {
        // Four active neurons and an unstable one (x), read by one output: 3x − y + 10 + … is cheaper from x and y than from the four.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(5, 2, 1, 0, 1, 1, 1, -1, 0, 1, 2, 0), Tensor.Vector(0, 4, 4, 2, 8)));
        SpecializedModel result = SpecializePass.Run(b.Build(b.AddDense(h, Tensor.Matrix(1, 5, 1, 1, 2, 4, 1), Tensor.Vector(1))), s_unitSquare);

        Assert.Equal((0, 4, 0), (result.Counts.Constant, result.Counts.Merged, result.Counts.KeptLinear));
        Assert.Equal(1, result.Model.ActivationCount);

        // ρ(x) + (x + y + 4) + 2 (x − y + 4) + 4 (y + 2) + (2x + 8) + 1 = ρ(x) + 5x + 3y + 29
        foreach ((float x, float y) in new[] { (1f, 1f), (-1f, 1f), (0.5f, -0.25f) })
        {
            Assert.Equal(Math.Max(x, 0) + (5 * x) + (3 * y) + 29, DoubleEvaluator.Evaluate(result.Model, [x, y])[0], 1e-12);
        }

        Assert.True(result.Counts.MultiplyAdds < result.Counts.OriginalMultiplyAdds);
    }

    [Fact]
    public void StablyActiveNeurons_StayWhereMergingWouldCostMore()
    {
        // One active neuron beside an unstable one, with three readers: 2 + 3 products as a neuron, 6 without it.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(3, 2, 1, 1, 1, 2, 1, -1), Tensor.Vector(0, 4, -9)));
        SpecializedModel result = SpecializePass.Run(b.Build(b.AddDense(h, Tensor.Matrix(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9))), s_unitSquare);
        Assert.Equal((1, 0, 1), (result.Counts.Constant, result.Counts.Merged, result.Counts.KeptLinear));
        Assert.Equal(2, result.Model.ActivationCount);
    }

    [Fact]
    public void ALayerThatIsLinearThroughout_LosesItsActivation_AndIsComposedWhereThatIsCheaper()
    {
        // 2 → 4 (all active) → 2: 16 products as two layers, 4 as one.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(4, 2, 1, 0, 0, 1, 1, 1, 1, -1), Tensor.Vector(3, 3, 3, 3)));
        SpecializedModel result = SpecializePass.Run(b.Build(b.AddDense(h, Tensor.Matrix(2, 4, 1, 1, 1, 1, 1, 2, 3, 4))), s_unitSquare);
        Assert.Equal(0, result.Model.ActivationCount);
        DenseOperator dense = Assert.IsType<DenseOperator>(Assert.Single(result.Model.Operators.Skip(1)));
        Assert.Equal(new[] { 3f, 1f, 8f, 1f }, dense.Weights.Values.ToArray());
        Assert.Equal(new[] { 12f, 30f }, dense.Bias!.Values.ToArray());

        // 3 → 1 (active) → 3: as one layer it would have 9 products in the place of 6.
        b = new("m", TensorShape.Of(3));
        h = b.AddRelu(b.AddDense(0, Tensor.Matrix(1, 3, 1, 1, 1), Tensor.Vector(4)));
        result = SpecializePass.Run(b.Build(b.AddDense(h, Tensor.Matrix(3, 1, 1, 2, 3))), [.. s_unitSquare, InputInterval.Exact(-1, 1)]);
        Assert.Equal<OperatorKind>([OperatorKind.Dense, OperatorKind.Dense], [.. result.Model.Operators.Skip(1).Select(o => o.Kind)]);
        Assert.Equal((1, 6), (result.Counts.Merged, result.Counts.MultiplyAdds));
    }

    [Fact]
    public void LinearNeuronsBehindASum_AreTheSumItself()
    {
        // ρ(u + v + …) over a skip connection, all at least 2; the sum stays a sum.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int u = b.AddRelu(b.AddDense(0, Tensor.Matrix(2, 2, 1, 1, 1, -1)));
        int sum = b.AddRelu(b.AddSum(u, b.AddDense(0, Tensor.Matrix(2, 2, 1, 0, 0, 1), Tensor.Vector(3, 4))));
        NetworkModel model = b.Build(b.AddDense(sum, Tensor.Matrix(1, 2, 1, 2)));
        SpecializedModel result = SpecializePass.Run(model, s_unitSquare);
        Assert.Equal((4, 0, 2, 0), (result.Counts.Neurons, result.Counts.Constant, result.Counts.Merged, result.Counts.KeptLinear));
        Assert.Equal(2, result.Model.ActivationCount);
        AssertClose(model, result, s_unitSquare, new Random(4), 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ASideOfASumThatIsConstant_IsAnOffset(bool isDifference)
    {
        // (x, 3) ± (−5, y), then each of its elements and their ReLUs.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int left = b.AddDense(0, Tensor.Matrix(2, 2, 1, 0, 0, 0), Tensor.Vector(0, 3)), right = b.AddDense(0, Tensor.Matrix(2, 2, 0, 0, 0, 1), Tensor.Vector(-5, 0));
        int sum = b.AddSum(left, right, isDifference);
        NetworkModel model = b.Build(b.AddGather([sum, b.AddRelu(sum)], [new GatherIndex(0, 0), new GatherIndex(0, 1), new GatherIndex(1, 0), new GatherIndex(1, 1)], TensorShape.Of(4)));
        SpecializedModel result = SpecializePass.Run(model, s_unitSquare);
        Assert.True(result.IsSmaller);
        Assert.DoesNotContain(result.Model.Operators, o => o is SumOperator);
        double sign = isDifference ? -1 : 1, first = 0.25 - (5 * sign), second = 3 - (0.5 * sign);
        Assert.Equal([first, second, Math.Max(0, first), second], DoubleEvaluator.Evaluate(result.Model, [0.25, -0.5]));
        AssertClose(model, result, s_unitSquare, new Random(6), 100);
    }

    [Fact]
    public void TheStatedDifferenceHasThreeParts()
    {
        // Rounding of the original, rounding of the specialised network, and the rounding of its weights: products of numbers with 16 bits.
        Random random = new(7);
        float[] Bits16(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 1 << 16) / 65536f)];
        float[] first = Bits16(8), second = Bits16(4);
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(4, 2, first), Tensor.Vector(9, 9, 9, 9)));
        SpecializedModel result = SpecializePass.Run(b.Build(b.AddDense(h, Tensor.Matrix(1, 4, second))), s_unitSquare);
        DenseOperator dense = Assert.IsType<DenseOperator>(Assert.Single(result.Model.Operators.Skip(1)));
        double ofWeights = Enumerable.Range(0, 2).Sum(j => Math.Abs(dense.Weights.Values[j] - Enumerable.Range(0, 4).Sum(k => (double)second[k] * first[(2 * k) + j])));
        double sum = RoundingOf(result.Original) + RoundingOf(result.Model) + ofWeights;
        Assert.True(ofWeights > 1e-3 * sum);
        Assert.InRange(result.MaxDifference[0], sum, 1.02 * sum);

        static double RoundingOf(NetworkModel model)
        {
            NetworkBounds bounds = IntervalBounds.Compute(model, SpecializePass.Widen(s_unitSquare));
            double[][] lower = [.. bounds.Operators.Select(o => o.Lower.ToArray())], upper = [.. bounds.Operators.Select(o => o.Upper.ToArray())];
            return NetCompile.Passes.Specialization.ForwardError.OfOutputs(model, lower, upper, new double[]?[model.Operators.Length])[0];
        }
    }

    [Fact]
    public void PruningThatWouldLeaveMoreNeurons_IsNotDone()
    {
        // max(a, b, c, d) shares (a, b) and (c, d) with max(a, b, c, d, e), which c cannot win: without c the second has pairs of its own.
        NetworkModelBuilder b = new("m", TensorShape.Of(5));
        int x = b.AddShift(0, Tensor.Vector(0, 0, 0, 0, 1.5f));
        int greatest = b.AddMaximum(x, [[0, 1, 2, 3], [0, 1, 2, 3, 4]]);

        // And ReLUs that are off, so that there is something to gain.
        int off = b.AddRelu(b.AddDense(0, new Tensor(TensorShape.Of(8, 5), [.. Enumerable.Repeat(1f, 40)]), new Tensor(TensorShape.Of(8), [.. Enumerable.Repeat(-9f, 8)])));
        int joined = b.AddGather([greatest, off], [.. Enumerable.Range(0, 10).Select(i => i < 2 ? new GatherIndex(0, i) : new GatherIndex(1, i - 2))], TensorShape.Of(10));
        NetworkModel model = b.Build(b.AddDense(joined, new Tensor(TensorShape.Of(1, 10), [.. Enumerable.Repeat(1f, 10)])));
        ImmutableArray<InputInterval> region = [InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 0.4), InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1)];
        SpecializedModel result = SpecializePass.Run(model, region);
        Assert.Equal((12, 8, 0), (result.Counts.Neurons, result.Counts.Constant, result.Counts.Unused));
        Assert.Equal(4, result.Model.ActivationCount);
        AssertClose(model, result, region, new Random(3), 100);
    }

    [Fact]
    public void LayersTooWideToMerge_StayLayers()
    {
        // All linear; the product of the two matrices would take 900³ multiplications.
        const int width = 900;
        Random random = new(5);
        Tensor Square() => new(TensorShape.Of(width, width), [.. Enumerable.Range(0, width * width).Select(_ => (random.NextSingle() - 0.5f) / width)]);
        NetworkModelBuilder b = new("m", TensorShape.Of(width));
        int h = b.AddRelu(b.AddDense(0, Square(), new Tensor(TensorShape.Of(width), [.. Enumerable.Repeat(9f, width)])));
        NetworkModel model = b.Build(b.AddDense(h, Square()));
        SpecializedModel result = SpecializePass.Run(model, [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), width)], IntervalBounds.Compute);
        Assert.True((long)width * width * width > NetCompile.Passes.Specialization.Specializer.MaxMergeWork);
        Assert.Equal<OperatorKind>([OperatorKind.Dense, OperatorKind.Dense], [.. result.Model.Operators.Skip(1).Select(o => o.Kind)]);
        Assert.Equal(width, result.Counts.Merged);
    }

    [Fact]
    public void AFixedInput_AndWhatDependsOnItAlone_GoesIntoBiases()
    {
        // x is 0.5 everywhere; ρ(2x) = 1.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(2, 2, 2, 0, 1, 1)));
        SpecializedModel result = SpecializePass.Run(b.Build(b.AddDense(h, Tensor.Matrix(1, 2, 3, 5))), [InputInterval.Exact(0.5, 0.5), InputInterval.Exact(-1, 1)]);
        Assert.Equal(1, result.Counts.Constant);
        Assert.Equal(3 + (5 * 0.75), DoubleEvaluator.Evaluate(result.Model, [99, 0.25])[0]);
        Assert.Equal(2, result.Model.InputCount);
    }

    [Fact]
    public void ScalesAndShifts_GoIntoTheLayerThatReadsThem()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int x = b.AddScale(b.AddShift(0, Tensor.Vector(-1, 3)), Tensor.Vector(2, 4), isDivision: true);
        int y = b.AddDense(b.AddRelu(b.AddDense(x, Tensor.Matrix(2, 2, 2, 4, 2, -4), Tensor.Vector(-2, 5))), Tensor.Matrix(1, 2, 1, 1));
        SpecializedModel result = SpecializePass.Run(b.Build(b.AddShift(b.AddScale(y, Tensor.Vector(3)), Tensor.Vector(1))), s_unitSquare);
        Assert.Equal<OperatorKind>([OperatorKind.Dense, OperatorKind.Relu, OperatorKind.Dense], [.. result.Model.Operators.Skip(1).Select(o => o.Kind)]);

        // 2 (x − 1) / 2 + 4 (y + 3) / 4 − 2 = x + y, 2 (x − 1) / 2 − 4 (y + 3) / 4 + 5 = x − y + 1
        Assert.Equal(new[] { 1f, 1f, 1f, -1f }, ((DenseOperator)result.Model.Operators[1]).Weights.Values.ToArray());
        Assert.Equal(new[] { 0f, 1f }, ((DenseOperator)result.Model.Operators[1]).Bias!.Values.ToArray());
        Assert.Equal(new[] { 3f, 3f }, ((DenseOperator)result.Model.Operators[3]).Weights.Values.ToArray());
        Assert.Equal(new[] { 1f }, ((DenseOperator)result.Model.Operators[3]).Bias!.Values.ToArray());
    }

    [Fact]
    public void ClipsStepsAndLeakyNeurons_BecomeWhatTheyAreOnTheRegion()
    {
        // Pre-activations within [8, 12], [−12, −8] and [−1, 1].
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int a = b.AddDense(0, Tensor.Matrix(3, 2, 1, 1, 1, 1, 1, 0), Tensor.Vector(10, -10, 0));
        int clip = b.AddClip(a, Tensor.Vector(-2, -2, -2), Tensor.Vector(2, 2, 0.5f)), step = b.AddStep(a, -1, 0, 1), leaky = b.AddLeakyRelu(a, 0.25f);
        int joined = b.AddGather([clip, step, leaky], [.. Enumerable.Range(0, 9).Select(i => new GatherIndex(i / 3, i % 3))], TensorShape.Of(9));
        NetworkModel model = b.Build(b.AddDense(joined, Tensor.Matrix(1, 9, 1, 1, 1, 2, 2, 2, 4, 4, 4)));
        SpecializedModel result = SpecializePass.Run(model, s_unitSquare);
        Assert.Equal((9, 4), (result.Counts.Neurons, result.Counts.Constant));
        AssertClose(model, result, s_unitSquare, new Random(1), 200);
    }

    [Fact]
    public void AMaximumThatTheRegionDecides_IsACopy()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int a = b.AddDense(0, Tensor.Matrix(3, 2, 1, 1, 1, -1, 0, 1), Tensor.Vector(10, 0, 0));
        NetworkModel model = b.Build(b.AddDense(b.AddMaximum(a, [[0, 1, 2], [1, 2]]), Tensor.Matrix(1, 2, 1, 1)));
        SpecializedModel result = SpecializePass.Run(model, s_unitSquare);
        Assert.Equal(1, result.Model.ActivationCount);
        Assert.Equal(2, result.Counts.Gone);
        AssertClose(model, result, s_unitSquare, new Random(2), 200);
    }

    [Fact]
    public void ANetworkThatIsConstant_IsItsBias()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        NetworkModel model = b.Build(b.AddRelu(b.AddDense(0, Tensor.Matrix(2, 2, 1, 1, 1, 1), Tensor.Vector(-3, -4))));
        SpecializedModel result = SpecializePass.Run(model, s_unitSquare);
        Assert.Equal((2, 0), (result.Counts.Constant, result.Model.ActivationCount));
        Assert.Equal([0.0, 0.0], DoubleEvaluator.Evaluate(result.Model, [1, 1]));
        Assert.Equal([0.0, 0.0], result.MaxDifference.ToArray());
    }

    [Fact]
    public void WhereNothingIsStable_TheNetworkStaysAsItIs()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(2, 2, 1, 1, 1, -1)));
        NetworkModel model = b.Build(b.AddDense(h, Tensor.Matrix(1, 2, 1, 1)));
        SpecializedModel result = SpecializePass.Run(model, s_unitSquare);
        Assert.False(result.IsSmaller);
        Assert.Same(model, result.Model);
        Assert.Equal([0.0], result.MaxDifference.ToArray());
    }

    [Theory]
    [InlineData(0.1, 0.7)]
    [InlineData(0.7, 0.8)]
    [InlineData(-3, -3)]
    [InlineData(1e-3, 60760)]
    [InlineData(0.3, 0.3)]
    public void TheWidenedRegion_ContainsTheFloatsThatItsEndsRoundTo(double lower, double upper)
    {
        InputInterval widened = Assert.Single(SpecializePass.Widen([InputInterval.Exact(lower, upper)]));
        Assert.True(widened.Lower <= (float)lower && widened.Upper >= (float)upper);
        Assert.Equal(lower == upper, widened.Lower == widened.Upper);

        // Decimals of a file may be rounded to beyond an end.
        double width = upper - lower;
        Assert.True(lower == upper || (widened.Lower <= lower - (0.9e-6 * width) && widened.Upper >= upper + (0.9e-6 * width)));
        Assert.True(widened.Lower >= lower - (2e-6 * width) - Math.Abs(lower * 1e-7) && widened.Upper <= upper + (2e-6 * width) + Math.Abs(upper * 1e-7));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(0, 1e39)]
    [InlineData(0, double.NaN)]
    public void ARegionThatIsEmptyOrInfinite_IsRefused(double lower, double upper)
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddRelu(0));
        Assert.Throws<ArgumentException>(() => SpecializePass.Run(model, [InputInterval.Exact(lower, upper)]));
    }

    [Fact]
    public void AMergedWeightThatIsTooLargeForFloat32_LeavesTheNetworkAsItIs()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(2, 1, 1e30f, 1e30f), Tensor.Vector(1e31f, 1e31f)));
        NetworkModel model = b.Build(b.AddDense(h, Tensor.Matrix(1, 2, 1e30f, 1e30f)));
        SpecializedModel result = SpecializePass.Run(model, [InputInterval.Exact(-1, 1)]);
        Assert.Same(model, result.Model);
    }

    [Theory]
    [InlineData(HiddenActivation.Relu)]
    [InlineData(HiddenActivation.LeakyRelu)]
    [InlineData(HiddenActivation.Clip)]
    [InlineData(HiddenActivation.Maximum)]
    [InlineData(HiddenActivation.Sign)]
    [InlineData(HiddenActivation.Threshold)]
    public void Chains_AgreeOnTheRegionUpToTheBound(HiddenActivation activation)
    {
        int gone = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            NetworkModel model = RandomNetworks.Chain(random, activation, 3, 12, 10, 8, 2);
            ImmutableArray<InputInterval> region = Region(random, 3, radius: seed % 3 == 0 ? 0.02f : 0.15f);
            SpecializedModel result = SpecializePass.Run(model, region);
            AssertClose(model, result, region, random, 150);
            gone += result.Counts.Gone;
            Assert.Equal(result.Counts.Neurons - result.Counts.Gone, result.Model.ActivationCount);
        }

        Assert.True(gone > 0);
    }

    [Fact]
    public void GraphsOfEveryOperator_AgreeOnTheRegionUpToTheBound()
    {
        int smaller = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            Random random = new(seed);
            NetworkModel model = seed % 2 == 0
                ? RandomNetworks.EveryOperator(random, 3, 6, 2)
                : RandomNetworks.Tangle(random, seed % 4 == 1 ? 4 : 3, 4, 3 + random.Next(10), ExtraOperators.Maximum | ExtraOperators.Step);
            ImmutableArray<InputInterval> region = Region(random, model.InputCount, radius: (seed % 5) * 0.05f);
            SpecializedModel result = SpecializePass.Run(model, region);
            AssertClose(model, result, region, random, 40);
            smaller += result.IsSmaller ? 1 : 0;
        }

        Assert.True(smaller > 75, $"{smaller} of 150 networks became smaller");
    }

    [Fact]
    public void EveryNeuronThatTheBoundsDecide_IsGoneOrAccountedFor()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            NetworkModel model = RandomNetworks.Chain(random, 4, 16, 16, 3);
            ImmutableArray<InputInterval> region = Region(random, 4, 0.1f);
            SpecializedModel result = SpecializePass.Run(model, region);
            NetworkBounds bounds = CrownBounds.Compute(result.Original, result.Region, new CrownOptions(IntersectWithIntervals: true));
            Assert.Equal(bounds.Stability.Sum(s => s.Inactive), result.Counts.Constant);
            Assert.Equal(bounds.Stability.Sum(s => s.Active), result.Counts.Merged + result.Counts.KeptLinear);
            Assert.Equal(bounds.Stability.Sum(s => s.Unstable) + result.Counts.KeptLinear, result.Model.ActivationCount);
        }
    }

    [Fact]
    public void TheBoundIsNotFarFromWhatIsMeasured()
    {
        // Small regions, so that nearly everything is linear and the bound has only rounding to speak of.
        Random random = new(3);
        NetworkModel model = RandomNetworks.Chain(random, 4, 20, 20, 20, 3);
        ImmutableArray<InputInterval> region = Region(random, 4, 0.01f);
        SpecializedModel result = SpecializePass.Run(model, region);
        double measured = AssertClose(model, result, region, random, 300);
        Assert.True(measured > 0 && result.MaxDifference.Max() < 300 * measured, $"bound {result.MaxDifference.Max()}, measured {measured}");
    }

    private static ImmutableArray<InputInterval> Region(Random random, int inputs, float radius) =>
        [.. Enumerable.Range(0, inputs).Select(_ =>
        {
            float center = ((random.NextSingle() * 2) - 1) * 0.8f;
            return InputInterval.Exact(center - radius, center + radius);
        })];

    // Inside, on faces, and at corners; summed in any order. The greatest difference.
    private static double AssertClose(NetworkModel model, SpecializedModel result, ImmutableArray<InputInterval> region, Random random, int samples)
    {
        double greatest = 0;
        if (!result.IsSmaller)
        {
            Assert.Equal(LowerMaximumPass.Run(model).ContentHash, result.Model.ContentHash);
            return 0;
        }

        for (int k = 0; k < samples; k++)
        {
            float[] x = [.. region.Select(i => random.Next(k % 3 == 0 ? 2 : 4) switch { 0 => (float)i.Lower, 1 => (float)i.Upper, _ => Inside(i, random) })];
            float[] expected = AnyOrderForward.EvaluateAll(result.Original, x, random)[result.Original.Output];
            float[] actual = AnyOrderForward.EvaluateAll(result.Model, x, random)[result.Model.Output];
            for (int i = 0; i < expected.Length; i++)
            {
                double difference = Math.Abs((double)expected[i] - actual[i]);
                greatest = Math.Max(greatest, difference);
                Assert.True(difference <= result.MaxDifference[i], $"output {i} differs by {difference}, more than {result.MaxDifference[i]}");
            }

            // Rounding aside they are equal: steps near zero excepted, where the rounding of a merged weight decides.
            if (!model.Operators.Any(o => o is StepOperator))
            {
                double[] exact = DoubleEvaluator.Evaluate(model, x), merged = DoubleEvaluator.Evaluate(result.Model, x);
                Assert.All(exact.Zip(merged), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * (1 + Math.Abs(pair.First))));
            }
        }

        return greatest;
    }

    private static float Inside(InputInterval i, Random random) => Math.Clamp((float)(i.Lower + (random.NextDouble() * (i.Upper - i.Lower))), (float)i.Lower, (float)i.Upper);
}
