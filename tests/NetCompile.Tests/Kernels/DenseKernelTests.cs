using NetCompile.Kernels;

namespace NetCompile.Tests.Kernels;

public class DenseKernelTests
{
    /// <summary>Rounding unit of float32.</summary>
    private const double U = 1.0 / (1 << 24);

    private const float Sentinel = 12345.5f;

    // Every tile of every width, its remainders in both directions, several panels, and the shapes of real networks.
    private static readonly (int Inputs, int Outputs)[] s_shapes =
    [
        (1, 1), (1, 5), (5, 1), (3, 2), (2, 3), (4, 4), (7, 6), (5, 7), (9, 8), (8, 9), (6, 10), (11, 15), (4, 16), (17, 17), (10, 24), (13, 31),
        (12, 33), (5, 50), (50, 50), (50, 5), (19, 48), (6, 56), (21, 63), (8, 64), (31, 65), (14, 100), (25, 127), (3, 129), (784, 256), (256, 10), (0, 3),
    ];

    public static TheoryData<int, int, int> Cases()
    {
        TheoryData<int, int, int> data = [];
        foreach (int bits in new[] { 128, 256, 512 })
        {
            foreach ((int inputs, int outputs) in s_shapes)
            {
                data.Add(bits, inputs, outputs);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void OneSampleStaysWithinTheErrorBound(int bits, int inputs, int outputs)
    {
        VectorWidth.Require(bits);
        Layer layer = new(inputs, outputs, seed: 1);
        float[] input = Values(inputs, 2);
        float[] output = Filled(outputs + 20);
        VectorWidth.Forward(bits, default(IdentityActivation), layer.Packed, input, output);
        for (int i = 0; i < outputs; i++)
        {
            layer.AssertOutput(i, k => input[k], output[i]);
        }

        Assert.All(output[outputs..], v => Assert.Equal(Sentinel, v));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void LanesStayWithinTheErrorBound(int bits, int inputs, int outputs)
    {
        VectorWidth.Require(bits);
        Layer layer = new(inputs, outputs, seed: 3);
        float[] input = Values(inputs * BatchLayout.Lanes, 4);
        float[] output = Filled((outputs * BatchLayout.Lanes) + 20);
        VectorWidth.ForwardLanes(bits, default(IdentityActivation), layer.Packed, input, output);
        for (int i = 0; i < outputs; i++)
        {
            foreach (int sample in new[] { 0, 1, 15, 16, 31, 33, 47, 63 })
            {
                layer.AssertOutput(i, k => input[(k * BatchLayout.Lanes) + sample], output[(i * BatchLayout.Lanes) + sample]);
            }
        }

        Assert.All(output[(outputs * BatchLayout.Lanes)..], v => Assert.Equal(Sentinel, v));
    }

    [Theory]
    [InlineData(5, 50)]
    [InlineData(784, 256)]
    [InlineData(70, 64)]
    public void ThePublicKernelStaysWithinTheErrorBound(int inputs, int outputs)
    {
        Layer layer = new(inputs, outputs, seed: 5);
        float[] input = Values(inputs * BatchLayout.Lanes, 6);
        float[] one = Filled(outputs), lanes = Filled(outputs * BatchLayout.Lanes);
        DynamicDenseShape shape = new(inputs, outputs);
        DenseKernel.Forward(shape, default(IdentityActivation), layer.Packed, input.AsSpan(0, inputs), one);
        DenseKernel.ForwardLanes(shape, default(IdentityActivation), layer.Packed, input, lanes);
        for (int i = 0; i < outputs; i++)
        {
            layer.AssertOutput(i, k => input[k], one[i]);
            layer.AssertOutput(i, k => input[(k * BatchLayout.Lanes) + 40], lanes[(i * BatchLayout.Lanes) + 40]);
        }
    }

    [Fact]
    public void AConstantShapeGivesTheBitsOfADynamicOne()
    {
        Layer layer = new(5, 50, seed: 7);
        float[] input = Values(5, 8), constant = new float[50], dynamic = new float[50];
        DenseKernel.Forward(default(Shape5x50), default(ReluActivation), layer.Packed, input, constant);
        DenseKernel.Forward(new DynamicDenseShape(5, 50), default(ReluActivation), layer.Packed, input, dynamic);
        Assert.Equal(dynamic, constant);
    }

    [SkippableTheory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void ActivationsApplyToEveryOutput(int bits)
    {
        VectorWidth.Require(bits);
        Layer layer = new(9, 77, seed: 9);
        float[] input = Values(9, 10), lanes = [.. input.SelectMany(v => Enumerable.Repeat(v, BatchLayout.Lanes))];
        float[] plain = new float[77], relu = new float[77], leaky = new float[77];
        VectorWidth.Forward(bits, default(IdentityActivation), layer.Packed, input, plain);
        VectorWidth.Forward(bits, default(ReluActivation), layer.Packed, input, relu);
        VectorWidth.Forward(bits, new LeakyReluActivation(0.25f), layer.Packed, input, leaky);
        Assert.Contains(plain, v => v < 0);
        Assert.Contains(plain, v => v > 0);
        Assert.Equal(plain.Select(v => Math.Max(0, v)), relu);
        Assert.Equal(plain.Select(v => v >= 0 ? v : 0.25f * v), leaky);

        float[] plainLanes = new float[77 * BatchLayout.Lanes], reluLanes = new float[plainLanes.Length], leakyLanes = new float[plainLanes.Length];
        VectorWidth.ForwardLanes(bits, default(IdentityActivation), layer.Packed, lanes, plainLanes);
        VectorWidth.ForwardLanes(bits, default(ReluActivation), layer.Packed, lanes, reluLanes);
        VectorWidth.ForwardLanes(bits, new LeakyReluActivation(0.25f), layer.Packed, lanes, leakyLanes);
        Assert.Equal(plainLanes.Select(v => Math.Max(0, v)), reluLanes);
        Assert.Equal(plainLanes.Select(v => v >= 0 ? v : 0.25f * v), leakyLanes);
    }

    [SkippableTheory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void NaNPassesThroughActivations(int bits)
    {
        VectorWidth.Require(bits);
        Layer layer = new(4, 70, seed: 11);
        float[] input = [1, float.NaN, 2, 3], output = new float[70];
        VectorWidth.Forward(bits, default(ReluActivation), layer.Packed, input, output);
        Assert.All(output, v => Assert.True(float.IsNaN(v)));
        VectorWidth.Forward(bits, new LeakyReluActivation(0.5f), layer.Packed, input, output);
        Assert.All(output, v => Assert.True(float.IsNaN(v)));

        float[] lanes = Values(4 * BatchLayout.Lanes, 12), laneOutput = new float[70 * BatchLayout.Lanes];
        lanes[BatchLayout.Lanes + 17] = float.NaN;
        VectorWidth.ForwardLanes(bits, default(ReluActivation), layer.Packed, lanes, laneOutput);
        for (int i = 0; i < laneOutput.Length; i++)
        {
            Assert.Equal(i % BatchLayout.Lanes == 17, float.IsNaN(laneOutput[i]));
        }
    }

    [Fact]
    public void WrongLengthsAreNamed()
    {
        DenseWeights weights = new Layer(5, 7, seed: 13).Packed;
        DynamicDenseShape shape = new(5, 7);
        AssertNames("4", "5", () => DenseKernel.Forward(shape, default(ReluActivation), weights, new float[4], new float[7]));
        AssertNames("6", "7", () => DenseKernel.Forward(shape, default(ReluActivation), weights, new float[5], new float[6]));
        AssertNames("319", "320", () => DenseKernel.ForwardLanes(shape, default(ReluActivation), weights, new float[319], new float[448]));
        AssertNames("447", "448", () => DenseKernel.ForwardLanes(shape, default(ReluActivation), weights, new float[320], new float[447]));
        AssertNames("8", "7", () => DenseKernel.Forward(new DynamicDenseShape(5, 8), default(ReluActivation), weights, new float[5], new float[8]));
    }

    [Fact]
    public void OverlappingSpansAreRefused()
    {
        DenseWeights weights = new Layer(5, 7, seed: 14).Packed;
        float[] memory = new float[20];
        Assert.Throws<ArgumentException>(
            () => DenseKernel.Forward(new DynamicDenseShape(5, 7), default(ReluActivation), weights, memory.AsSpan(0, 5), memory.AsSpan(4, 7)));
    }

    [Fact]
    public void NothingIsAllocated()
    {
        Layer layer = new(50, 50, seed: 15);
        float[] input = Values(50 * BatchLayout.Lanes, 16), output = new float[50 * BatchLayout.Lanes];
        DynamicDenseShape shape = new(50, 50);
        DenseKernel.Forward(shape, default(ReluActivation), layer.Packed, input, output);
        DenseKernel.ForwardLanes(shape, default(ReluActivation), layer.Packed, input, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            DenseKernel.Forward(shape, default(ReluActivation), layer.Packed, input, output);
            DenseKernel.ForwardLanes(shape, default(ReluActivation), layer.Packed, input, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertNames(string given, string needed, Action action)
    {
        string message = Assert.Throws<ArgumentException>(action).Message;
        Assert.Contains(given, message);
        Assert.Contains(needed, message);
    }

    private static float[] Filled(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, Sentinel);
        return values;
    }

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private readonly struct Shape5x50 : IDenseShape
    {
        public int Inputs => 5;

        public int Outputs => 50;
    }

    private sealed class Layer(int inputs, int outputs, int seed)
    {
        private readonly float[] _weights = Values(inputs * outputs, seed);
        private readonly float[] _bias = Values(outputs, seed + 1000);

        public DenseWeights Packed => field ??= DenseWeights.Pack(_weights, _bias, inputs, outputs);

        /// <summary>Compares with a plain double sum within <c>γ_{n+1} (Σ|w_j||x_j| + |b|)</c> ([Higham], §3.1).</summary>
        public void AssertOutput(int row, Func<int, float> input, float actual)
        {
            double sum = _bias[row], magnitude = Math.Abs(_bias[row]);
            for (int k = 0; k < inputs; k++)
            {
                double term = (double)_weights[(row * inputs) + k] * input(k);
                sum += term;
                magnitude += Math.Abs(term);
            }

            double gamma = (inputs + 1) * U / (1 - ((inputs + 1) * U));
            Assert.True(Math.Abs(actual - sum) <= gamma * magnitude, $"output {row} is {actual}; the sum is {sum}, the bound {gamma * magnitude}");
        }
    }
}
