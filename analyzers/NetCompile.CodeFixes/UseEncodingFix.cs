using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.CodeFixes;

/// <summary>States the encoding that does not have the problem: in <c>[MilpEncoding]</c>, or in a new one beside <c>[Network]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseEncodingFix)), Shared]
public sealed class UseEncodingFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(MilpRules.CoefficientRange.Id, MilpRules.EncodingTooLarge.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(Fact.Encoding, out string? encoding) && encoding is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Use the encoding '{encoding}'", token => Use(context.Document, diagnostic, encoding, token), nameof(UseEncodingFix)), diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Use(Document document, Diagnostic diagnostic, string encoding, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SyntaxNode marked = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        LiteralExpressionSyntax name = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(encoding));
        if (marked.FirstAncestorOrSelf<AttributeArgumentSyntax>() is { } argument)
        {
            return document.WithSyntaxRoot(root.ReplaceNode(argument.Expression, name.WithTriviaFrom(argument.Expression)));
        }

        AttributeSyntax network = marked.FirstAncestorOrSelf<AttributeSyntax>()!;
        AttributeListSyntax list = (AttributeListSyntax)network.Parent!;
        AttributeSyntax added = SyntaxFactory.Attribute(
            SyntaxFactory.ParseName("MilpEncoding").WithLeadingTrivia(SyntaxFactory.Space),
            SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.AttributeArgument(name))));

        // [NetCompile.Network] asks for the same prefix.
        if (network.Name is QualifiedNameSyntax qualified)
        {
            added = added.WithName(qualified.WithRight(SyntaxFactory.IdentifierName("MilpEncoding")).WithoutTrivia().WithLeadingTrivia(SyntaxFactory.Space));
        }

        return document.WithSyntaxRoot(root.ReplaceNode(list, list.WithAttributes(list.Attributes.Insert(list.Attributes.IndexOf(network) + 1, added))));
    }
}
