using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation.Methods;

/// <summary>What every bound method must do, and how they compare.</summary>
public sealed class BoundMethodTests
{
    /// <summary>Methods that are proved to be at least as tight as CROWN because they take its bounds over.</summary>
    private static readonly BoundMethod[] AtLeastCrown =
        [BoundMethod.AlphaCrown, BoundMethod.BetaCrown, BoundMethod.Lagrangian, BoundMethod.LagrangianDecomposition, BoundMethod.ActiveSet];

    public static TheoryData<BoundMethod> Methods => [.. Enum.GetValues<BoundMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Each_method_is_within_intervals_and_those_above_crown_within_crown(BoundMethod method)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            (NetworkRunner runner, InputInterval[] region, _) = Instance(seed, 0.4);
            OutputBounds bounds = OutputBounds.Compute(runner, region, method);
            AssertWithin(bounds, OutputBounds.Compute(runner, region, BoundMethod.Interval), $"{method}, intervals, seed {seed}");
            if (AtLeastCrown.Contains(method))
            {
                AssertWithin(bounds, OutputBounds.Compute(runner, region, BoundMethod.Crown), $"{method}, CROWN, seed {seed}");
            }
        }
    }

    /// <summary>Optimising is not just allowed to be better, it must be: on most networks where something is left to gain.</summary>
    [Theory]
    [InlineData(BoundMethod.AlphaCrown, 0.9)]
    [InlineData(BoundMethod.Lagrangian, 0.97)]
    [InlineData(BoundMethod.LagrangianDecomposition, 0.97)]
    [InlineData(BoundMethod.ActiveSet, 0.9)]
    public void Optimising_tightens(BoundMethod method, double most)
    {
        double width = 0, crownWidth = 0;
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkRunner runner = NetworkRunner.Create(RandomNetworks.Chain(new Random(seed), 4, 12, 12, 3));
            InputInterval[] region = [.. Enumerable.Repeat(InputInterval.Exact(-0.5, 0.5), 4)];
            OutputBounds bounds = OutputBounds.Compute(runner, region, method), crown = OutputBounds.Compute(runner, region, BoundMethod.Crown);
            width += bounds.Upper.Zip(bounds.Lower, (u, l) => u - l).Sum();
            crownWidth += crown.Upper.Zip(crown.Lower, (u, l) => u - l).Sum();
        }

        Assert.True(width <= most * crownWidth, $"{method}: width {width}, CROWN's {crownWidth}");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void On_a_part_of_the_box_the_bounds_with_the_whole_boxs_are_never_looser_and_still_contain_the_outputs(BoundMethod method)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            (NetworkRunner runner, InputInterval[] region, Random random) = Instance(seed, 0.6);
            OutputBounds whole = OutputBounds.Compute(runner, region, method);
            InputInterval[] part = [.. region.Select(r => random.Next(2) == 0 ? InputInterval.Exact(r.Lower, 0.5 * (r.Lower + r.Upper)) : InputInterval.Exact(0.5 * (r.Lower + r.Upper), r.Upper))];
            OutputBounds bounds = OutputBounds.Compute(runner, part, method).Intersect(whole);
            AssertWithin(bounds, whole, $"{method}, seed {seed}");
            AssertContainsSamples(runner.Model, part, bounds, random, $"{method}, seed {seed}");
        }
    }

    [Fact]
    public void Without_decisions_beta_crown_is_alpha_crown()
    {
        for (int seed = 0; seed < 8; seed++)
        {
            (NetworkRunner runner, InputInterval[] region, _) = Instance(seed, 0.4);
            OutputBounds alpha = OutputBounds.Compute(runner, region, BoundMethod.AlphaCrown), beta = OutputBounds.Compute(runner, region, BoundMethod.BetaCrown);
            Assert.Equal(alpha.Lower.AsEnumerable(), beta.Lower);
            Assert.Equal(alpha.Upper.AsEnumerable(), beta.Upper);
        }
    }

    [Theory]
    [InlineData(BoundMethod.Lagrangian)]
    [InlineData(BoundMethod.LagrangianDecomposition)]
    [InlineData(BoundMethod.ActiveSet)]
    public void More_steps_never_loosen_a_dual(BoundMethod method)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            (NetworkRunner runner, InputInterval[] region, _) = Instance(seed, 0.5);
            OutputBounds before = OutputBounds.Compute(runner, region, method, new BoundOptions { Iterations = 0 });
            foreach (int iterations in (int[])[1, 20, 80])
            {
                OutputBounds bounds = OutputBounds.Compute(runner, region, method, new BoundOptions { Iterations = iterations });
                AssertWithin(bounds, before, $"{method}, seed {seed}, {iterations} steps");
                before = bounds;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void An_output_that_is_the_input_is_bounded_exactly(BoundMethod method)
    {
        NetworkModelBuilder b = new("copy", TensorShape.Of(2));
        NetworkRunner runner = NetworkRunner.Create(b.Build(b.AddGather([b.Input], [new GatherIndex(0, 1), new GatherIndex(0, 0)], TensorShape.Of(2))));
        OutputBounds bounds = OutputBounds.Compute(runner, [InputInterval.Exact(-1, 2), InputInterval.Exact(3, 3)], method, Arithmetic.Real);
        Assert.Equal([3, -1], bounds.Lower.Select(l => Math.Round(l, 9)));
        Assert.Equal([3, 2], bounds.Upper.Select(u => Math.Round(u, 9)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Weights_that_overflow_float32_claim_nothing(BoundMethod method)
    {
        NetworkModelBuilder builder = new("overflow", TensorShape.Of(1));
        int a = builder.AddRelu(builder.AddDense(builder.Input, Tensor.Matrix(1, 1, 3e38f)));
        NetworkModel model = builder.Build(builder.AddDense(a, Tensor.Matrix(1, 1, 1e-38f)));
        OutputBounds bounds = OutputBounds.Compute(NetworkRunner.Create(model), [InputInterval.Exact(-2, 2)], method);
        Assert.Equal(double.NegativeInfinity, bounds.Lower[0]);
        Assert.Equal(double.PositiveInfinity, bounds.Upper[0]);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_cancelled_computation_ends(BoundMethod method)
    {
        (NetworkRunner runner, InputInterval[] region, _) = Instance(1, 0.4);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => OutputBounds.Compute(runner, region, method, new BoundOptions { Cancellation = source.Token }));
    }

    [Fact]
    public void Wrong_arguments_are_refused_and_say_why()
    {
        (NetworkRunner runner, InputInterval[] region, _) = Instance(1, 0.4);
        Assert.Contains("it must be at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => OutputBounds.Compute(runner, region, BoundMethod.AlphaCrown, new BoundOptions { Iterations = -1 })).Message);
        Assert.Contains("choose one of Interval", Assert.Throws<ArgumentOutOfRangeException>(() => OutputBounds.Compute(runner, region, (BoundMethod)99)).Message);
        Assert.Contains("the network has 4", Assert.Throws<ArgumentException>(() => OutputBounds.Compute(runner, region[1..], BoundMethod.Zonotope)).Message);
        Assert.Contains("these are of 1", Assert.Throws<ArgumentException>(() => new OutputBounds([1], [2]).Intersect(new OutputBounds([1, 2], [3, 4]))).Message);
    }

    private static (NetworkRunner Runner, InputInterval[] Region, Random Random) Instance(int seed, double radius)
    {
        Random random = new(seed);
        NetworkModel model = (seed % 3) switch
        {
            0 => RandomNetworks.EveryOperator(random, 4, 9, 3),
            1 => RandomNetworks.Chain(random, 4, 9, 9, 3),
            _ => RandomNetworks.Tangle(random, 4, 4, 10),
        };
        return (NetworkRunner.Create(model), [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() - 0.5).Select(c => InputInterval.Exact(c - radius, c + radius))], random);
    }

    private static void AssertWithin(OutputBounds bounds, OutputBounds wider, string what)
    {
        for (int k = 0; k < bounds.Lower.Length; k++)
        {
            Assert.True(bounds.Lower[k] >= wider.Lower[k] && bounds.Upper[k] <= wider.Upper[k],
                $"{what}: output {k} in [{bounds.Lower[k]:R}, {bounds.Upper[k]:R}] is not within [{wider.Lower[k]:R}, {wider.Upper[k]:R}]");
        }
    }

    private static void AssertContainsSamples(NetworkModel model, InputInterval[] region, OutputBounds bounds, Random random, string what)
    {
        for (int s = 0; s < 5; s++)
        {
            Rational[] output = RationalForward.Evaluate(model, [.. region.Select(r => Rational.FromDouble(Math.Clamp(r.Lower + (random.NextDouble() * (r.Upper - r.Lower)), r.Lower, r.Upper)))]);
            for (int k = 0; k < output.Length; k++)
            {
                Assert.True(Rational.FromDouble(bounds.Lower[k]) <= output[k] && output[k] <= Rational.FromDouble(bounds.Upper[k]),
                    $"{what}: output {k} lies outside [{bounds.Lower[k]:R}, {bounds.Upper[k]:R}]");
            }
        }
    }
}
