using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Generator.Tests.Pipeline;
using NetCompile.Models;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>Published networks, from their files through the whole generator.</summary>
public class BenchmarkNetworkTests
{
    [SkippableTheory]
    [InlineData("acasxu", "ACASXU_run2a_1_1_batch_2000.onnx", 5, 5)]
    [InlineData("acasxu", "ACASXU_run2a_3_7_batch_2000.onnx", 5, 5)]
    [InlineData("acasxu", "ACASXU_run2a_5_9_batch_2000.onnx", 5, 5)]
    [InlineData("mnistfc", "mnist-net_256x2.onnx", 784, 10)]
    public void The_generated_forward_pass_agrees_with_plain_double_arithmetic(string set, string file, int inputs, int outputs)
    {
        string folder = TestData.Require(set, "onnx");
        CSharpCompilation consumer = Consumer.Compile([("Net.cs", $$"""
            /// <summary>A published network.</summary>
            [NetCompile.Network("{{file}}")]
            [NetCompile.Input("x", -1, 1, Count = {{inputs}})]
            [NetCompile.Output("y", Count = {{outputs}})]
            public static partial class Net { }
            """)]);
        NetworkRunner runner = Consumer.Runner(Consumer.Load(GeneratorRun.Compile(consumer, folder, file)), "Net+Network");
        NetworkModel model = NetCompile.Onnx.OnnxReader.Read(File.ReadAllBytes(Path.Combine(folder, file)), file);
        Assert.Equal(model.ContentHash, runner.Model.ContentHash);

        Random random = new(11);
        const int Count = 40;
        float[] batch = TestModels.RandomInput(random, Count * inputs);
        float[] results = new float[Count * outputs];
        runner.ForwardBatch(batch, results, Count);
        float[] output = new float[outputs];
        for (int s = 0; s < Count; s++)
        {
            float[] input = batch[(s * inputs)..((s + 1) * inputs)];
            runner.Forward(input, output);
            PlainForward.AssertClose(model, input, output);
            PlainForward.AssertClose(model, input, results[(s * outputs)..((s + 1) * outputs)]);
        }
    }
}
