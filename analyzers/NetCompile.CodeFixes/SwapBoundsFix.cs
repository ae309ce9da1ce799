using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.CodeFixes;

/// <summary>Swaps the bounds of an input whose lower bound is above its upper bound.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwapBoundsFix)), Shared]
public sealed class SwapBoundsFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BoundsRules.LowerAboveUpper.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            context.RegisterCodeFix(CodeAction.Create("Swap bounds", token => Swap(context.Document, diagnostic, token), nameof(SwapBoundsFix)), diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Swap(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        AttributeArgumentSyntax lower = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeArgumentSyntax>()!;
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = ((AttributeArgumentListSyntax)lower.Parent!).Arguments;

        // The upper bound is the argument called so, or else the third one.
        AttributeArgumentSyntax upper = arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == "upper") ?? arguments.Where(a => a.NameEquals is null).ElementAt(2);
        return document.WithSyntaxRoot(root.ReplaceNodes(
            new[] { lower.Expression, upper.Expression },
            (old, _) => old == lower.Expression ? upper.Expression.WithTriviaFrom(old) : lower.Expression.WithTriviaFrom(old)));
    }
}
