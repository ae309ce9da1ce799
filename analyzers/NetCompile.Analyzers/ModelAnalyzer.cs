using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompile.Generator;
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
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = 
        ModelRules.All.AddRange(BoundsRules.All).AddRange(MilpRules.All).AddRange(PropertyRules.All).Add(EmissionRules.PropertyNotBuilt).AddRange(EmissionRules.OfSpecialization).Add(DeclarationRules.InvalidNumber);

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
            bool hasMilp = start.Compilation.GetTypeByMetadataName(NetworkGenerator.MilpModelName) is not null;
            start.RegisterSymbolAction(context => Analyze(context, files, hasMilp), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ProjectFiles files, bool hasMilp)
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
            if (model.InputCount == declaration.InputCount && model.OutputCount == declaration.OutputCount)
            {
                SpecializationCheck.Run(check, model);
                MilpCheck.Run(check, model, hasMilp, OptionsOf(context, check));
            }
        }

        PropertyCheck.Run(check, load.Model);
    }

    // The options of the file with [Network]; what is wrong with one is reported there.
    private static MilpOptions OptionsOf(SymbolAnalysisContext context, Check check)
    {
        AttributeUse network = check.Attributes.Network;
        return MilpOptions.Read(
            context.Options.AnalyzerConfigOptionsProvider.GetOptions(network.Syntax.SyntaxTree),
            (key, value) => check.Add(DeclarationRules.InvalidNumber, network.Location, $"The option {key}", ".editorconfig", $"'{value}'", "a number of at least 1"));
    }
}
