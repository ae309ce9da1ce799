using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.QuickProofs;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.QuickProofs.QuickProverTests;

namespace NetCompile.Core.Tests.QuickProofs;

public sealed class QuickStabilityTests
{
    [Fact]
    public void Counts_are_those_of_the_bounds()
    {
        // x + 2, −x − 2, x over [−1, 1]: on, off, unstable.
        NetworkModelBuilder b = new("three", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(3, 1, 1, -1, 1), Tensor.Vector(2, -2, 0))));

        ActivationStability layer = Assert.Single(QuickStability.Of(model, Box(-1, 1, 1), 1_000)!.Value);
        Assert.Equal((1, 1, 1), (layer.Active, layer.Inactive, layer.Unstable));
        Assert.Null(QuickStability.Of(model, Box(-1, 1, 1), 1));
        Assert.Throws<ArgumentException>(() => QuickStability.Of(model, Box(-1, 1, 2), 1_000));
    }

    [Fact]
    public void No_forward_pass_leaves_the_piece_of_a_stable_neuron()
    {
        Random random = new(21);
        int stable = 0;
        for (int round = 0; round < 20; round++)
        {
            NetworkModel model = RandomNetworks.Chain(random, 3, 12, 12, 2);
            ImmutableArray<ActivationStability> layers = QuickStability.Of(model, Box(0.2, 0.5, 3), 1_000_000)!.Value;
            foreach (ActivationStability layer in layers)
            {
                HashSet<int> seenOn = [], seenOff = [];
                for (int sample = 0; sample < 50; sample++)
                {
                    float[] input = [.. Enumerable.Range(0, 3).Select(_ => 0.2f + (random.NextSingle() * 0.3f)).Select(x => Math.Min(x, 0.5f))];
                    float[] before = AnyOrderForward.EvaluateAll(model, input, random)[model.Operators[layer.OperatorId].Sources[0]];
                    seenOn.UnionWith(Enumerable.Range(0, before.Length).Where(i => before[i] > 0));
                    seenOff.UnionWith(Enumerable.Range(0, before.Length).Where(i => before[i] < 0));
                }

                // Neurons that were seen on are not proved off, and the other way round.
                Assert.True(layer.Inactive <= 12 - seenOn.Count && layer.Active <= 12 - seenOff.Count);
                stable += layer.Active + layer.Inactive;
            }
        }

        Assert.True(stable > 50, $"{stable} stable neurons say little");
    }
}
