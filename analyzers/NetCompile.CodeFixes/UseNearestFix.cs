using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.CodeFixes;

/// <summary>Replaces a path, or the name of an input, an output, an encoding or a layer, by the existing one that was probably meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseNearestFix)), Shared]
public sealed class UseNearestFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ModelRules.FileNotFound.Id, PropertyRules.UnknownVariable.Id, DeclarationRules.UnknownEncoding.Id, MilpRules.UnknownNeuron.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(Fact.Replacement, out string? replacement) && replacement is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Use '{replacement}'", token => Replace(context.Document, diagnostic, replacement, token), nameof(UseNearestFix)), diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Replace(Document document, Diagnostic diagnostic, string replacement, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SyntaxNode marked = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        SyntaxNode changed = marked is SimpleNameSyntax
            ? SyntaxFactory.IdentifierName(replacement)
            : SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(replacement));
        return document.WithSyntaxRoot(root.ReplaceNode(marked, changed.WithTriviaFrom(marked)));
    }
}
