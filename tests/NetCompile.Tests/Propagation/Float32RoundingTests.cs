using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation;

/// <summary>
/// The float32 terms of ROUNDING.md: whatever order a forward pass sums in, fused or not, its values lie in the bounds. Random passes leave most of a worst-case bound
/// unused, so each operator also has a case built to round as badly as it can: with a term left out, or one unit less in it, that case fails.
/// </summary>
public sealed class Float32RoundingTests
{
    /// <summary>1 + 2⁻¹²; its square lies midway between two float32 numbers and rounds down, by half a unit in the last place: 2⁻²⁴.</summary>
    private const float Halfway = 1 + (1f / 4096);

    private const float Half = 1f / (1 << 24);

    public static TheoryData<BoundMethod> Methods => [.. Enum.GetValues<BoundMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forward_passes_in_any_order_lie_in_the_bounds(BoundMethod method)
    {
        bool roundingMattered = false;
        for (int seed = 0; seed < 36; seed++)
        {
            Random random = new(seed);
            NetworkModel model = (seed % 4) switch
            {
                0 => RandomNetworks.EveryOperator(random, 3, 20, 4),
                1 => RandomNetworks.Tangle(random, 3, 4, 9),
                2 => Unbalanced(random, 4, 30, 3),
                _ => RandomNetworks.Chain(random, 4, 40, 40, 3),
            };
            NetworkRunner runner = NetworkRunner.Create(model);
            float[] center = [.. Enumerable.Range(0, model.InputCount).Select(_ => (random.NextSingle() * 4) - 2)];
            // A point, one unit in the last place, and a thousandth.
            float radius = (seed / 4 % 3) switch { 0 => 0, 1 => 1f / (1 << 23), _ => 1e-3f };
            InputInterval[] region = [.. center.Select(c => InputInterval.Exact(c - radius, c + radius))];
            OutputBounds single = OutputBounds.Compute(runner, region, method, Arithmetic.Float32);
            OutputBounds real = OutputBounds.Compute(runner, region, method, Arithmetic.Real);
            for (int pass = 0; pass < 25; pass++)
            {
                float[] x = [.. region.Select(r => Math.Clamp((float)(r.Lower + (random.NextDouble() * (r.Upper - r.Lower))), (float)r.Lower, (float)r.Upper))];
                float[] y = AnyOrderForward.EvaluateAll(model, x, random)[model.Output];
                for (int i = 0; i < y.Length; i++)
                {
                    Assert.True(single.Lower[i] <= y[i] && y[i] <= single.Upper[i], $"seed {seed}: output {i} is {y[i]:R}, outside [{single.Lower[i]:R}, {single.Upper[i]:R}]");
                    roundingMattered |= y[i] < real.Lower[i] || y[i] > real.Upper[i];
                }
            }
        }

        Assert.True(roundingMattered, "no forward pass left the real-arithmetic bounds: this test no longer tests the float32 terms");
    }

    /// <summary>
    /// γ_{n+1}: the first product rounds down by 2⁻²⁴, and each further product, and the bias, is 2⁻²⁴ and is lost in a tie when it is added. In all n + 1 roundings of 2⁻²⁴ each.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(400)]
    public void Dense_layer_whose_roundings_all_go_one_way(int n)
    {
        NetworkModelBuilder b = new("ties", TensorShape.Of(n));
        NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(1, n, [Halfway, .. Enumerable.Repeat(1f, n - 1)]), Tensor.Vector(Half)));
        float[] x = [Halfway, .. Enumerable.Repeat(Half, n - 1)];
        float sum = 0;
        for (int k = 0; k < n; k++)
        {
            sum += ((DenseOperator)model.Operators[1]).Weights.Values[k] * x[k];
        }

