using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Generator.Tests.Pipeline;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>Published networks, from their files through the whole generator.</summary>
public class BenchmarkNetworkTests
{
    /// <summary>All 45 ACAS Xu and the three mnistfc networks; one row that is skipped where the data is absent.</summary>
    public static TheoryData<string, string, int, int> Networks
    {
        get
        {
            TheoryData<string, string, int, int> networks = [];
            foreach ((string set, int inputs, int outputs) in ((string, int, int)[])[("acasxu", 5, 5), ("mnistfc", 784, 10)])
            {
                string[] files = TestData.Root is null ? [""] : Directory.GetFiles(Path.Combine(TestData.Root, set, "onnx"), "*.onnx");
                foreach (string file in files.Order(StringComparer.Ordinal))
                {
                    networks.Add(set, Path.GetFileName(file), inputs, outputs);
                }
            }

            return networks;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Networks))]
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
            RoundingBound.AssertOutput(model, input, output);
            RoundingBound.AssertOutput(model, input, results[(s * outputs)..((s + 1) * outputs)]);
        }

        // The propagation that the generator emits, with its constant sizes, must do what the operator tables of a loaded network do.
        NetworkRunner loaded = NetworkRunner.Create(model);
        InputInterval[] box = [.. batch[..inputs].Select(v => InputInterval.Exact(v - 0.01, v + 0.01))];
        // One ascent step shows as well as many that both do the same.
        BoundOptions options = new() { Iterations = 1 };
        BoundMethod[] methods = file is "ACASXU_run2a_1_1_batch_2000.onnx" or "mnist-net_256x2.onnx" ? Enum.GetValues<BoundMethod>() : [BoundMethod.Interval, BoundMethod.Crown];
        foreach (BoundMethod method in methods)
        {
            OutputBounds generatedBounds = OutputBounds.Compute(runner, box, method, options), loadedBounds = OutputBounds.Compute(loaded, box, method, options);
            Assert.Equal(loadedBounds.Lower.AsEnumerable(), generatedBounds.Lower);
            Assert.Equal(loadedBounds.Upper.AsEnumerable(), generatedBounds.Upper);
        }
    }
}
