using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;

namespace NetCompile.Analyzers;

/// <summary>Reports where a declaration and the files it names disagree: model, weights, points and VNN-LIB files.</summary>
/// <remarks>It shares the generator's model cache, so that a model file is parsed once for both.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ModelRules.All.AddRange(BoundsRules.All).AddRange(PropertyRules.All).Add(EmissionRules.PropertyNotBuilt);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(DeclarationParser.NetworkAttributeName) is null)
            {
                return;
            }

            start.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(ProjectFiles.ProjectFolderOption, out string? projectFolder);
            ProjectFiles files = new(start.Options.AdditionalFiles, projectFolder);
            start.RegisterSymbolAction(context => Analyze(context, files), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ProjectFiles files)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (DeclarationParser.Parse(type, context.Compilation, context.CancellationToken) is not { Declaration: { } declaration } parsed
            || parsed.Errors.Any(e => BoundsRules.All.Contains(e.Descriptor)))
        {
            return; // What is wrong with the declaration itself comes first, from the other analyzer.
        }

        Check check = new(type, declaration, parsed.Attributes, files, error => context.ReportDiagnostic(error.ToDiagnostic(context.Compilation)), context.CancellationToken);
        ModelLoad load = DeclaredModel.Load(declaration, files, context.CancellationToken);
        if (load.Error is { } failure)
        {
            ModelLoadCheck.Report(check, failure);
        }

        if (load.Model is { } model)
        {
            ModelFitCheck.Run(check, model);
        }

        PropertyCheck.Run(check, load.Model);
    }
}