        AssertWithinButNotReal(model, x, sum + Half, (n + 1) * (double)Half);
    }

    /// <summary>Underflow: each of n products is 2⁻¹⁵⁰ and rounds to 0. The sum, times 2¹⁰⁰, is n · 2⁻⁵⁰ over the reals and 0 in float32.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Dense_layer_whose_products_underflow(int n)
    {
        float weight = MathF.ScaleB(1, -100), x = MathF.ScaleB(1, -50);
        NetworkModelBuilder b = new("underflow", TensorShape.Of(n));
        NetworkModel model = b.Build(b.AddDense(b.AddDense(b.Input, Tensor.Matrix(1, n, [.. Enumerable.Repeat(weight, n)])), Tensor.Matrix(1, 1, MathF.ScaleB(1, 100))));
        AssertWithinButNotReal(model, [.. Enumerable.Repeat(x, n)], 0, n * Math.ScaleB(1, -50));
    }

    [Fact]
    public void Scale_that_rounds_by_half_a_unit()
    {
        NetworkModelBuilder b = new("scale", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddScale(b.Input, Tensor.Vector(Halfway)));
        AssertWithinButNotReal(model, [Halfway], Halfway * Halfway, Half);
    }

    [Fact]
    public void Scale_that_underflows()
    {
        NetworkModelBuilder b = new("scale", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddScale(b.Input, Tensor.Vector(MathF.ScaleB(1, -100))));
        AssertWithinButNotReal(model, [MathF.ScaleB(1, -50)], 0, Math.ScaleB(1, -150));
    }

    [Fact]
    public void Division_that_rounds()
    {
        NetworkModelBuilder b = new("division", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddScale(b.Input, Tensor.Vector(3), isDivision: true));
        AssertWithinButNotReal(model, [1], 1f / 3, 0.9e-8);
    }

    [Fact]
    public void Shift_that_rounds_by_half_a_unit()
    {
        NetworkModelBuilder b = new("shift", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddShift(b.Input, Tensor.Vector(Half)));
        AssertWithinButNotReal(model, [1], 1 + Half, Half);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sum_that_rounds_by_half_a_unit(bool isDifference)
    {
        NetworkModelBuilder b = new("sum", TensorShape.Of(2));
        int u = b.AddGather([b.Input], [new GatherIndex(0, 0)], TensorShape.Of(1)), v = b.AddGather([b.Input], [new GatherIndex(0, 1)], TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddSum(u, v, isDifference));
        AssertWithinButNotReal(model, [1, isDifference ? -Half : Half], 1 + Half, Half);
    }

    [Fact]
    public void Leaky_relu_that_rounds()
    {
        NetworkModelBuilder b = new("leaky", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddLeakyRelu(b.Input, Halfway - 1 + Half));
        float x = -Halfway, y = x * (Halfway - 1 + Half);
        // The bound is relative to x, of which the result is 2⁻¹².
        AssertWithinButNotReal(model, [x], y, 0.99 * Math.ScaleB(1, -36), width: 4 * Half);
    }

    /// <summary>
    /// 64 roundings of 2⁻²⁴ in the first layer become 64 in the second, whose own are at most 4: every method has to carry the first layer's along, backward substitution, which
    /// does not look at that layer's interval, included.
    /// </summary>
    [Fact]
    public void Rounding_is_carried_through_the_layers_that_follow()
    {
        NetworkModelBuilder b = new("carried", TensorShape.Of(64));
        int first = b.AddDense(b.Input, Tensor.Matrix(1, 64, [.. Enumerable.Repeat(1f, 64)]), Tensor.Vector(Half));
        NetworkModel model = b.Build(b.AddDense(b.AddRelu(first), Tensor.Matrix(1, 1, 1 << 24), Tensor.Vector(-(1 << 24))));
        AssertWithinButNotReal(model, [1, .. Enumerable.Repeat(Half, 63)], 0, 64);
    }

    /// <summary>The float32 result lies in the float32 bounds of every method and, being off by <paramref name="error"/>, outside the bounds over the reals.</summary>
    private static void AssertWithinButNotReal(NetworkModel model, float[] x, float y, double error, double? width = null)
    {
        Rational exact = RationalForward.Evaluate(model, [.. x.Select(v => Rational.FromDouble(v))])[0], difference = exact - Rational.FromDouble(y);
        difference = difference.Sign < 0 ? -difference : difference;
        Assert.True(difference >= Rational.FromDouble(error * 0.999), $"the float32 result is off by {difference.ToDoubleUp():E3}, not by {error:E3}: the case is not the one it is meant to be");
        NetworkRunner runner = NetworkRunner.Create(model);
        InputInterval[] point = [.. x.Select(v => InputInterval.Exact(v, v))];
        foreach (BoundMethod method in Enum.GetValues<BoundMethod>())
        {
            OutputBounds single = OutputBounds.Compute(runner, point, method, Arithmetic.Float32), real = OutputBounds.Compute(runner, point, method, Arithmetic.Real);
            Assert.True(single.Lower[0] <= y && y <= single.Upper[0], $"{method}: {y:R} lies outside [{single.Lower[0]:R}, {single.Upper[0]:R}]");
            Assert.True(y < real.Lower[0] || y > real.Upper[0], $"{method}: {y:R} lies within [{real.Lower[0]:R}, {real.Upper[0]:R}] even without the float32 terms");
            // Not just anything: the bounds are a worst case, and this is nearly it.
            Assert.InRange(single.Upper[0] - single.Lower[0], error, width ?? (10 * error) + 1e-30);
        }
    }

    /// <summary>A chain whose weights are spread over twelve orders of magnitude, so that sums cancel and absorb.</summary>
    private static NetworkModel Unbalanced(Random random, int inputs, int width, int outputs)
    {
        NetworkModelBuilder b = new("unbalanced", TensorShape.Of(inputs));
        Tensor Weights(int rows, int columns) => Tensor.Matrix(
            rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-6, 7)))]);
        int h = b.AddRelu(b.AddDense(b.Input, Weights(width, inputs), Tensor.Vector([.. Enumerable.Range(0, width).Select(_ => random.NextSingle())])));
        return b.Build(b.AddDense(b.AddRelu(b.AddDense(h, Weights(width, width))), Weights(outputs, width)));
    }
}
