using NetCompile.Models;

namespace NetCompile.Core.Tests.Bounds;

/// <summary>Tiny networks whose bounds are known by hand.</summary>
internal static class KnownNetworks
{
    /// <summary><c>x₂ + ρ(x₁ − x₂)</c>, which is <c>max(x₁, x₂)</c> ([MN] §7).</summary>
    public static NetworkModel MaxOfTwo { get; } = BuildMaxOfTwo();

    /// <summary><c>ρ(x) − ρ(x)</c>, which is 0 ([MN] Fig. 2).</summary>
    public static NetworkModel Cancelling { get; } = BuildCancelling();

    /// <summary><c>c − ρ(c − d)</c> with <c>c = ρ(x)</c>, <c>d = ρ(−x)</c>, which is <c>min(c, d) = 0</c>.</summary>
    public static NetworkModel MinOfParts { get; } = BuildMinOfParts();

    private static NetworkModel BuildMaxOfTwo()
    {
        NetworkModelBuilder b = new("max", TensorShape.Of(2));
        int relu = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 2, 1, -1)));
        return b.Build(b.AddSum(b.AddDense(b.Input, Tensor.Matrix(1, 2, 0, 1)), relu));
    }

    private static NetworkModel BuildCancelling()
    {
        NetworkModelBuilder b = new("cancelling", TensorShape.Of(1));
        int relus = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, 1)));
        return b.Build(b.AddDense(relus, Tensor.Matrix(1, 2, 1, -1)));
    }

    private static NetworkModel BuildMinOfParts()
    {
        NetworkModelBuilder b = new("min", TensorShape.Of(1));
        int parts = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, -1)));
        int c = b.AddGather([parts], [new GatherIndex(0, 0)], TensorShape.Of(1));
        return b.Build(b.AddSum(c, b.AddRelu(b.AddDense(parts, Tensor.Matrix(1, 2, 1, -1))), isDifference: true));
    }
}
