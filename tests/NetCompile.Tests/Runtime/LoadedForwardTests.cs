using NetCompile.Kernels;
using NetCompile.Models;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Tests.Runtime;

public class LoadedForwardTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 17, 2)]
    [InlineData(6, 40, 5)]
    [InlineData(19, 70, 130)]
    public void EveryOperatorAgreesWithTheDoubleReference(int inputs, int width, int outputs)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            Random random = new(seed);
            NetworkModel model = RandomNetworks.EveryOperator(random, inputs, width, outputs);
            LoadedForward forward = new(model);
            float[] input = Values(random, inputs), output = new float[outputs];
            forward.Forward(input, output);
            RoundingBound.AssertOutput(model, input, output);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    [InlineData(191)]
    public void ABatchAgreesWithSingleSamples(int count)
    {
        Random random = new(count);
        NetworkModel model = RandomNetworks.EveryOperator(random, 7, 33, 6);
        LoadedForward forward = new(model);
        float[] inputs = Values(random, count * 7), outputs = new float[count * 6];
        forward.ForwardBatch(inputs, outputs, count);
        for (int s = 0; s < count; s++)
        {
            RoundingBound.AssertOutput(model, inputs.AsSpan(s * 7, 7), outputs.AsSpan(s * 6, 6));
        }
    }

    [Fact]
    public void ADenseLayerReadTwiceKeepsItsValueBeforeTheRelu()
    {
        NetworkModelBuilder builder = new("skip", TensorShape.Of(1));
        int dense = builder.AddDense(builder.Input, Tensor.Matrix(2, 1, 1, -1), Tensor.Vector(0.5f, 0));
        int sum = builder.AddSum(builder.AddRelu(dense), dense);
        AssertOutput(builder.Build(sum), [2f], [5f, -2f]);
    }

    [Fact]
    public void ADenseLayerThatIsTheOutputIsNotFusedWithAReluNothingNeeds()
    {
        NetworkModelBuilder builder = new("output", TensorShape.Of(1));
        int dense = builder.AddDense(builder.Input, Tensor.Matrix(1, 1, -3));
        builder.AddRelu(dense);
        AssertOutput(builder.Build(dense), [2f], [-6f]);
    }

    [Fact]
    public void AnActivationOfTheInputAndTheInputItselfAreOutputsToo()
    {
        NetworkModelBuilder builder = new("identity", TensorShape.Of(2));
        builder.AddRelu(builder.Input);
        AssertOutput(builder.Build(builder.Input), [-1f, 2f], [-1f, 2f]);
        AssertOutput(builder.Build(1), [-1f, 2f], [0f, 2f]);
    }

    [Fact]
    public void AGatherOfSeveralSourcesAndASumOfOneValueWithItself()
    {
        NetworkModelBuilder builder = new("gather", TensorShape.Of(2));
        int doubled = builder.AddSum(builder.Input, builder.Input);
        int gather = builder.AddGather(
            [builder.Input, doubled], [new GatherIndex(1, 1), new GatherIndex(0, 0), new GatherIndex(1, 0), new GatherIndex(1, 1)], TensorShape.Of(4));
        AssertOutput(builder.Build(gather), [3f, 5f], [10f, 3f, 6f, 10f]);
    }

    [Fact]
    public void NaNReachesTheOutput()
    {
        NetworkModel model = RandomNetworks.EveryOperator(new Random(3), 4, 9, 3);
        float[] output = new float[3], outputs = new float[192], inputs = Values(new Random(4), 256);
        inputs[5] = float.NaN;
        LoadedForward forward = new(model);
        forward.Forward([1, float.NaN, 0, 0], output);
        forward.ForwardBatch(inputs, outputs, 64);
        Assert.All(output, v => Assert.True(float.IsNaN(v)));
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(i / 3 == 1, float.IsNaN(outputs[i]));
        }
    }

    [Fact]
    public void OneSampleMayOverwriteItsInput()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(5), 6, 20, 6);
        LoadedForward forward = new(model);
        float[] values = Values(new Random(6), 6), expected = new float[6];
        forward.Forward(values, expected);
        forward.Forward(values, values);
        Assert.Equal(expected, values);
        float[] batch = new float[64 * 6];
        Assert.Throws<ArgumentException>(() => forward.ForwardBatch(batch, batch, 64));
    }

    [Fact]
    public void WrongLengthsAreNamed()
    {
        LoadedForward forward = new(RandomNetworks.Chain(new Random(7), 5, 8, 3));
        AssertNames("4", "5", () => forward.Forward(new float[4], new float[3]));
        AssertNames("4", "3", () => forward.Forward(new float[5], new float[4]));
        AssertNames("51", "50", () => forward.ForwardBatch(new float[51], new float[30], 10));
        AssertNames("29", "30", () => forward.ForwardBatch(new float[50], new float[29], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => forward.ForwardBatch(default, default, -1));
    }

    [Fact]
    public void NothingIsAllocatedAfterTheFirstCall()
    {
        LoadedForward forward = new(RandomNetworks.EveryOperator(new Random(8), 7, 33, 6));
        float[] inputs = Values(new Random(9), 90 * 7), outputs = new float[90 * 6];
        forward.ForwardBatch(inputs, outputs, 90);
        forward.Forward(inputs.AsSpan(0, 7), outputs.AsSpan(0, 6));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            forward.ForwardBatch(inputs, outputs, 90);
            forward.Forward(inputs.AsSpan(0, 7), outputs.AsSpan(0, 6));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ThreadsShareOneForwardPass()
    {
        NetworkModel model = RandomNetworks.EveryOperator(new Random(10), 5, 50, 4);
        LoadedForward forward = new(model);
        float[] inputs = Values(new Random(11), 200 * 5), expected = new float[200 * 4];
        for (int s = 0; s < 200; s++)
        {
            forward.Forward(inputs.AsSpan(s * 5, 5), expected.AsSpan(s * 4, 4));
        }

        Parallel.For(0, 2000, i =>
        {
            int s = i % 200;
            Span<float> output = stackalloc float[4];
            forward.Forward(inputs.AsSpan(s * 5, 5), output);
            Assert.True(output.SequenceEqual(expected.AsSpan(s * 4, 4)));
        });
    }

    private static void AssertOutput(NetworkModel model, float[] input, float[] expected)
    {
        LoadedForward forward = new(model);
        float[] output = new float[expected.Length];
        forward.Forward(input, output);
        Assert.Equal(expected, output);
        float[] inputs = [.. Enumerable.Repeat(input, BatchLayout.Lanes).SelectMany(v => v)], outputs = new float[expected.Length * BatchLayout.Lanes];
        forward.ForwardBatch(inputs, outputs, BatchLayout.Lanes);
        Assert.Equal(Enumerable.Repeat(expected, BatchLayout.Lanes).SelectMany(v => v), outputs);
    }

    private static void AssertNames(string given, string needed, Action action)
    {
        string message = Assert.Throws<ArgumentException>(action).Message;
        Assert.Contains(given, message);
        Assert.Contains(needed, message);
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
