using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Emit;

public class ForwardTests
{
    public static TheoryData<string> Models => [.. TestModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void One_sample_agrees_with_plain_double_arithmetic(string name)
    {
        NetworkModel model = TestModels.Create(name);
        NetworkRunner runner = EmittedNetwork.Run(model);
        Random random = new(2);
        float[] output = new float[model.OutputCount];
        for (int i = 0; i < 50; i++)
        {
            float[] input = TestModels.RandomInput(random, model.InputCount);
            runner.Forward(input, output);
            RoundingBound.AssertOutput(model, input, output);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Batches_of_any_length_agree_with_plain_double_arithmetic(string name)
    {
        NetworkModel model = TestModels.Create(name);
        NetworkRunner runner = EmittedNetwork.Run(model);
        Random random = new(3);

        // Around the 64 samples of a chunk and the 12 under which samples are run one by one.
        foreach (int count in new[] { 0, 1, 11, 12, 63, 64, 65, 76, 130 })
        {
            float[] inputs = TestModels.RandomInput(random, count * model.InputCount);
            float[] outputs = new float[count * model.OutputCount];
            runner.ForwardBatch(inputs, outputs, count);
            for (int s = 0; s < count; s++)
            {
                RoundingBound.AssertOutput(
                    model, inputs[(s * model.InputCount)..((s + 1) * model.InputCount)], outputs[(s * model.OutputCount)..((s + 1) * model.OutputCount)]);
            }
        }
    }

    [Theory]
    [InlineData(4)] // unrolled
    [InlineData(500)]
    public void Steps_run_and_are_refused_by_bounds(int width)
    {
        NetworkModelBuilder b = new("steps", TensorShape.Of(width));
        NetworkModel model = b.Build(b.AddScale(b.AddStep(b.AddShift(b.Input, TestModels.Random(new Random(1), width)), -1.5f, 0.25f, 2), TestModels.Random(new Random(2), width)));
        NetworkRunner runner = EmittedNetwork.Run(model), loaded = NetworkRunner.Create(model);
        Assert.Equal(model.ContentHash, runner.Model.ContentHash);
        float[] inputs = TestModels.RandomInput(new Random(3), 70 * width), outputs = new float[70 * width], expected = new float[70 * width];

        // At zero, and NaN, in every sample.
        for (int s = 0; s < 70; s++)
        {
            inputs[s * width] = -((ShiftOperator)model.Operators[1]).Offset.Values[0];
            inputs[(s * width) + 1] = float.NaN;
        }

        runner.ForwardBatch(inputs, outputs, 70);
        loaded.ForwardBatch(inputs, expected, 70);
        Assert.Equal(expected, outputs);
        runner.Forward(inputs.AsSpan(0, width), outputs.AsSpan(0, width));
        Assert.Equal(expected, outputs);
        Assert.Equal(0.25f * ((ScaleOperator)model.Operators[3]).Factor.Values[0], outputs[0]);
        Assert.Throws<UnsupportedOperatorException>(() => OutputBounds.Compute(runner, [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), width)], BoundMethod.Crown));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_emitted_model_is_the_model(string name)
    {
        NetworkModel model = TestModels.Create(name);
        Assert.Equal(model.ContentHash, EmittedNetwork.Run(model).Model.ContentHash);
    }

    [Fact]
    public void A_span_of_the_wrong_length_is_refused_with_both_numbers()
    {
        NetworkRunner runner = EmittedNetwork.Run(RandomNetworks.Chain(new Random(1), 3, 20, 2));
        ArgumentException input = Assert.Throws<ArgumentException>(() => runner.Forward(new float[4], new float[2]));
        Assert.Contains("4 values were given; the network needs 3", input.Message);
        Assert.Equal("output", Assert.Throws<ArgumentException>(() => runner.Forward(new float[3], new float[1])).ParamName);
        Assert.Equal("inputs", Assert.Throws<ArgumentException>(() => runner.ForwardBatch(new float[5], new float[4], 2)).ParamName);
        Assert.Equal("outputs", Assert.Throws<ArgumentException>(() => runner.ForwardBatch(new float[6], new float[3], 2)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => runner.ForwardBatch([], [], -1));
    }

    [Fact]
    public void Neither_form_allocates_once_warm()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 5, 50, 50, 5);
        NetworkRunner runner = EmittedNetwork.Run(model);
        float[] inputs = new float[64 * 5], outputs = new float[64 * 5];
        runner.Forward(inputs.AsSpan(0, 5), outputs.AsSpan(0, 5));
        runner.ForwardBatch(inputs, outputs, 64);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            runner.Forward(inputs.AsSpan(0, 5), outputs.AsSpan(0, 5));
            runner.ForwardBatch(inputs, outputs, 64);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
