using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Reports.Analysis;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Reports.Tests.Analysis;

public sealed class BoundsAnalysisTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OutputsLieWithinTheirBounds_AndCrownIsNoLooser(int seed)
    {
        NetworkModel model = RandomNetworks.EveryOperator(new Random(seed), 4, 8, 3);
        NetworkRunner runner = NetworkRunner.Create(model);
        ImmutableArray<BoundsReport> reports = Compute(runner);
        Assert.Equal(["intervals", "CROWN"], reports.Select(r => r.Method));
        ImmutableArray<ElementBounds>[] outputs = [.. reports.Select(r => r.Layers[model.Output].Elements)];
        Assert.All(outputs[0].Zip(outputs[1]), p => Assert.True(p.Second.Lower >= p.First.Lower && p.Second.Upper <= p.First.Upper));

        Random random = new(seed);
        float[] x = new float[4], y = new float[3];
        for (int i = 0; i < 500; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                x[j] = (2 * random.NextSingle()) - 1;
            }

            runner.Forward(x, y);
            for (int k = 0; k < 3; k++)
            {
                Assert.InRange(y[k], outputs[1][k].Lower, outputs[1][k].Upper);
            }
        }
    }

    /// <summary><c>y = relu(x + 3) + relu(x − 3) + relu(x)</c> on [−1, 1]: one neuron of each kind.</summary>
    [Fact]
    public void NeuronsAreCounted()
    {
        NetworkModelBuilder builder = new("three", TensorShape.Of(1, 1));
        int hidden = builder.AddRelu(builder.AddDense(builder.Input, Tensor.Matrix(3, 1, 1, 1, 1), Tensor.Vector(3, -3, 0)));
        NetworkRunner runner = NetworkRunner.Create(builder.Build(builder.AddDense(hidden, Tensor.Matrix(1, 3, 1, 1, 1), Tensor.Vector(0))));
        foreach (BoundsReport report in Compute(runner))
        {
            LayerBounds layer = report.Layers[hidden];
            Assert.Equal(new LayerStability(Active: 1, Inactive: 1, Unstable: 1), layer.Stability);
            Assert.InRange(layer.Lower, -1e-6, 0);
            Assert.InRange(layer.Upper, 4, 4.0001);
            Assert.Null(report.Layers[0].Stability);
        }
    }

    [Fact]
    public void AnOverflow_ProvesNothing()
    {
        NetworkModelBuilder builder = new("huge", TensorShape.Of(1, 1));
        int huge = builder.AddDense(builder.Input, Tensor.Matrix(1, 1, 3e38f), Tensor.Vector(0));
        NetworkRunner runner = NetworkRunner.Create(builder.Build(builder.AddRelu(builder.AddDense(huge, Tensor.Matrix(1, 1, 3e38f), Tensor.Vector(0)))));
        foreach (BoundsReport report in Compute(runner))
        {
            Assert.Equal(new ElementBounds(double.NegativeInfinity, double.PositiveInfinity), report.Layers[runner.Model.Output].Elements[0]);
            Assert.Equal(new LayerStability(0, 0, 1), report.Layers[runner.Model.Output].Stability);
        }
    }

    private static ImmutableArray<BoundsReport> Compute(NetworkRunner runner) => BoundsAnalysis.Compute(
        runner, InputBox.Create([.. Enumerable.Repeat(InputInterval.Exact(-1, 1), runner.Model.InputCount)])!, Arithmetic.Float32, CancellationToken.None);
}
