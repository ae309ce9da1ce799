using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace NetCompile.Generator.Tests.Pipeline;

/// <summary>Runs the generator as the compiler does.</summary>
internal static class GeneratorRun
{
    /// <summary>A driver that tracks its steps, over files of <paramref name="folder"/>.</summary>
    public static GeneratorDriver Driver(string? folder = null, CSharpParseOptions? options = null, params string[] files) =>
        Driver(new ProjectOptions(("projectdir", folder)), options, files.Select(f => (AdditionalText)new FileOnDisk(Path.Combine(folder!, f))));

    /// <summary>A driver in a project that sets MSBuild properties which the compiler sees.</summary>
    public static GeneratorDriver Driver(params (string Name, string? Value)[] properties) => Driver(new ProjectOptions(properties), null, []);

    private static CSharpGeneratorDriver Driver(ProjectOptions properties, CSharpParseOptions? options, IEnumerable<AdditionalText> files) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator().AsSourceGenerator()],
        files,
        options ?? Consumer.ParseOptions(),
        properties,
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator and returns the consumer with its files, which must have no warnings.</summary>
    public static Compilation Compile(Compilation consumer, string? folder = null, params string[] files)
    {
        CSharpParseOptions options = (CSharpParseOptions)consumer.SyntaxTrees.First().Options;
        Driver(folder, options, files).RunGeneratorsAndUpdateCompilation(consumer, out Compilation result, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        string[] problems = Consumer.Problems(result);
        Assert.True(problems.Length == 0, string.Join("\n", problems.Take(20)));
        return result;
    }

    /// <summary>An additional file whose text is not asked for: models are binary.</summary>
    internal sealed class FileOnDisk(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path), System.Text.Encoding.UTF8);
    }

    private sealed class ProjectOptions(params (string Name, string? Value)[] properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(properties);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values((string Name, string? Value)[] properties) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = properties.FirstOrDefault(p => "build_property." + p.Name == key).Value;
            return value is not null;
        }
    }
}
