using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Passes.Specialization;
using NetCompile.Properties;

namespace NetCompile.Core.Tests.Passes.Specialization;

public class SpecializerTests
{
    [Fact]
    public void TheRoundingOfMergedWeightsIsKept_NoMoreAndNoLess()
    {
        // Weights of 16 bits: their products are exact in double and not in float32.
        Random random = new(7);
        float[] first = Bits16(random, 8), second = Bits16(random, 4), offsets = Bits16(random, 4);
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(4, 2, first), Tensor.Vector([.. offsets.Select(o => 8 + o)])));
        NetworkModel model = b.Build(b.AddDense(h, Tensor.Matrix(1, 4, second), Tensor.Vector(0.375f)));
        ImmutableArray<InputInterval> region = [InputInterval.Exact(-1, 0.5), InputInterval.Exact(-0.25, 0.75)];

        Specializer specializer = new(model, IntervalBounds.Compute(model, region));
        int output = specializer.Run();
        DenseOperator dense = Assert.IsType<DenseOperator>(specializer.Graph.Builder[output]);
        double off = Math.Abs(dense.Bias!.Values[0] - (0.375 + Enumerable.Range(0, 4).Sum(k => (double)second[k] * (8 + offsets[k]))));
        double[] magnitudes = [1, 0.75];
        for (int j = 0; j < 2; j++)
        {
            off += Math.Abs(dense.Weights.Values[j] - Enumerable.Range(0, 4).Sum(k => (double)second[k] * first[(2 * k) + j])) * magnitudes[j];
        }

        Assert.True(off > 0);
        Assert.InRange(specializer.Graph.ConstantErrors[output]![0], off, off * 1.000001);
    }

    [Fact]
    public void WeightsThatStayAreExact()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(2, 2, 0.1f, -0.7f, 0.3f, 0.9f), Tensor.Vector(0.01f, -5)));
        NetworkModel model = b.Build(b.AddDense(h, Tensor.Matrix(2, 2, 0.3f, 0.7f, 1.1f, -0.3f), Tensor.Vector(0.123f, 7)));
        Specializer specializer = new(model, IntervalBounds.Compute(model, [InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1)]));
        specializer.Run();
        Assert.Equal(1, specializer.Constant);
        Assert.All(specializer.Graph.ConstantErrors, e => Assert.Null(e));
    }

    [Fact]
    public void RangesAreThoseOfTheOriginalElements()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(3, 1, 1, 2, 3), Tensor.Vector(0, -9, 0.5f)));
        NetworkModel model = b.Build(b.AddDense(h, Tensor.Matrix(2, 3, 1, 1, 1, 1, 1, -1)));
        NetworkBounds bounds = IntervalBounds.Compute(model, [InputInterval.Exact(-1, 1)]);
        Specializer specializer = new(model, bounds);
        int output = specializer.Run();
        (double[] lower, double[] upper) = specializer.Graph.RangesOf(1);
        Assert.Equal([bounds.Operators[1].Lower[0], bounds.Operators[1].Lower[2]], lower);
        Assert.Equal([bounds.Operators[1].Upper[0], bounds.Operators[1].Upper[2]], upper);
        (lower, upper) = specializer.Graph.RangesOf(output);
        Assert.Equal(bounds.Output.Lower.ToArray(), lower);
        Assert.Equal(bounds.Output.Upper.ToArray(), upper);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFactorThatRoundsToOne_IsNoFactor_ButItsRoundingIsKept(bool isShifted)
    {
        // 3 · 0.33333334 = 1 + 2⁻²⁵: the float32 next to it is 1.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int y = b.AddScale(b.AddScale(0, Tensor.Vector(3, 3)), Tensor.Vector(1 / 3f, 1 / 3f));
        NetworkModel model = b.Build(isShifted ? b.AddShift(y, Tensor.Vector(2, -7)) : y);
        Specializer specializer = new(model, IntervalBounds.Compute(model, [InputInterval.Exact(-1e6, 1e6), InputInterval.Exact(0, 8)]));
        int output = specializer.Run();
        Assert.Equal(isShifted ? OperatorKind.Shift : OperatorKind.Gather, specializer.Graph.Builder[output].Kind);
        double off = ((double)(1 / 3f) * 3) - 1;
        Assert.True(off > 0);
        Assert.InRange(specializer.Graph.ConstantErrors[output]![0], off * 1e6, off * 1.0001e6);
        Assert.InRange(specializer.Graph.ConstantErrors[output]![1], off * 8, off * 8.0001);
    }

    [Fact]
    public void AnOffsetThatRoundsToZero_IsNoOffset_ButItsRoundingIsKept()
    {
        // 1e-30 · 1e-30 is no float32.
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddScale(b.AddShift(b.AddScale(0, Tensor.Vector(2)), Tensor.Vector(1e-30f)), Tensor.Vector(1e-30f)));
        Specializer specializer = new(model, IntervalBounds.Compute(model, [InputInterval.Exact(0, 1e-20)]));
        int output = specializer.Run();
        Assert.Equal(OperatorKind.Scale, specializer.Graph.Builder[output].Kind);
        double offset = (double)1e-30f * 1e-30f, factor = 2 * (double)1e-30f;
        Assert.Equal((float)factor, ((ScaleOperator)specializer.Graph.Builder[output]).Factor.Values[0]);
        Assert.InRange(specializer.Graph.ConstantErrors[output]![0], offset, offset * 1.0001);
    }

    private static float[] Bits16(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 1 << 16) / 65536f)];
}
