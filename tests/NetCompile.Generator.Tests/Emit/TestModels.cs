using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>Models that together use every operator, every way to fuse and reuse buffers, and both forms of the forward pass.</summary>
internal static class TestModels
{
    private static readonly Dictionary<string, Func<NetworkModel>> s_models = new()
    {
        ["tiny chain"] = () => RandomNetworks.Chain(new Random(1), 3, 8, 8, 2),
        ["tiny, every operator"] = () => RandomNetworks.EveryOperator(new Random(2), 3, 5, 2),
        ["chain"] = () => RandomNetworks.Chain(new Random(3), 5, 50, 50, 50, 5),
        ["every operator"] = () => RandomNetworks.EveryOperator(new Random(4), 7, 33, 6),
        ["single layer"] = () => RandomNetworks.Chain(new Random(5), 40, 30),
        ["buffers beyond the stack"] = () => RandomNetworks.Chain(new Random(6), 2, 5000, 10, 5000, 3),
        ["identity"] = Identity,
        ["activation of the input"] = ActivationOfTheInput,
        ["scaled chain"] = ScaledChain,
        ["dense value used twice"] = DenseValueUsedTwice,
        ["dead operators"] = DeadOperators,
    };

    public static IEnumerable<string> Names => s_models.Keys;

    public static NetworkModel Create(string name) => s_models[name]();

    public static float[] RandomInput(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];

    public static Tensor Random(Random random, params int[] dimensions)
    {
        TensorShape shape = TensorShape.Of(dimensions);
        return new Tensor(shape, [.. Enumerable.Range(0, shape.Count).Select(_ => (random.NextSingle() * 2) - 1)]);
    }

    private static NetworkModel Identity()
    {
        NetworkModelBuilder b = new("identity", TensorShape.Of(3));
        return b.Build(b.Input);
    }

    // The result of an elementwise operator on the caller's input must not be written there.
    private static NetworkModel ActivationOfTheInput()
    {
        NetworkModelBuilder b = new("activation", TensorShape.Of(600));
        return b.Build(b.AddSum(b.AddRelu(b.Input), b.Input));
    }

    // What scaling of inputs and outputs looks like: shift and divide before, scale and shift after.
    private static NetworkModel ScaledChain()
    {
        Random random = new(7);
        NetworkModelBuilder b = new("scaled", TensorShape.Of(4));
        int x = b.AddScale(b.AddShift(b.Input, Random(random, 4)), Tensor.Vector(2f, 3f, 0.5f, 7f), isDivision: true);
        x = b.AddRelu(b.AddDense(x, Random(random, 60, 4), Random(random, 60)));
        x = b.AddDense(x, Random(random, 3, 60));
        return b.Build(b.AddShift(b.AddScale(x, Tensor.Vector(10f, -3f, 0.1f)), Tensor.Vector(1f, -0f, 5f)));
    }

    // The activation may not be fused, nor computed in place, where the layer's own value is needed too.
    private static NetworkModel DenseValueUsedTwice()
    {
        Random random = new(8);
        NetworkModelBuilder b = new("twice", TensorShape.Of(6));
        int d = b.AddDense(b.Input, Random(random, 70, 6), Random(random, 70));
        int r = b.AddLeakyRelu(d, 0.25f);
        int s = b.AddSum(r, d, isDifference: true);
        int g = b.AddGather([s, d], [.. Enumerable.Range(0, 140).Select(i => new GatherIndex(i % 2, i / 2))], TensorShape.Of(140));
        int l = b.AddLeakyRelu(b.AddDense(g, Random(random, 4, 140)), 0.01f);
        return b.Build(l);
    }

    // Operators that the output does not need stay in the model, but not in the forward pass.
    private static NetworkModel DeadOperators()
    {
        Random random = new(9);
        NetworkModelBuilder b = new("dead", TensorShape.Of(5));
        int h = b.AddRelu(b.AddDense(b.Input, Random(random, 90, 5), Random(random, 90)));
        int unused = b.AddRelu(b.AddDense(h, Random(random, 90, 90)));
        int y = b.AddDense(h, Random(random, 2, 90));
        b.AddSum(unused, h);
        return b.Build(y);
    }
}
