using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.CodeFixes;

/// <summary>Adds bounds from 0 to 1 to an input without: a place to write the real ones.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddBoundsFix)), Shared]
public sealed class AddBoundsFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BoundsRules.Unbounded.Id, MilpRules.InfiniteBigM.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            context.RegisterCodeFix(CodeAction.Create("Add bounds 0 and 1", token => AddBounds(context.Document, diagnostic, token), nameof(AddBoundsFix)), diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> AddBounds(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        AttributeArgumentSyntax name = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeArgumentSyntax>()!;
        AttributeArgumentListSyntax list = (AttributeArgumentListSyntax)name.Parent!;
        int index = list.Arguments.IndexOf(name);
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = list.Arguments.InsertRange(index + 1, new[] { Bound(0), Bound(1) });
        return document.WithSyntaxRoot(root.ReplaceNode(list, list.WithArguments(arguments)));
    }

    private static AttributeArgumentSyntax Bound(int value) =>
        SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value))).WithLeadingTrivia(SyntaxFactory.Space);
}
