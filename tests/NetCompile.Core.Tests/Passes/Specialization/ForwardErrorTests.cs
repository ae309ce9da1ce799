using NetCompile.Models;
using NetCompile.Passes.Specialization;

namespace NetCompile.Core.Tests.Passes.Specialization;

/// <summary>Each operator's term with a case that rounds as badly as it can, and how terms are carried to the output.</summary>
public class ForwardErrorTests
{
    private const double Half = 1.0 / (1 << 24);

    // 1 + 2⁻²³: the product of two of these, and its sum with a small number, round by nearly half a unit.
    private static readonly float s_odd = MathF.BitIncrement(1f);

    [Fact]
    public void AScaleRoundsOnce()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        AssertCovers(b.Build(b.AddScale(0, Tensor.Vector(1.3f))), 1.7f, 1.3f * 1.7f, (double)1.3f * 1.7f);
    }

    [Fact]
    public void ADivisionRoundsOnce()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        AssertCovers(b.Build(b.AddScale(0, Tensor.Vector(3), isDivision: true)), 1, 1 / 3f, 1 / 3.0);
    }

    [Fact]
    public void AShiftRoundsOnce()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        float small = (float)Half;
        AssertCovers(b.Build(b.AddShift(0, Tensor.Vector(small))), s_odd, s_odd + small, (double)s_odd + small);
    }

    [Fact]
    public void ASumRoundsOnce()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int first = b.AddGather([0], [new GatherIndex(0, 0)], TensorShape.Of(1)), second = b.AddGather([0], [new GatherIndex(0, 1)], TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddSum(first, second));
        float small = (float)Half;
        double bound = Bound(model, [s_odd, small])[0], seen = Math.Abs((float)(s_odd + small) - ((double)s_odd + small));
        Assert.InRange(bound, seen, 3 * seen);
    }

    [Fact]
    public void ALeakyNeuronRoundsWhereItIsInactive()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddLeakyRelu(0, 0.1f));
        AssertCovers(model, -1.7f, -1.7f * 0.1f, -1.7f * (double)0.1f);
        Assert.Equal(0, Bound(model, [1.7f])[0]);
    }

    [Fact]
    public void ADenseLayerRoundsInEveryTerm()
    {
        // 1 + 2⁻²⁴ + 2⁻²⁴ + …, one after the other: every small term is lost.
        const int terms = 64;
        NetworkModelBuilder b = new("m", TensorShape.Of(terms + 1));
        NetworkModel model = b.Build(b.AddDense(0, new Tensor(TensorShape.Of(1, terms + 1), [1, .. Enumerable.Repeat((float)Half, terms)])));
        float[] input = [.. Enumerable.Repeat(1f, terms + 1)];
        float sum = 1;
        for (int k = 0; k < terms; k++)
        {
            sum += (float)Half;
        }

        double seen = Math.Abs(sum - (1 + (terms * Half)));
        Assert.Equal(terms * Half, seen);
        Assert.InRange(Bound(model, input)[0], seen, 1.1 * seen);
    }

    [Fact]
    public void TermsThatAreZeroRoundNothing()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(3));
        NetworkModel model = b.Build(b.AddDense(0, Tensor.Matrix(1, 3, 1.3f, 1, 0)));
        Assert.True(Bound(model, [1, 0, 1])[0] < Bound(model, [1, 1, 1])[0]);
        b = new("m", TensorShape.Of(2));
        Assert.Equal(0, Bound(b.Build(b.AddDense(0, Tensor.Matrix(1, 2, 0, 5), Tensor.Vector(3))), [7, 0])[0]);
    }

    [Fact]
    public void CopiesReluAndClipAreExact()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int x = b.AddGather([0], [new GatherIndex(0, 1), new GatherIndex(0, 0)], TensorShape.Of(2));
        Assert.Equal([0.0, 0.0], Bound(b.Build(b.AddClip(b.AddRelu(x), Tensor.Vector(0, 0), Tensor.Vector(2, 2))), [0.3f, -9]));
    }

    [Fact]
    public void AStepThatRoundingMayCross_IsOffByItsHeight()
    {
        // 0.1 x − 0.1 is 0 at 1, up to rounding; at 2 it is safely positive.
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddScale(b.AddStep(b.AddDense(0, Tensor.Matrix(1, 1, 0.1f), Tensor.Vector(-0.1f)), -1, 0, 2), Tensor.Vector(4)));
        Assert.True(Bound(model, [1])[0] >= 12);
        Assert.True(Bound(model, [2])[0] < 1e-5);
    }

    [Fact]
    public void RoundedConstantsAreCarriedToTheOutput()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(1, 1, 1)));
        NetworkModel model = b.Build(b.AddScale(h, Tensor.Vector(-4)));
        double[]?[] off = new double[]?[model.Operators.Length];
        off[1] = [0.25];
        Assert.InRange(Bound(model, [1], off)[0], 1, 1.00001);
        Assert.True(Bound(model, [-1], off)[0] < 1e-5); // Off, with or without the difference.
        Assert.InRange(Bound(model, [0.1f], off)[0], 1, 1.00001); // The difference may switch it.
    }

    [Fact]
    public void WhatCancelsInTheOutput_DoesNotCount()
    {
        // (h + k) − h with h off by 0.25: derivatives see that h does not matter, magnitudes would not.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddDense(0, Tensor.Matrix(2, 2, 1, 0, 0, 1));
        NetworkModel model = b.Build(b.AddDense(b.AddDense(h, Tensor.Matrix(2, 2, 1, 1, 1, 0)), Tensor.Matrix(1, 2, 1, -1)));
        double[]?[] off = new double[]?[model.Operators.Length];
        off[1] = [0.25, 0];
        Assert.True(Bound(model, [1, 1], off)[0] < 1e-5);
        off[1] = [0, 0.25];
        Assert.InRange(Bound(model, [1, 1], off)[0], 0.25, 0.25001);
    }

    [Fact]
    public void AValueThatMayOverflow_HasNoBound()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddScale(b.AddScale(0, Tensor.Vector(1e30f)), Tensor.Vector(1e-30f)));
        Assert.Equal(double.PositiveInfinity, Bound(model, [1e9f])[0]);
        Assert.True(Bound(model, [1e7f])[0] < 10);

        b = new("m", TensorShape.Of(2));
        model = b.Build(b.AddRelu(b.AddDense(0, Tensor.Matrix(1, 2, 3e38f, -3e38f))));
        Assert.Equal(double.PositiveInfinity, Bound(model, [2, 2])[0]);
    }

    private static void AssertCovers(NetworkModel model, float input, float actual, double exact)
    {
        double seen = Math.Abs(actual - exact);
        Assert.True(seen > 0);
        double bound = Bound(model, [input])[0];
        Assert.InRange(bound, seen, 2.1 * Math.Max(seen, Half * Math.Abs(exact)));
    }

    // At one point: every value is known, so that only rounding is left.
    private static double[] Bound(NetworkModel model, float[] input, double[]?[]? off = null)
    {
        double[][] values = DoubleEvaluator.EvaluateAll(model, [.. input.Select(v => (double)v)]);
        return ForwardError.OfOutputs(model, values, values, off ?? new double[]?[model.Operators.Length]);
    }
}
