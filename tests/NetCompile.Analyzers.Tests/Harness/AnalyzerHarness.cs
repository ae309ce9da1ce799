using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace NetCompile.Analyzers.Tests.Harness;

/// <summary>Runs NetCompile's analyzers on source text with marks.</summary>
internal static class AnalyzerHarness
{
    public const string ProjectFolder = "/project/";
    public const string SourcePath = "/project/Networks/Test.cs";

    // One line, so that marks and messages speak of the text of the test.
    public const string Usings = "using System; using NetCompile; ";

    /// <summary>What a project references that puts networks into optimisation models.</summary>
    public static readonly ImmutableArray<MetadataReference> ReferencesWithMilp =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "NetCompile.dll" or "NetCompile.Core.dll" or "NetCompile.Milp.dll"))
            .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>What other projects reference.</summary>
    public static readonly ImmutableArray<MetadataReference> References = [.. ReferencesWithMilp.Where(r => Path.GetFileName(r.Display) != "NetCompile.Milp.dll")];

    /// <summary>Demands exactly the marked diagnostics with exactly these messages, in the order of the marks.</summary>
    /// <param name="markup">A file with marks.</param>
    /// <param name="messages">The full messages.</param>
    /// <param name="files">The project's additional files.</param>
    public static Task VerifyAsync(string markup, string[] messages, params AdditionalText[] files) => VerifyAsync(markup, messages, NoConfig, withMilp: false, files);

    /// <summary>The same in a project with options in its <c>.editorconfig</c>, or with a reference to <c>NetCompile.Milp</c>.</summary>
    /// <param name="markup">A file with marks.</param>
    /// <param name="messages">The full messages.</param>
    /// <param name="config">Keys and values.</param>
    /// <param name="withMilp">Whether the project references <c>NetCompile.Milp</c>.</param>
    /// <param name="files">The project's additional files.</param>
    public static async Task VerifyAsync(string markup, string[] messages, IReadOnlyDictionary<string, string> config, bool withMilp, params AdditionalText[] files)
    {
        Markup expected = Markup.Parse(Usings + markup);
        CSharpCompilation compilation = Compile(expected.Code);
        ImmutableArray<Diagnostic> actual = await DiagnoseAsync(withMilp ? compilation.WithReferences(ReferencesWithMilp) : compilation, config, files);
        string[] wanted = [.. expected.Expected.Select((e, i) => Describe(e.Id, e.Span, expected.Code, i < messages.Length ? messages[i] : "(no message given)"))];
        string[] found = [.. actual.OrderBy(d => d.Location.SourceSpan.Start).ThenByDescending(d => d.Location.SourceSpan.Length).Select(d => Describe(d.Id, d.Location.SourceSpan, expected.Code, d.GetMessage()))];
        Assert.Equal(wanted, found);
        Assert.Equal(expected.Expected.Count, messages.Length);
    }

    /// <summary>Demands that nothing be reported.</summary>
    public static Task VerifyCleanAsync(string code, params AdditionalText[] files) => VerifyAsync(code, [], files);

    public static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "Consumer",
        sources.Select((s, i) => CSharpSyntaxTree.ParseText(s, new CSharpParseOptions(LanguageVersion.CSharp12), i == 0 ? SourcePath : $"/project/Networks/Other{i}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>Demands exactly the marked diagnostics of the proofs while typing, with exactly these messages.</summary>
    /// <param name="markup">A file with marks.</param>
    /// <param name="messages">The full messages.</param>
    /// <param name="config">Keys and values of <c>.editorconfig</c>; nothing where null.</param>
    /// <param name="files">The project's additional files.</param>
    /// <returns>The diagnostics, in the order of the marks.</returns>
    public static async Task<Diagnostic[]> VerifyProofsAsync(string markup, string[] messages, IReadOnlyDictionary<string, string>? config = null, params AdditionalText[] files)
    {
        Markup expected = Markup.Parse(Usings + markup);
        ImmutableArray<Diagnostic> actual = await ProofsAsync(Compile(expected.Code), config, files);
        Diagnostic[] sorted = [.. actual.OrderBy(d => d.Location.SourceSpan.Start).ThenByDescending(d => d.Location.SourceSpan.Length).ThenBy(d => d.Id, StringComparer.Ordinal)];

        // As one text, of which a failure shows the place that differs.
        Assert.Equal(
            string.Join("\n", expected.Expected.Select((e, i) => Describe(e.Id, e.Span, expected.Code, i < messages.Length ? messages[i] : "(no message given)"))),
            string.Join("\n", sorted.Select(d => Describe(d.Id, d.Location.SourceSpan, expected.Code, d.GetMessage()))));
        Assert.Equal(expected.Expected.Count, messages.Length);
        return sorted;
    }

    /// <summary>What the proofs while typing report.</summary>
    public static Task<ImmutableArray<Diagnostic>> ProofsAsync(Compilation compilation, IReadOnlyDictionary<string, string>? config = null, params AdditionalText[] files) =>
        DiagnoseAsync(compilation, config ?? NoConfig, files, new ProofAnalyzer());

    /// <summary>Everything that NetCompile's analyzers report, but for proofs; an exception in an analyzer fails the test.</summary>
    public static Task<ImmutableArray<Diagnostic>> DiagnoseAsync(Compilation compilation, params AdditionalText[] files) => DiagnoseAsync(compilation, NoConfig, files);

    /// <summary>The same with options in the project's <c>.editorconfig</c>.</summary>
    public static Task<ImmutableArray<Diagnostic>> DiagnoseAsync(Compilation compilation, IReadOnlyDictionary<string, string> config, params AdditionalText[] files) =>
        DiagnoseAsync(compilation, config, files, new DeclarationAnalyzer(), new ModelAnalyzer());

    private static async Task<ImmutableArray<Diagnostic>> DiagnoseAsync(Compilation compilation, IReadOnlyDictionary<string, string> config, AdditionalText[] files, params DiagnosticAnalyzer[] analyzers)
    {
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(
            [.. analyzers],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([.. files], new ProjectOptions(config)),
                onAnalyzerException: null,
                concurrentAnalysis: true,
                logAnalyzerExecutionTime: false,
                reportSuppressedDiagnostics: false));
        ImmutableArray<Diagnostic> diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(diagnostics, d => d.Id == "AD0001");
        return diagnostics;
    }

    private static string Describe(string id, TextSpan span, string code, string message) => $"{id} at '{code.Substring(span.Start, span.Length)}' ({span.Start}): {message}";

    private static IReadOnlyDictionary<string, string> NoConfig { get; } = new Dictionary<string, string>();

    private sealed class ProjectOptions(IReadOnlyDictionary<string, string> config) : AnalyzerConfigOptionsProvider
    {
        private readonly Config _config = new(config);

        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(config);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _config;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        // What a section for all C# files says.
        private sealed class Config(IReadOnlyDictionary<string, string> config) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => config.TryGetValue(key, out value);
        }

        // What MSBuild says: the project's folder, and the properties that the test gives.
        private sealed class Options(IReadOnlyDictionary<string, string> config) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
            {
                value = ProjectFolder;
                return key == "build_property.projectdir" || config.TryGetValue(key, out value);
            }
        }
    }
}
