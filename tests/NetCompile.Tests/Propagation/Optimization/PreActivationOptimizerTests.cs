using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation.Optimization;

/// <summary>Pre-activation bounds by ascent and by branching: never cut off a value, never looser than before, tighter where there is room.</summary>
public sealed class PreActivationOptimizerTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(8, 1)]
    [InlineData(64, 2)]
    public void Bounds_hold_at_samples_and_only_get_tighter(int leaves, int threads)
    {
        int tighter = 0, neurons = 0;
        for (int seed = 0; seed < 24; seed++)
        {
            Random random = new(seed);
            NetworkModel model = (seed % 3) switch
            {
                0 => RandomNetworks.Chain(random, 3, 10, 10, 10, 2),
                1 => RandomNetworks.EveryOperator(random, 3, 6, 2),
                _ => RandomNetworks.Tangle(random, 3, 5, 10),
            };
            NetworkRunner runner = NetworkRunner.Create(model);
            double[] lower = [-1, -0.5, -1], upper = [1, 0.75, 0.25];
            using BoundsWorkspace workspace = new(runner, Arithmetic.Real);
            BoxBounds.Prepare(workspace);
            BoxBounds.Compute(workspace, lower, upper, new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive));
            double[] plainLower = new double[workspace.Tables.PreActivationCount], plainUpper = new double[workspace.Tables.PreActivationCount];
            BoxBounds.CopyPreActivations(workspace, plainLower, plainUpper);
            double[] boundsLower = (double[])plainLower.Clone(), boundsUpper = (double[])plainUpper.Clone();
            new PreActivationOptimizer(runner, Arithmetic.Real, 20, threads, () => false, leaves).Tighten(lower, upper, boundsLower, boundsUpper);
            for (int i = 0; i < plainLower.Length; i++)
            {
                Assert.True(boundsLower[i] >= plainLower[i] && boundsUpper[i] <= plainUpper[i], $"seed {seed}, entry {i}: looser than before");
                neurons++;
                tighter += boundsUpper[i] - boundsLower[i] < plainUpper[i] - plainLower[i] - 1e-9 ? 1 : 0;
            }

            for (int s = 0; s < 300; s++)
            {
                float[] x = [.. lower.Select((l, j) => (float)(s % 2 == 0 ? (random.Next(2) == 0 ? l : upper[j]) : l + (random.NextDouble() * (upper[j] - l))))];
                double[][] values = DoubleValues(model, x);
                for (int id = 0; id < model.Operators.Length; id++)
                {
                    int offset = workspace.Tables.PreActivationOffset[id];
                    for (int k = 0; offset >= 0 && k < workspace.Tables.Width[id]; k++)
                    {
                        Assert.True(
                            values[id][k] >= boundsLower[offset + k] - 1e-9 && values[id][k] <= boundsUpper[offset + k] + 1e-9,
                            $"seed {seed}, operator {id}, element {k}: {values[id][k]} is outside [{boundsLower[offset + k]}, {boundsUpper[offset + k]}]");
                    }
                }
            }
        }

        Assert.True(tighter > neurons / 20, $"only {tighter} of {neurons} bounds were tightened");
    }

    [Fact]
    public void More_leaves_give_tighter_bounds()
    {
        double[] widths = new double[3];
        int[] leaves = [0, 8, 128];
        for (int i = 0; i < leaves.Length; i++)
        {
            NetworkRunner runner = NetworkRunner.Create(RandomNetworks.Chain(new Random(3), 4, 16, 16, 16, 1));
            double[] lower = [-1, -1, -1, -1], upper = [1, 1, 1, 1];
            using BoundsWorkspace workspace = new(runner, Arithmetic.Float32);
            BoxBounds.Prepare(workspace);
            BoxBounds.Compute(workspace, lower, upper, new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive));
            double[] boundsLower = new double[workspace.Tables.PreActivationCount], boundsUpper = new double[workspace.Tables.PreActivationCount];
            BoxBounds.CopyPreActivations(workspace, boundsLower, boundsUpper);
            new PreActivationOptimizer(runner, Arithmetic.Float32, 20, 1, () => false, leaves[i]).Tighten(lower, upper, boundsLower, boundsUpper);
            widths[i] = boundsUpper.Sum() - boundsLower.Sum();
        }

        Assert.True(widths[1] < 0.97 * widths[0] && widths[2] < 0.97 * widths[1], string.Join(", ", widths));
    }

    private static double[][] DoubleValues(NetworkModel model, float[] input) =>
        [.. RationalForward.EvaluateAll(model, [.. input.Select(v => NetCompile.Properties.Rational.FromDouble(v))]).Select(v => v.Select(r => r.ToDoubleDown()).ToArray())];
}
