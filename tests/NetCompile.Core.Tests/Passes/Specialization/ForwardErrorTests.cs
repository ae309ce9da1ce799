using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Passes.Specialization;
using NetCompile.Properties;
using NetCompile.TestSupport;

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

    [Fact]
    public void PartialSumsThatRoundBeyondFloat32_HaveNoBound()
    {
        // The magnitudes add up to less than the greatest float32, by less than rounding may add; the value itself is 0.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        float large = MathF.BitDecrement(float.MaxValue / 2);
        NetworkModel model = b.Build(b.AddDense(0, Tensor.Matrix(1, 2, large, -large)));
        Assert.Equal(double.PositiveInfinity, Bound(model, [1, 1])[0]);
        Assert.True(double.IsFinite(Bound(model, [0.99f, 0.99f])[0]));
    }

    [Fact]
    public void OfWhatLiesBeyondFloat32_NothingIsKnown_NorOfWhatReadsIt()
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        int copy = b.AddGather([0], [new GatherIndex(0, 0)], TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddClip(copy, Tensor.Vector(0), Tensor.Vector(1)));
        double[][] values = [[3.5e38], [3.5e38], [1]];
        Assert.Equal(double.PositiveInfinity, Assert.Single(ForwardError.OfOutputs(model, values, values, new double[]?[3])));
        Assert.Equal(double.PositiveInfinity, Assert.Single(ForwardError.OfOutputs(model, values, values, new double[]?[3], maxFormWork: -1)));
        values = [[3.4e38], [3.4e38], [1]];
        Assert.Equal(0, Assert.Single(ForwardError.OfOutputs(model, values, values, new double[]?[3])));
    }

    [Fact]
    public void WhatWasRounded_IsSharedByAllThatReadIt()
    {
        // ρ(h + 1) − h, both off by the same 0.25 of h.
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        int h = b.AddScale(0, Tensor.Vector(3));
        NetworkModel model = b.Build(b.AddSum(b.AddRelu(b.AddShift(h, Tensor.Vector(1))), h, isDifference: true));
        double[]?[] off = new double[]?[model.Operators.Length];
        off[h] = [0.25];
        Assert.True(Bound(model, [1], off)[0] < 1e-5);
        Assert.InRange(Bound(model, [-1], off)[0], 0.25, 0.2501); // The ReLU is off.
        Assert.InRange(Bound(model, [-1 / 3f], off)[0], 0.25, 0.2501); // It may be on or off.
    }

    [Fact]
    public void AUnitOnEitherSide_PassesHalfOfItsError_AndHalfOfItsMagnitude()
    {
        // u + v and u − v, off by at most 2 each, through units that may be on or off; 1 of each of the two that cancel in their sum is shared.
        NetworkModelBuilder b = new("m", TensorShape.Of(2));
        int h = b.AddScale(0, Tensor.Vector(1, 1));
        int units = b.AddRelu(b.AddDense(h, Tensor.Matrix(2, 2, 1, 1, 1, -1)));
        NetworkModel model = b.Build(b.AddDense(units, Tensor.Matrix(2, 2, 1, 1, 1, -1)));
        double[]?[] off = new double[]?[model.Operators.Length];
        off[h] = [1, 1];
        double[] bound = Bound(model, [0, 0], off);
        Assert.InRange(bound[0], 3, 3.0001); // (u + v) / 2 + (u − v) / 2 ± (1 + 1)
        Assert.InRange(bound[1], 3, 3.0001); // (u + v) / 2 − (u − v) / 2 ± (1 + 1)
    }

    [Theory]
    [InlineData(ErrorForms.MaxWork)]
    [InlineData(0)]
    public void NoErrorThatOperatorsMayMake_IsBeyondTheBound(long maxFormWork)
    {
        // Every operator adds what is worst for the output, as far as turning one error after the other finds it.
        double closest = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            Random random = new(seed);
            NetworkModel model = NetCompile.Passes.LowerMaximumPass.Run((seed % 3) switch
            {
                0 => RandomNetworks.Chain(random, seed % 2 == 0 ? HiddenActivation.Relu : HiddenActivation.LeakyRelu, 2, 4, 4, 4, 1),
                1 => RandomNetworks.EveryOperator(random, 3, 4, 2),
                _ => RandomNetworks.Tangle(random, seed % 2 == 0 ? 4 : 3, 4, 3 + random.Next(8), ExtraOperators.Maximum | ExtraOperators.Step),
            });
            double[] input = [.. Enumerable.Range(0, model.InputCount).Select(_ => (random.NextDouble() * 2) - 1)];
            double radius = random.Next(3) * 0.1;
            NetworkBounds bounds = IntervalBounds.Compute(model, [.. input.Select(v => InputInterval.Exact(v - radius, v + radius))]);
            double[]?[] off = [.. model.Operators.Select(o => o.Id > 0 && random.Next(2) == 0 ? Enumerable.Range(0, o.Count).Select(_ => random.Next(2) * random.NextDouble() * 0.2).ToArray() : null)];
            double[] bound = ForwardError.OfOutputs(model, [.. bounds.Operators.Select(x => x.Lower.ToArray())], [.. bounds.Operators.Select(x => x.Upper.ToArray())], off, maxFormWork);
            for (int output = 0; output < model.OutputCount; output++)
            {
                double worst = WorstError(model, input, off, output, random);
                Assert.True(worst <= bound[output] + 1e-12, $"seed {seed}: output {output} is off by {worst}, more than {bound[output]}");
                closest = Math.Max(closest, bound[output] == 0 ? 0 : worst / bound[output]);
            }
        }

        Assert.True(closest > 0.95, $"the worst error is {closest} of the bound");
    }

    [Fact]
    public void FormsAreBetterThanDerivativesInDeepNetworks()
    {
        Random random = new(8);
        NetworkModel model = RandomNetworks.Chain(random, 3, 16, 16, 16, 16, 16, 2);
        NetworkBounds bounds = CrownBounds.Compute(model, [.. Enumerable.Repeat(InputInterval.Exact(-0.3, 0.3), 3)]);
        double[][] lower = [.. bounds.Operators.Select(x => x.Lower.ToArray())], upper = [.. bounds.Operators.Select(x => x.Upper.ToArray())];
        double[]?[] off = new double[]?[model.Operators.Length];
        double[] forms = ForwardError.OfOutputs(model, lower, upper, off), derivatives = ForwardError.OfOutputs(model, lower, upper, off, maxFormWork: 0);
        Assert.All(forms.Zip(derivatives), pair => Assert.InRange(pair.First, 0, 0.6 * pair.Second));
    }

    // The greatest |v̂ − v| at one input that turning errors one by one finds.
    private static double WorstError(NetworkModel model, double[] input, double[]?[] off, int output, Random random)
    {
        double exact = Evaluate(model, input, new double[]?[off.Length])[output], worst = 0;
        for (int start = 0; start < 4; start++)
        {
            double[]?[] errors = [.. off.Select(e => e?.Select(v => start == 0 ? v : v * ((2 * random.Next(2)) - 1)).ToArray())];
            double best = Math.Abs(Evaluate(model, input, errors)[output] - exact);
            for (bool isBetter = true; isBetter;)
            {
                isBetter = false;
                foreach (double[] e in errors.OfType<double[]>())
                {
                    for (int i = 0; i < e.Length; i++)
                    {
                        if (e[i] != 0)
                        {
                            e[i] = -e[i];
                            double now = Math.Abs(Evaluate(model, input, errors)[output] - exact);
                            (isBetter, best, e[i]) = now > best ? (true, now, e[i]) : (isBetter, best, -e[i]);
                        }
                    }
                }
            }

            worst = Math.Max(worst, best);
        }

        return worst;
    }

    // In double, each operator with its error added.
    private static double[] Evaluate(NetworkModel model, double[] input, double[]?[] errors)
    {
        double[][] values = new double[model.Operators.Length][];
        values[0] = input;
        foreach (NetworkOperator o in model.Operators.Skip(1))
        {
            double At(int source, int i) => values[o.Sources[source]][i];
            values[o.Id] = [.. Enumerable.Range(0, o.Count).Select(i => (errors[o.Id]?[i] ?? 0) + o switch
            {
                DenseOperator d => (d.Bias?.Values[i] ?? 0) + Enumerable.Range(0, d.Inputs).Sum(j => (double)d.Weights.Values[(i * d.Inputs) + j] * At(0, j)),
                ScaleOperator s => s.IsDivision ? At(0, i) / s.Factor.Values[i] : At(0, i) * s.Factor.Values[i],
                ShiftOperator t => At(0, i) + t.Offset.Values[i],
                SumOperator s => s.IsDifference ? At(0, i) - At(1, i) : At(0, i) + At(1, i),
                GatherOperator g => At(g.Indices[i].Source, g.Indices[i].Element),
                LeakyReluOperator l => At(0, i) < 0 ? At(0, i) * l.Slope : At(0, i),
                ReluOperator => Math.Max(0, At(0, i)),
                ClipOperator c => Math.Min(Math.Max(At(0, i), c.Lower.Values[i]), c.Upper.Values[i]),
                StepOperator s => At(0, i) > 0 ? s.High : At(0, i) < 0 ? s.Low : s.AtZero,
                _ => throw new InvalidOperationException($"{o} is not expected here."),
            })];
        }

        return values[model.Output];
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
