using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation;

public sealed class BoundsWorkspaceTests
{
    /// <summary>A thread bounds one box after another in the same memory: nothing of a box may leak into the next.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void A_reused_workspace_gives_the_bounds_of_a_fresh_one(bool useSymbolic, bool useCrown)
    {
        for (int seed = 0; seed < 24; seed++)
        {
            Random random = new(seed);
            NetworkModel model = seed % 3 == 0 ? RandomNetworks.EveryOperator(random, 3, 14, 3) : RandomNetworks.Tangle(random, 3, 4, 10);
            NetworkRunner runner = NetworkRunner.Create(model);
            using BoundsWorkspace reused = New(runner);
            for (int box = 0; box < 12; box++)
            {
                double[] lower = new double[3], upper = new double[3];
                for (int j = 0; j < 3; j++)
                {
                    double center = (random.NextDouble() * 6) - 3, radius = Math.Pow(10, -3 * random.NextDouble());
                    (lower[j], upper[j]) = (center - radius, center + radius);
                }

                using BoundsWorkspace fresh = New(runner);
                BoundsSettings settings = new(useSymbolic, useCrown, SlopePolicy.Adaptive);
                BoxBounds.Compute(reused, lower, upper, settings);
                BoxBounds.Compute(fresh, lower, upper, settings);
                for (int id = 0; id < model.Operators.Length; id++)
                {
                    Assert.Equal(fresh.CopyBounds(id).Lower, reused.CopyBounds(id).Lower);
                    Assert.Equal(fresh.CopyBounds(id).Upper, reused.CopyBounds(id).Upper);
                }
            }
        }
    }

    private static BoundsWorkspace New(NetworkRunner runner)
    {
        BoundsWorkspace workspace = new(runner, Arithmetic.Float32);
        BoxBounds.Prepare(workspace);
        return workspace;
    }
}
