using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.CodeFixes;

/// <summary>Replaces a big-M that is weak or too small by the bound that is proved.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseProvenBoundFix)), Shared]
public sealed class UseProvenBoundFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(MilpRules.WeakBigM.Id, MilpRules.BigMCutsOff.Id, MilpRules.BigMBelowBound.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(Fact.ProvenBound, out string? bound) && bound is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Use the proven bound {bound}", token => Replace(context.Document, diagnostic, bound, token), nameof(UseProvenBoundFix)), diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Replace(Document document, Diagnostic diagnostic, string bound, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SyntaxNode marked = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        LiteralExpressionSyntax number = SyntaxFactory.LiteralExpression(
            SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(bound, double.Parse(bound, CultureInfo.InvariantCulture)));
        return document.WithSyntaxRoot(root.ReplaceNode(marked, number.WithTriviaFrom(marked)));
    }
}
