using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Parsing;

namespace NetCompile.Analyzers;

/// <summary>Reports what is wrong with a network class as C#: everything that syntax and symbols tell, without a look at any file.</summary>
/// <remarks>It runs the generator's own parser, so that the two never disagree.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        DeclarationRules.All.AddRange(BoundsRules.All).AddRange(PropertyRules.All).Add(ModelRules.FileNotFound);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        if (DeclarationParser.Parse((INamedTypeSymbol)context.Symbol, context.Compilation, context.CancellationToken) is { } parsed)
        {
            foreach (DiagnosticInfo error in parsed.Errors)
            {
                context.ReportDiagnostic(error.ToDiagnostic(context.Compilation));
            }
        }
    }
}
