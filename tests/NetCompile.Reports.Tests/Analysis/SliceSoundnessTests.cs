using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Reports.Analysis;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Reports.Tests.Analysis;

/// <summary>What a slice calls proved is true of the forward pass at every point that is tried.</summary>
public sealed class SliceSoundnessTests
{
    private const int PointsPerLeaf = 12;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Chains(int seed) => Check(RandomNetworks.Chain(new Random(seed), 3, 12, 12, 2), seed, Arithmetic.Float32);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void EveryOperator(int seed) => Check(RandomNetworks.EveryOperator(new Random(seed), 4, 8, 3), seed, Arithmetic.Float32);

    [Fact]
    public void SeveralWays_AndConstraintsOnInputs()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(5), 3, 10, 2);
        double middle = Median(model, 0), other = Median(model, 1);
        LinearConstraint left = new([new LinearTerm(PropertyVariable.Input(0), 1), new LinearTerm(PropertyVariable.Input(1), -0.5)], 0.25, isStrict: true);
        PropertyCase @case = new(
            [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 3)],
            [new Conjunction([TestReports.AtLeast(0, middle), left]), new Conjunction([TestReports.AtLeast(1, other + 0.5)])]);
        CheckSlices(model, new VerificationProperty("two ways", 3, 2, [@case]), Arithmetic.Float32, 5);
    }

    [Fact]
    public void NothingUnsafe_IsProvedThroughout()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(5), 3, 10, 2);
        VerificationProperty property = new("trivial", 3, 2, [new PropertyCase([.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 3)], [])]);
        PropertyReport report = TestReports.Report(model, property);
        Assert.Equal(3, report.Slices.Length);
        Assert.All(report.Slices, s => Assert.Equal("p", s.Tree));
        Assert.All(report.Slices, s => Assert.DoesNotContain(s.Values, v => v.Name == "margin"));
    }

    private static void Check(NetworkModel model, int seed, Arithmetic arithmetic) => CheckSlices(model, TestReports.Below(model, Median(model, 0)), arithmetic, seed);

    private static void CheckSlices(NetworkModel model, VerificationProperty property, Arithmetic arithmetic, int seed)
    {
        NetworkRunner runner = NetworkRunner.Create(model);
        CaseProblem problem = new(0, InputBox.Create(property.Cases[0].Region)!, Specification.Create(property.Cases[0].Unsafe));
        SliceAnalysis analysis = new(runner, problem, arithmetic, [.. Enumerable.Range(0, model.OutputCount).Select(i => $"y{i}")], CancellationToken.None);
        float[] @base = analysis.FindBase();
        int[] inputs = analysis.ByInfluence(@base);
        Random random = new(seed);
        int proved = 0, violated = 0;
        foreach ((int h, int v) in (ImmutableArray<(int, int)>)[(inputs[0], inputs[1]), (inputs[2], inputs[0])])
        {
            SliceReport slice = analysis.Cut(h, v, @base);
            foreach (SliceTree.Leaf leaf in SliceTree.Leaves(slice.Tree).Where(l => l.State != SliceState.Undecided))
            {
                proved += leaf.State == SliceState.Proved ? 1 : 0;
                violated += leaf.State == SliceState.Violated ? 1 : 0;
                CheckLeaf(runner, property, slice, leaf, random);
            }
        }

        // Thresholds at the median: something must be found on each side, or nothing was tested.
        Assert.True(proved > 0 && violated > 0, $"{proved} proved and {violated} violated squares");
    }

    private static void CheckLeaf(NetworkRunner runner, VerificationProperty property, SliceReport slice, SliceTree.Leaf leaf, Random random)
    {
        int n = 1 << leaf.Level;
        double x0 = slice.X(leaf.Column, n), x1 = slice.X(leaf.Column + 1, n), y0 = slice.Y(leaf.Row, n), y1 = slice.Y(leaf.Row + 1, n);
        float[] point = [.. slice.Base], output = new float[runner.Model.OutputCount];
        for (int i = 0; i < PointsPerLeaf; i++)
        {
            // The corners first.
            (double s, double t) = i < 4 ? (i & 1, i >> 1) : (random.NextDouble(), random.NextDouble());
            point[slice.Horizontal] = Inside(x0, x1, s);
            point[slice.Vertical] = Inside(y0, y1, t);
            runner.Forward(point, output);
            Assert.Equal(leaf.State == SliceState.Violated, PropertyEvaluator.IsViolated(property, point, output));
        }
    }

    /// <summary>A float32 between two ends.</summary>
    private static float Inside(double lower, double upper, double share)
    {
        float value = (float)(lower + (share * (upper - lower)));
        return value < lower ? MathF.BitIncrement(value) : value > upper ? MathF.BitDecrement(value) : value;
    }

    /// <summary>The median of an output over random inputs of <c>[−1, 1]ⁿ</c>.</summary>
    private static double Median(NetworkModel model, int output)
    {
        NetworkRunner runner = NetworkRunner.Create(model);
        Random random = new(1);
        float[] x = new float[model.InputCount], y = new float[model.OutputCount];
        float[] values = [.. Enumerable.Range(0, 501).Select(_ =>
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = (2 * random.NextSingle()) - 1;
            }

            runner.Forward(x, y);
            return y[output];
        }).Order()];
        return values[values.Length / 2];
    }
}
