using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Passes;

public sealed class LowerMaximumPassTests
{
    [Fact]
    public void AModelWithoutMaxima_IsTheSame()
    {
        NetworkModel model = RandomNetworks.EveryOperator(new Random(1), 3, 5, 2);
        Assert.Same(model, LowerMaximumPass.Run(model));
    }

    [Fact]
    public void OnePair_IsOneReLU()
    {
        NetworkModelBuilder b = new("n", TensorShape.Of(2));
        NetworkModel lowered = LowerMaximumPass.Run(b.Build(b.AddMaximum(b.Input, [[0, 1]], TensorShape.Of(1, 1), "pool")));
        Assert.Equal([OperatorKind.Input, OperatorKind.Gather, OperatorKind.Gather, OperatorKind.Sum, OperatorKind.Relu, OperatorKind.Sum], lowered.Operators.Select(o => o.Kind));
        Assert.Equal("1x1", lowered.OutputShape.ToString());
        Assert.Equal(3, DoubleEvaluator.Evaluate(lowered, [3.0, -2.0])[0]);
        Assert.Equal(3, DoubleEvaluator.Evaluate(lowered, [-2.0, 3.0])[0]);
        Assert.Equal(-1, DoubleEvaluator.Evaluate(lowered, [-1.0, -1.0])[0]);
    }

    [Fact]
    public void GroupsOfEverySize_TakeALevelPerHalving()
    {
        NetworkModelBuilder b = new("n", TensorShape.Of(9));
        NetworkModel model = b.Build(b.AddMaximum(b.Input, [[4], [0, 1, 2, 3, 4, 5, 6, 7, 8], [8, 7, 6], [1, 0], [4, 5, 6, 7]]));
        NetworkModel lowered = LowerMaximumPass.Run(model);
        Assert.Equal(4, lowered.Operators.Count(o => o is ReluOperator));

        // A maximum of n elements is n − 1 pairs; the pair (4, 5) and (6, 7) of the last group are the second group's, and so is theirs.
        Assert.Equal(0 + 8 + 2 + 1 + 0, lowered.ActivationCount);
        Random random = new(2);
        for (int i = 0; i < 100; i++)
        {
            double[] x = [.. Enumerable.Range(0, 9).Select(_ => (double)random.Next(-50, 50))];
            Assert.Equal(DoubleEvaluator.Evaluate(model, x), DoubleEvaluator.Evaluate(lowered, x));
        }
    }

    [Fact]
    public void RandomNetworks_ComputeTheSameInExactArithmetic()
    {
        Random random = new(3);
        for (int i = 0; i < 30; i++)
        {
            NetworkModel model = i % 2 == 0
                ? RandomNetworks.Chain(random, HiddenActivation.Maximum, 3, 5, 4, 2)
                : RandomNetworks.Tangle(random, 3, 3, 8, ExtraOperators.Maximum | ExtraOperators.Step);
            NetworkModel lowered = LowerMaximumPass.Run(model);
            Assert.DoesNotContain(lowered.Operators, o => o is MaximumOperator);
            Assert.Same(lowered, LowerMaximumPass.Run(lowered));
            Assert.Equal((model.InputShape, model.OutputShape), (lowered.InputShape, lowered.OutputShape));
            Rational[] x = [.. Enumerable.Range(0, 3).Select(_ => Rational.FromDouble((random.NextDouble() * 2) - 1))];
            Assert.Equal(RationalForward.Evaluate(model, x), RationalForward.Evaluate(lowered, x));
        }
    }

    [Fact]
    public void Lowering_IsTheSameEveryTime()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(4), HiddenActivation.Maximum, 3, 6, 6, 2);
        string hash = LowerMaximumPass.Run(model).ContentHash;
        Assert.Equal(hash, LowerMaximumPass.Run(RandomNetworks.Chain(new Random(4), HiddenActivation.Maximum, 3, 6, 6, 2)).ContentHash);
        Assert.NotEqual(hash, model.ContentHash);
    }

    [Fact]
    public void InputRangesAndSource_AreKept()
    {
        NetworkModelBuilder b = new("n", TensorShape.Of(2), "pixels");
        ModelSource source = new("ONNX", "test", "1", []);
        NetworkModel lowered = LowerMaximumPass.Run(b.Build(b.AddMaximum(b.Input, [[0, 1]]), [new InputRange(0, 1), new InputRange(2, 3)], source));
        Assert.Equal(("n", "pixels"), (lowered.Name, lowered.Operators[0].Name));
        Assert.Equal([new InputRange(0, 1), new InputRange(2, 3)], lowered.InputRanges.ToArray());
        Assert.Same(source, lowered.Source);
    }

    [Fact]
    public void Bounds_OfAMaximum_AreTighterThanOfItsReLUs()
    {
        // What is lost by lowering: the difference of two intervals forgets that both are of the same maximum.
        NetworkModelBuilder b = new("n", TensorShape.Of(2));
        NetworkModel model = b.Build(b.AddMaximum(b.Input, [[0, 1]]));
        ImmutableArray<InputInterval> region = [InputInterval.Exact(-1, 2), InputInterval.Exact(0, 1)];
        NetworkBounds own = IntervalBounds.Compute(model, region), lowered = IntervalBounds.Compute(LowerMaximumPass.Run(model), region);
        Assert.Equal((0, 2), (own.Output.Lower[0], own.Output.Upper[0]));
        Assert.InRange(lowered.Output.Lower[0], -1e-12, 0);
        Assert.InRange(lowered.Output.Upper[0], 3, 3 + 1e-12);
    }
}
