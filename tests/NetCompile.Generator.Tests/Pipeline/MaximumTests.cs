using Microsoft.CodeAnalysis;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Pipeline;

/// <summary>A model file with a maximum becomes the network that the run time would make of it.</summary>
public sealed class MaximumTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netcompile").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData(", Mean = 1, Range = 2")]
    public void A_pooled_network_compiles_and_is_bounded(string scaling)
    {
        byte[] file = new OnnxBuilder().Input("x", 1, 1, 4).Node("MaxPool", ["x"], "y", ("kernel_shape", new long[] { 3 })).Output("y", 1, 1, 2).Build();
        File.WriteAllBytes(Path.Combine(_folder, "pool.onnx"), file);
        Compilation consumer = Consumer.Compile([("Net.cs", $$"""
            /// <summary>A network.</summary>
            [NetCompile.Network("pool.onnx")]
            [NetCompile.Input("x", -1, 1, Count = 4{{scaling}})]
            [NetCompile.Output("y", Count = 2)]
            public static partial class Net;
            """)]);
        GeneratorRun.Driver(_folder, null, "pool.onnx").RunGeneratorsAndUpdateCompilation(consumer, out Compilation result, out _);
        NetworkRunner runner = Consumer.Runner(Consumer.Load(result), "Net+Network");
        float[] output = new float[2];
        runner.Forward([3, 5, -1, 7], output);
        Assert.Equal(scaling.Length == 0 ? [5, 7] : [2, 3], output);
        NetworkModel read = ModelReader.Read(file, "pool.onnx");
        Assert.DoesNotContain(runner.Model.Operators, o => o is MaximumOperator);
        if (scaling.Length == 0)
        {
            Assert.Equal(LowerMaximumPass.Run(read).ContentHash, runner.Model.ContentHash);
        }

        OutputBounds bounds = OutputBounds.Compute(runner, [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 4)], BoundMethod.Interval);

        // At −1 and at 1 everywhere the network gives −1, and 1 or, scaled, 0.
        Assert.True(bounds.Lower.All(l => l <= -1) && bounds.Upper.All(u => u >= (scaling.Length == 0 ? 1 : 0)));
    }
}
