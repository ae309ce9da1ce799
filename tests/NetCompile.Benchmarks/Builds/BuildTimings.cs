using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NetCompile.Benchmarks.Verification;
using NetCompile.Samples.Training;

namespace NetCompile.Benchmarks.Builds;

/// <summary>What a network adds to real builds: <c>--builds</c>. Generator, analyzers and the proofs after compilation, in a first build, after an edit elsewhere, and where nothing changed.</summary>
/// <remarks>Every build is a <c>dotnet build</c> of its own with the compiler server off, so that each includes the start and the JIT compilation of compiler, generator and tool.</remarks>
internal static class BuildTimings
{
    /// <summary>The networks: about 13,000, 100,000 and 500,000 weights.</summary>
    public static readonly int[][] Shapes = [[5, 50, 50, 50, 50, 50, 50, 5], [784, 115, 100, 10], [784, 512, 200, 10]];

    /// <summary>The model file's name in the declaration.</summary>
    public const string ModelFile = "net.onnx";

    /// <summary>Builds a project without a network, then one for each shape.</summary>
    /// <param name="repository">The repository's folder; its generator, analyzers and build tool must be built in Release.</param>
    public static int Run(string repository)
    {
        string root = Directory.CreateTempSubdirectory("netcompile-builds").FullName;
        try
        {
            Console.WriteLine("| weights | build | wall, s | generator, s | analyzers, s | proofs, s |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
            Measure(root, "without a network", repository, null);
            foreach (int[] shape in Shapes)
            {
                Measure(root, string.Join('-', shape), repository, shape);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Measure(string root, string name, string repository, int[]? shape)
    {
        string folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName, other = Path.Combine(folder, "Other.cs");
        File.WriteAllText(Path.Combine(folder, "App.csproj"), Project(repository));
        File.WriteAllText(other, "internal static class Other { }");
        string label = name;
        if (shape is not null)
        {
            DenseNetwork network = new(new Random(1), shape);
            File.WriteAllBytes(Path.Combine(folder, ModelFile), OnnxWriter.Write(network, "net", "x", "y"));
            File.WriteAllText(Path.Combine(folder, "Net.cs"), Declaration(shape[0], shape[^1]));
            label = network.Layers.Sum(l => (long)l.Weights.Length).ToString("N0", CultureInfo.InvariantCulture);
        }

        Build(folder, "restore", "-v:quiet", "-nologo");
        Report(label, "first", folder);
        File.WriteAllText(other, "internal static class Other { public const int Edited = 1; }");
        Report(label, "after an edit elsewhere", folder);
        Report(label, "nothing changed", folder);
    }

    private static void Report(string label, string build, string folder)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string output = Build(folder, "build", "--no-restore", "-nologo", "-v:detailed", "-clp:PerformanceSummary", "-p:ReportAnalyzer=true", "-p:UseSharedCompilation=false", "-nodeReuse:false", "-tl:off");
        string wall = watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        Console.WriteLine($"| {label} | {build} | {wall} | {Seconds(output, "Total generator execution time: ([0-9.,<]+)")} | {Seconds(output, "Total analyzer execution time: ([0-9.,<]+)")} | {Milliseconds(output)} |");
    }

    private static string Seconds(string output, string pattern) => Regex.Match(output, pattern) is { Success: true } match ? match.Groups[1].Value : "–";

    // As MSBuild counts the targets: the one that hashes what the proofs depend on, every time, and the one that runs the tool, where that has changed.
    private static string Milliseconds(string output) =>
        Regex.Matches(output, @"([0-9]+) ms\s+NetCompile(WriteProveOptions|ProveProperties)\s") is { Count: > 0 } matches
            ? (matches.Sum(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)) / 1000.0).ToString("0.00", CultureInfo.InvariantCulture)
            : throw new BenchmarkException($"MSBuild counted no target of ours:\n{output}");

    private static string Build(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" } };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new BenchmarkException($"dotnet {string.Join(' ', arguments)} failed in {folder}:\n{output}");
    }

    /// <summary>The class of a network and its two properties.</summary>
    public static string Declaration(int inputs, int outputs) => $$"""
        using NetCompile;

        [Network("{{ModelFile}}")]
        [Input("x", 0, 1, Count = {{inputs}})]
        [Output("y", Count = {{outputs}})]
        public static partial class Net
        {
            [Property]
            public static bool Bounded(Output y) => y.y[0] <= 1000;

            [Property]
            public static bool BoundedInAHalf(Input x, Output y) => x.x[0] > 0.5 || y.y[1] >= -1000;
        }
        """;

    private static string Project(string repository) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <NetCompileProve>all</NetCompileProve>
            <NetCompileBuildTool>{repository}/src/NetCompile.Build/bin/Release/net8.0/NetCompile.Build.dll</NetCompileBuildTool>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{repository}/src/NetCompile/bin/Release/net10.0/NetCompile.dll" />
            <Reference Include="{repository}/src/NetCompile.Core/bin/Release/net8.0/NetCompile.Core.dll" />
            <Analyzer Include="{repository}/analyzers/NetCompile.Analyzers/bin/Release/netstandard2.0/NetCompile.Analyzers.dll" />
            <Analyzer Include="{repository}/analyzers/NetCompile.Analyzers/bin/Release/netstandard2.0/NetCompile.Generator.dll" />
            <Analyzer Include="{repository}/analyzers/NetCompile.Analyzers/bin/Release/netstandard2.0/NetCompile.Core.dll" />
          </ItemGroup>
          <Import Project="{repository}/src/NetCompile/build/NetCompile.targets" />
          <Import Project="{repository}/src/NetCompile.Build/build/NetCompile.Build.targets" />
        </Project>
        """;
}
