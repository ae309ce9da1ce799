using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.QuickProofs;

namespace NetCompile.Analyzers;

/// <summary>Says of every property whether it holds, as far as a bounded number of boxes and multiplications tells, and which neurons are stable.</summary>
/// <remarks>It proves what the generator emits, resolved by the generator's own code; what is wrong with the declaration or its files is the other analyzers' affair.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProofAnalyzer : DiagnosticAnalyzer
{
    private const string ProveOption = "build_property.NetCompileProve";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ProofRules.All.Add(PropertyRules.Vacuous).Add(DeclarationRules.InvalidNumber);

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

            AnalyzerConfigOptions global = start.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
            global.TryGetValue(ProjectFiles.ProjectFolderOption, out string? projectFolder);
            bool provesInBuild = global.TryGetValue(ProveOption, out string? prove) && prove.Length > 0 && !string.Equals(prove, "false", StringComparison.OrdinalIgnoreCase);
            ProjectFiles files = new(start.Options.AdditionalFiles, projectFolder);
            start.RegisterSymbolAction(context => Analyze(context, files, provesInBuild), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ProjectFiles files, bool provesInBuild)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (DeclarationParser.Parse(type, context.Compilation, context.CancellationToken) is not { Declaration: { } declaration } parsed
            || parsed.Errors.Any(e => BoundsRules.All.Contains(e.Descriptor)))
        {
            return;
        }

        Check check = new(type, declaration, parsed.Attributes, files, error => context.ReportDiagnostic(error.ToDiagnostic(context.Compilation)), context.CancellationToken);
        TrainingRangeCheck.Run(check);
        if (declaration.Properties.IsEmpty && parsed.Errors.IsEmpty)
        {
            check.Add(ProofRules.NoProperty, check.Attributes.Network.Location, declaration.Name);
        }

        if (!provesInBuild)
        {
            BuildProofCheck.Run(check);
        }

        QuickProofOptions options = ProofOptions.Read(
            context.Options.AnalyzerConfigOptionsProvider.GetOptions(check.Attributes.Network.Syntax.SyntaxTree),
            (key, value) => check.Add(DeclarationRules.InvalidNumber, check.Attributes.Network.Location, $"The option {key}", ".editorconfig", $"'{value}'", "a whole number of at least 0"));
        if (options.Nodes > 0 && options.Work > 0 && NetworkResolver.Resolve(declaration, files, hasMilp: false, context.CancellationToken) is { } network)
        {
            StableNeuronCheck.Run(check, network, options);
            QuickProofCheck.Run(check, network, options);
        }
    }
}
