using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace NetCompile.Analyzers.Tests.Harness;

/// <summary>Applies a code fix to source text.</summary>
internal static class FixHarness
{
    /// <summary>Demands that the fix of the first diagnostic it can fix gives <paramref name="after"/>.</summary>
    public static async Task VerifyAsync(CodeFixProvider fix, string title, string before, string after, params AdditionalText[] files)
    {
        Document document = DocumentOf(before);
        Diagnostic diagnostic = (await DiagnosticsAsync(document, fix, files))[0];
        CodeAction action = Assert.Single(await ActionsAsync(fix, document, diagnostic));
        Assert.Equal(title, action.Title);
        Assert.Equal(AnalyzerHarness.Usings + after, await ApplyAsync(action, document));
    }

    /// <summary>Demands that the fix gives <paramref name="after"/>, in a project that references <c>NetCompile.Milp</c>, and that the fixed code compiles and has nothing more to fix.</summary>
    public static async Task VerifySilencesAsync(CodeFixProvider fix, string title, string before, string after, IReadOnlyDictionary<string, string>? config = null)
    {
        Document document = DocumentOf(before, AnalyzerHarness.ReferencesWithMilp);
        Diagnostic diagnostic = (await DiagnosticsAsync(document, fix, [], config))[0];
        CodeAction action = Assert.Single(await ActionsAsync(fix, document, diagnostic));
        Assert.Equal(title, action.Title);
        Document changed = await ChangeAsync(action, document);
        Assert.Equal(AnalyzerHarness.Usings + after, (await changed.GetTextAsync()).ToString());
        Assert.DoesNotContain((await changed.Project.GetCompilationAsync())!.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        Assert.DoesNotContain(await DiagnosticsAsync(changed, fix, [], config), d => d.Id == diagnostic.Id);
    }

    /// <summary>Demands that fixing all diagnostics of the document at once gives <paramref name="after"/>.</summary>
    public static async Task VerifyAllAsync(CodeFixProvider fix, string before, string after, params AdditionalText[] files)
    {
        Document document = DocumentOf(before);
        ImmutableArray<Diagnostic> diagnostics = await DiagnosticsAsync(document, fix, files);
        Assert.True(diagnostics.Length > 1, "One diagnostic shows nothing about fixing all.");
        CodeAction first = (await ActionsAsync(fix, document, diagnostics[0])).Single();
        FixAllContext context = new(document, fix, FixAllScope.Document, first.EquivalenceKey!, diagnostics.Select(d => d.Id).Distinct(), new Known(diagnostics), default);
        CodeAction all = (await fix.GetFixAllProvider()!.GetFixAsync(context))!;
        Assert.Equal(AnalyzerHarness.Usings + after, await ApplyAsync(all, document));
    }

    /// <summary>Demands that nothing be offered for the diagnostic.</summary>
    public static async Task VerifyNoneAsync(CodeFixProvider fix, string before, params AdditionalText[] files)
    {
        Document document = DocumentOf(before);
        Assert.Empty(await ActionsAsync(fix, document, (await DiagnosticsAsync(document, fix, files))[0]));
    }

    private static Document DocumentOf(string code, IEnumerable<MetadataReference>? references = null)
    {
        AdhocWorkspace workspace = new();
        ProjectId project = ProjectId.CreateNewId();
        DocumentId document = DocumentId.CreateNewId(project);
        Solution solution = workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(
                project, VersionStamp.Default, "Consumer", "Consumer", LanguageNames.CSharp, metadataReferences: references ?? AnalyzerHarness.References,
                compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary), parseOptions: new CSharpParseOptions(LanguageVersion.CSharp12)))
            .AddDocument(document, "Test.cs", SourceText.From(AnalyzerHarness.Usings + code), filePath: AnalyzerHarness.SourcePath);
        return solution.GetDocument(document)!;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Document document, CodeFixProvider fix, AdditionalText[] files, IReadOnlyDictionary<string, string>? config = null)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerHarness.DiagnoseAsync(compilation, config ?? new Dictionary<string, string>(), files);
        diagnostics = diagnostics.AddRange(await AnalyzerHarness.ProofsAsync(compilation, config, files));
        return [.. diagnostics.Where(d => fix.FixableDiagnosticIds.Contains(d.Id)).OrderBy(d => d.Location.SourceSpan.Start)];
    }

    private static async Task<List<CodeAction>> ActionsAsync(CodeFixProvider fix, Document document, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));
        return actions;
    }

    private static async Task<string> ApplyAsync(CodeAction action, Document document) => (await (await ChangeAsync(action, document)).GetTextAsync()).ToString();

    private static async Task<Document> ChangeAsync(CodeAction action, Document document)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(default);
        Solution changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
        return changed.GetDocument(document.Id)!;
    }

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => GetAllDiagnosticsAsync(document.Project, cancellationToken);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
