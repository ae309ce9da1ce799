using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation.Methods;

/// <summary>Networks small enough for paper: those of [MN] whose numbers mathematics of multi-neuron relaxations is discussed on, and one for each formula.</summary>
public sealed class HandComputedTests
{
    private const double Rounding = 1e-9;

    /// <summary>What ascent leaves after its default number of steps on three neurons.</summary>
    private const double Ascent = 2e-3;

    /// <summary><c>max(x₁, x₂) = x₂ + ρ(x₁ − x₂)</c> on [0, 1]², [MN] §7: intervals 2, the triangle 1.5, and the ideal cut <c>ρ(x₁ − x₂) ≤ 1 − x₂</c> gives the exact 1.</summary>
    [Theory]
    [InlineData(BoundMethod.Interval, 2, Rounding)]
    [InlineData(BoundMethod.Symbolic, 1.5, Rounding)]
    [InlineData(BoundMethod.Zonotope, 1.5, Rounding)]
    [InlineData(BoundMethod.FastLin, 1.5, Rounding)]
    [InlineData(BoundMethod.Crown, 1.5, Rounding)]
    [InlineData(BoundMethod.AlphaCrown, 1.5, Rounding)]
    [InlineData(BoundMethod.BetaCrown, 1.5, Rounding)]
    [InlineData(BoundMethod.WongKolter, 1.5, Rounding)]
    [InlineData(BoundMethod.Lagrangian, 1.5, Rounding)]
    [InlineData(BoundMethod.LagrangianDecomposition, 1.5, Rounding)]
    [InlineData(BoundMethod.ActiveSet, 1, Ascent)]
    public void Maximum(BoundMethod method, double upper, double tolerance)
    {
        NetworkModelBuilder b = new("max", TensorShape.Of(2));
        int difference = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 2, 1, -1)));
        int second = b.AddGather([b.Input], [new GatherIndex(0, 1)], TensorShape.Of(1));
        OutputBounds bounds = Bounds(b.Build(b.AddSum(second, difference)), method, (0, 1), (0, 1));
        Assert.InRange(bounds.Upper[0], upper, upper + tolerance);
        Assert.InRange(bounds.Lower[0], -Rounding, 0);
    }

    /// <summary>
    /// <c>ρ(x) − ρ(x)</c> with two neurons on [−1, 1], [MN] Fig. 2: the triangle gives ±½ and so do parallel functions, <c>½(x + 1) − ½x</c>; with adaptive slopes, α = 0, CROWN
    /// gives ±1 like intervals, and the best α is ½.
    /// </summary>
    [Theory]
    [InlineData(BoundMethod.Interval, 1, Rounding)]
    [InlineData(BoundMethod.Crown, 1, Rounding)]
    [InlineData(BoundMethod.Zonotope, 0.5, Rounding)]
    [InlineData(BoundMethod.FastLin, 0.5, Rounding)]
    [InlineData(BoundMethod.WongKolter, 0.5, Rounding)]
    [InlineData(BoundMethod.AlphaCrown, 0.5, 0.02)]
    [InlineData(BoundMethod.Lagrangian, 0.5, Ascent)]
    [InlineData(BoundMethod.LagrangianDecomposition, 0.5, Ascent)]
    [InlineData(BoundMethod.ActiveSet, 0.5, Ascent)]
    public void Difference_of_equal_neurons(BoundMethod method, double radius, double tolerance)
    {
        NetworkModelBuilder b = new("difference", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, 1)));
        OutputBounds bounds = Bounds(b.Build(b.AddDense(h, Tensor.Matrix(1, 2, 1, -1))), method, (-1, 1));
        Assert.InRange(bounds.Upper[0], radius, radius + tolerance);
        Assert.InRange(bounds.Lower[0], -radius - tolerance, -radius);
    }

    /// <summary><c>c − ρ(c − d)</c> with <c>c = ρ(x)</c>, <c>d = ρ(−x)</c> on [−1, 1], [MN] on Theorem 6: exactly 0, the triangle [−½, ½], the ideal cuts of one neuron [0, ½] at best.</summary>
    [Theory]
    [InlineData(BoundMethod.Lagrangian, 0.5)]
    [InlineData(BoundMethod.LagrangianDecomposition, 0.5)]
    [InlineData(BoundMethod.ActiveSet, 0)]
    public void Minimum_of_both_signs(BoundMethod method, double lowerRadius)
    {
        NetworkModelBuilder b = new("minimum", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, -1)));
        int last = b.AddRelu(b.AddDense(h, Tensor.Matrix(1, 2, 1, -1)));
        int c = b.AddGather([h], [new GatherIndex(0, 0)], TensorShape.Of(1));
        OutputBounds bounds = Bounds(b.Build(b.AddSum(c, last, isDifference: true)), method, (-1, 1));
        Assert.InRange(bounds.Upper[0], method == BoundMethod.ActiveSet ? 0 : 0.5, 0.52);
        Assert.InRange(bounds.Lower[0], -lowerRadius - 0.02, method == BoundMethod.ActiveSet ? 0 : -0.5);
    }

    /// <summary>One neuron read twice: <c>ρ(x) − ρ(x) = 0</c>. A zonotope's symbols cancel, and so do coefficients in backward substitution; intervals do not.</summary>
    [Theory]
    [InlineData(BoundMethod.Zonotope, 0)]
    [InlineData(BoundMethod.FastLin, 0)]
    [InlineData(BoundMethod.WongKolter, 0)]
    [InlineData(BoundMethod.AlphaCrown, 0)]
    [InlineData(BoundMethod.LagrangianDecomposition, 0)]
    [InlineData(BoundMethod.Interval, 1)]
    public void A_neuron_minus_itself(BoundMethod method, double radius)
    {
        NetworkModelBuilder b = new("nothing", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 1, 1)));
        OutputBounds bounds = Bounds(b.Build(b.AddSum(h, h, isDifference: true)), method, (-1, 1));
        Assert.Equal(radius, bounds.Upper[0], Rounding);
        Assert.Equal(-radius, bounds.Lower[0], Rounding);
    }

    /// <summary>
    /// <c>y = f(x) − s x</c>, which leaves just the band between parallel functions. ReLU on [−1, 3]: <c>s = ¾</c>, band [0, ¾]. Leaky ReLU ¼ on [−1, 3]: <c>s = 13/16</c>, band [0, 9/16].
    /// Clip to [0, 1] on [−1, 3]: <c>s = ¼</c>, <c>f − s x</c> is ¼ at −1 and 3, 0 at 0, ¾ at 1.
    /// </summary>
    [Theory]
    [InlineData("relu", 0.75, 0, 0.75)]
    [InlineData("leaky", 0.8125, 0, 0.5625)]
    [InlineData("clip", 0.25, 0, 0.75)]
    public void Zonotope_bands(string activation, float slope, double lower, double upper)
    {
        NetworkModelBuilder b = new("band", TensorShape.Of(1));
        int x = b.AddDense(b.Input, Tensor.Matrix(1, 1, 1));
        int y = activation switch
        {
            "relu" => b.AddRelu(x),
            "leaky" => b.AddLeakyRelu(x, 0.25f),
            _ => b.AddClip(x, Tensor.Vector(0), Tensor.Vector(1)),
        };
        OutputBounds bounds = Bounds(b.Build(b.AddSum(y, b.AddScale(x, Tensor.Vector(slope)), isDifference: true)), BoundMethod.Zonotope, (-1, 3));
        Assert.Equal(lower, bounds.Lower[0], Rounding);
        Assert.Equal(upper, bounds.Upper[0], Rounding);
    }

    /// <summary>
    /// <c>|x| = ρ(x) + ρ(−x)</c> on [−1, 1]. Where both neurons are decided for x ≥ 0 the network is <c>x</c>, on the box [−1, 1]: only the multiplier <c>β = 1</c> on <c>x ≥ 0</c> lifts the
    /// lower bound from −1 to 0.
    /// </summary>
    [Fact]
    public void Multipliers_of_decisions_bound_the_part_where_they_hold()
    {
        NetworkModelBuilder b = new("absolute", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, -1)));
        NetworkRunner runner = NetworkRunner.Create(b.Build(b.AddDense(h, Tensor.Matrix(1, 2, 1, 1))));
        BoundOptions options = new() { Arithmetic = Arithmetic.Real, Splits = [new PhaseDecision(h, 0, true), new PhaseDecision(h, 1, false)], Iterations = 100 };
        OutputBounds bounds = OutputBounds.Compute(runner, [InputInterval.Exact(-1, 1)], BoundMethod.BetaCrown, options);
        Assert.InRange(bounds.Lower[0], -0.01, 0);
        Assert.InRange(bounds.Upper[0], 1, 1 + Rounding);
    }

    private static OutputBounds Bounds(NetworkModel model, BoundMethod method, params (double Lower, double Upper)[] box) =>
        OutputBounds.Compute(NetworkRunner.Create(model), [.. box.Select(i => InputInterval.Exact(i.Lower, i.Upper))], method, Arithmetic.Real);
}
