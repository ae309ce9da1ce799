using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.CodeFixes;

/// <summary>Narrows a range to what the network was trained with.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NarrowRangeFix)), Shared]
public sealed class NarrowRangeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ProofRules.OutsideTraining.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(Fact.TrainedEnd, out string? end) && end is not null)
            {
                context.RegisterCodeFix(CodeAction.Create($"Narrow the range to {end}", token => Narrow(context.Document, diagnostic, end, token), nameof(NarrowRangeFix)), diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Narrow(Document document, Diagnostic diagnostic, string end, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        AttributeArgumentSyntax argument = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeArgumentSyntax>()!;
        ExpressionSyntax value = SyntaxFactory.ParseExpression(end).WithTriviaFrom(argument.Expression);
        return document.WithSyntaxRoot(root.ReplaceNode(argument.Expression, value));
    }
}
