using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.TestSupport;
using Xunit.Abstractions;

namespace NetCompile.Generator.Tests.Pipeline;

/// <summary>A model of half a million weights compiles, and an edit elsewhere re-runs nothing of it. What both cost is printed, for tests/NetCompile.Benchmarks/RESULTS.md.</summary>
/// <remarks>Processor time is measured, and nothing else of the process runs meanwhile; but no time is asserted, because machines differ.</remarks>
[Collection(nameof(RunsAlone))]
public sealed class LargeModelTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int[] s_widths = [784, 512, 200, 10];

    private readonly string _folder = Directory.CreateTempSubdirectory("netcompile").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_build_compiles_and_an_edit_elsewhere_runs_nothing_again()
    {
        long weights = WriteModel(Path.Combine(_folder, "large.onnx"));
        Assert.True(weights >= 500_000);
        CSharpCompilation consumer = Consumer.Compile(
        [
            ("Net.cs", """
                /// <summary>A large network.</summary>
                [NetCompile.Network("large.onnx")]
                [NetCompile.Input("pixel", 0, 1, Count = 784)]
                [NetCompile.Output("digit", Count = 10)]
                public static partial class Net
                {
                    [NetCompile.Property]
                    internal static bool Bounded(Input x, Output y) => x.pixel[0] > 0.5 || y.digit[3] <= 1000;
                }
                """),
            ("Other.cs", "internal class Other { }"),
        ]);

        // What the same project costs without a network, compiler start included.
        TimeSpan without = Time(() => EmitImage(Consumer.Compile([("Other.cs", "internal class Other { }")])));
        Compilation? result = null;
        GeneratorDriver driver = GeneratorRun.Driver(_folder, null, "large.onnx");
        TimeSpan generator = Time(() => driver = driver.RunGeneratorsAndUpdateCompilation(consumer, out result, out _));
        TimeSpan compiler = Time(() => EmitImage(result!));

        // A keystroke elsewhere, several times: the least disturbed one counts.
        SyntaxTree other = consumer.SyntaxTrees[1];
        TimeSpan edit = Enumerable.Range(0, 10).Min(i =>
        {
            CSharpCompilation edited = consumer.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText($"internal class Other {{ int _f{i}; }}", (CSharpParseOptions)other.Options, other.FilePath, System.Text.Encoding.UTF8));
            return Time(() => driver = driver.RunGenerators(edited));
        });

        output.WriteLine(FormattableString.Invariant(
            $"{weights} weights: generator {generator.TotalSeconds:0.00} s, compiler {compiler.TotalSeconds:0.00} s (without a network {without.TotalSeconds:0.00} s), an edit elsewhere {edit.TotalMilliseconds:0.0} ms"));
        IncrementalGeneratorRunStep[] outputs = [.. driver.GetRunResult().Results.Single().TrackedOutputSteps.Values.SelectMany(steps => steps)];
        Assert.NotEmpty(outputs);
        Assert.All(outputs.SelectMany(step => step.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    private static long WriteModel(string path)
    {
        Random random = new(1);
        OnnxBuilder onnx = new OnnxBuilder().Input("x", 1, s_widths[0]).Output("y", 1, s_widths[^1]);
        string value = "x";
        long count = 0;
        for (int l = 1; l < s_widths.Length; l++)
        {
            int inputs = s_widths[l - 1], outputs = s_widths[l];
            count += (long)inputs * outputs;
            onnx.Initializer($"w{l}", [outputs, inputs], [.. Enumerable.Range(0, inputs * outputs).Select(_ => (random.NextSingle() - 0.5f) * 0.1f)])
                .Initializer($"b{l}", [outputs], [.. Enumerable.Range(0, outputs).Select(_ => random.NextSingle() - 0.5f)]);
            string dense = l == s_widths.Length - 1 ? "y" : $"d{l}";
            onnx.Node("Gemm", [value, $"w{l}", $"b{l}"], dense, ("transB", 1L));
            value = $"r{l}";
            if (dense != "y")
            {
                onnx.Node("Relu", [dense], value);
            }
        }

        File.WriteAllBytes(path, onnx.Build());
        return count;
    }

    private static void EmitImage(Compilation compilation)
    {
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(5)));
    }

    private static TimeSpan Time(Action action)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        action();
        return Environment.CpuUsage.TotalTime - start;
    }

    /// <summary>Tests that no other test of the process may disturb.</summary>
    [CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
    public sealed class RunsAlone;
}
