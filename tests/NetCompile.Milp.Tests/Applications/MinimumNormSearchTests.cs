using NetCompile.Milp.Tests.Doubles;
using NetCompile.Models;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Applications;

public class MinimumNormSearchTests
{
    private static readonly MilpSolver s_solver = new BranchAndBoundSolver(new DenseLpSolver());

    // y = (2, ρ(x₁ + 3x₂)): the label is 0 until x₁ + 3x₂ passes 2. From (0, 0) both inputs by ½ (ℓ∞), or the second alone by ⅔ (ℓ1).
    private static NetworkRunner HandComputed()
    {
        NetworkModelBuilder b = new("hand", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 2, 1, 3)));
        return NetworkRunner.Create(b.Build(b.AddDense(h, Tensor.Matrix(2, 1, 0, 1), Tensor.Vector(2, 0))));
    }

    [Theory]
    [InlineData(InputNorm.LInfinity, 10, 0.5)]
    [InlineData(InputNorm.L1, 10, 2.0 / 3)]
    // x₂ ≤ ¼ leaves x₁ = 5/4.
    [InlineData(InputNorm.LInfinity, 0.25, 1.25)]
    [InlineData(InputNorm.L1, 0.25, 1.5)]
    public void AHandComputedDistance(InputNorm norm, double secondUpper, double expected)
    {
        foreach (Arithmetic arithmetic in new[] { Arithmetic.Real, Arithmetic.Float32 })
        {
            MinimumNormResult result = Find(HandComputed(), [0, 0], [-10, -10], [10, secondUpper], new() { Norm = norm, Encoding = new EncodingOptions { Arithmetic = arithmetic } });

            Assert.Equal(expected, result.SolvedDistance, 1e-5);
            Assert.InRange(result.Distance, expected - 1e-5, expected * 1.01);
            Assert.InRange(result.LowerBound, expected - 1e-4, expected + 1e-6);
            Assert.True(result.IsBoundProved);
            Assert.Equal((0, 1, arithmetic), (result.Label, result.NewLabel, result.Arithmetic));
        }
    }

    [Theory]
    [InlineData(InputNorm.LInfinity)]
    [InlineData(InputNorm.L1)]
    public void NoPointOfAGridIsNearerAndTheResultIsConfirmed(InputNorm norm)
    {
        int found = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            NetworkRunner runner = RandomClassifier(random);
            float[] center = [(float)(random.NextDouble() - 0.5), (float)(random.NextDouble() - 0.5)];

            MinimumNormResult result = Find(runner, center, [-1, -1], [1, 1], new() { Norm = norm });

            // An upper bound of the true distance, less than the diagonal of a cell above it where there is no thin region.
            double nearest = double.PositiveInfinity;
            const int Steps = 200;
            for (int i = 0; i <= Steps; i++)
            {
                for (int j = 0; j <= Steps; j++)
                {
                    float[] x = [(2f * i / Steps) - 1, (2f * j / Steps) - 1];
                    nearest = Label(runner, x) != result.Label ? Math.Min(nearest, Distance(norm, x, center)) : nearest;
                }
            }

            Assert.Equal(Label(runner, center), result.Label);
            Assert.True(result.IsBoundProved);
            Assert.True(result.LowerBound <= nearest + 1e-6, $"seed {seed}: bound {result.LowerBound}, a grid point at {nearest}");
            if (result.Input.IsEmpty)
            {
                Assert.Equal(double.PositiveInfinity, nearest);
                continue;
            }

            found++;
            Assert.Equal(result.NewLabel, Label(runner, [.. result.Input]));
            Assert.NotEqual(result.Label, result.NewLabel);
            Assert.Equal(Distance(norm, [.. result.Input], center), result.Distance, 1e-9);
            Assert.True(result.Distance <= (1.01 * nearest) + 1e-6, $"seed {seed}: distance {result.Distance}, a grid point at {nearest}");
            Assert.InRange(result.Distance - result.LowerBound, 0, (0.01 * result.Distance) + 1e-5);
            Assert.All(result.Input, v => Assert.InRange(v, -1f, 1f));
        }

        Assert.True(found >= 6, $"only {found} of 12 networks have two labels in the box");
    }

    [Fact]
    public void ABoxWithoutAnotherLabelIsProvedToHaveNone()
    {
        MinimumNormResult result = Find(HandComputed(), [0, 0], [-1, -1], [0.25, 0.25], new());

        Assert.Empty(result.Input);
        Assert.Equal((-1, double.PositiveInfinity, double.PositiveInfinity, true), (result.NewLabel, result.Distance, result.LowerBound, result.IsBoundProved));
        Assert.Equal(MilpStatus.Infeasible, Assert.Single(result.Solves).Solution.Status);
        Assert.Equal(double.NaN, result.Gap);
    }

    [Fact]
    public void AGivenPointIsTheFirstCutoffAndTargetsRestrictTheSearch()
    {
        // y = (0, x₁ − 1, x₂ − 2) through ρ: label 1 from x₁ > 1 on, label 2 from x₂ > 2.
        NetworkModelBuilder b = new("three", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 2, 1, 0, 0, 1), Tensor.Vector(4, 4)));
        NetworkRunner runner = NetworkRunner.Create(b.Build(b.AddDense(h, Tensor.Matrix(3, 2, 0, 0, 1, 0, 0, 1), Tensor.Vector(0, -5, -6))));

        MinimumNormResult all = Find(runner, [0, 0], [-4, -4], [4, 4], new() { Start = [3, 0] });
        MinimumNormResult second = Find(runner, [0, 0], [-4, -4], [4, 4], new() { Targets = [2] });
        MinimumNormResult useless = Find(runner, [0, 0], [-4, -4], [4, 4], new() { Start = [0.5f, 0.5f] });

        // The given point shrinks to x₁ = 1 before the first solve.
        Assert.Equal(1, all.Distance, 1e-4);
        Assert.InRange(all.Solves[0].Cutoff, 1, 1.0001);
        Assert.Equal([1, 2], all.Solves.Select(s => s.Target));
        Assert.Equal(2, second.NewLabel);
        Assert.InRange(second.Distance, 2, 2.03);
        Assert.Equal(2, Assert.Single(second.Solves).Target);
        Assert.Equal(1, useless.Distance, 1e-4);
    }

    [Fact]
    public void ATargetMustBeatEveryOtherLabelNotOnlyTheCentres()
    {
        // y = (0, x − 1, 2x − 4) for x ≥ −4: the third beats the first from 2 on, the second from 3 on.
        NetworkModelBuilder b = new("ramps", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 1, 1), Tensor.Vector(4)));
        NetworkRunner runner = NetworkRunner.Create(b.Build(b.AddDense(h, Tensor.Matrix(3, 1, 0, 1, 2), Tensor.Vector(0, -5, -12))));

        MinimumNormResult result = Find(runner, [0], [-4], [4], new() { Targets = [2] });

        Assert.Equal(3, result.LowerBound, 1e-4);
        Assert.InRange(result.Distance, 3, 3.001);
        Assert.Equal(2, result.NewLabel);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        NetworkRunner runner = HandComputed();
        NetworkModelBuilder b = new("one", TensorShape.Of(2));
        NetworkRunner single = NetworkRunner.Create(b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 2, 1, 1))));

        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => new MinimumNormSearch(single, s_solver)).Message);
        Assert.Contains("relaxation", Assert.Throws<ArgumentException>(() => new MinimumNormSearch(runner, s_solver, new() { Encoding = new EncodingOptions { Encoding = ReluEncoding.Triangle } })).Message);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentException>(() => new MinimumNormSearch(runner, s_solver, new() { Targets = [2] })).Message);
        Assert.Contains("only target", Assert.Throws<ArgumentException>(() => Find(runner, [0, 0], [-1, -1], [1, 1], new() { Targets = [0] })).Message);
        Assert.Contains("not all are finite", Assert.Throws<ArgumentException>(() => Find(runner, [3e38f, 3e38f], [-3.1e38, -3.1e38], [3.1e38, 3.1e38], new())).Message);
        Assert.Contains("has 1", Assert.Throws<ArgumentException>(() => Find(runner, [0], [-1, -1], [1, 1], new())).Message);
        Assert.Contains("Input 1", Assert.Throws<ArgumentException>(() => Find(runner, [0, 2], [-1, -1], [1, 1], new())).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Find(runner, [0, 0], [-1, -1], [1, double.PositiveInfinity], new())).Message);
        Assert.Contains("contain", Assert.Throws<ArgumentException>(() => Find(runner, [float.NaN, 0], [-1, -1], [1, 1], new())).Message);
    }

    [Fact]
    public void ACancelledSearchClaimsNothing()
    {
        MinimumNormResult result = new MinimumNormSearch(HandComputed(), s_solver, new()).Find([0, 0], [-10, -10], [10, 10], new CancellationToken(canceled: true));

        Assert.Equal((0.0, false), (result.LowerBound, result.IsBoundProved));
        Assert.Equal(StopReason.Cancelled, Assert.Single(result.Solves).Solution.StopReason);
    }

    private static MinimumNormResult Find(NetworkRunner runner, float[] center, double[] lower, double[] upper, MinimumNormOptions options) =>
        new MinimumNormSearch(runner, s_solver, options).Find(center, lower, upper);

    private static NetworkRunner RandomClassifier(Random random)
    {
        float[] Draw(int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => (float)(scale * ((2 * random.NextDouble()) - 1)))];
        NetworkModelBuilder b = new("random", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(5, 2, Draw(10, 2)), Tensor.Vector(Draw(5, 1))));
        h = b.AddRelu(b.AddDense(h, Tensor.Matrix(4, 5, Draw(20, 1)), Tensor.Vector(Draw(4, 1))));
        return NetworkRunner.Create(b.Build(b.AddDense(h, Tensor.Matrix(3, 4, Draw(12, 1)), Tensor.Vector(Draw(3, 0.3)))));
    }

    private static int Label(NetworkRunner runner, float[] x)
    {
        float[] y = new float[runner.Model.OutputCount];
        runner.Forward(x, y);
        return Array.IndexOf(y, y.Max());
    }

    private static double Distance(InputNorm norm, float[] a, float[] b)
    {
        double[] changes = [.. a.Zip(b, (x, y) => Math.Abs((double)x - y))];
        return norm == InputNorm.L1 ? changes.Sum() : changes.Max();
    }
}
