using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.CodeFixes;

/// <summary>Removes a <c>[BigM]</c>, so that every neuron has its own proven bound.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveBigMFix)), Shared]
public sealed class RemoveBigMFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        DeclarationRules.DuplicateBigM.Id, MilpRules.WeakBigM.Id, MilpRules.BigMCutsOff.Id, MilpRules.BigMBelowBound.Id, MilpRules.UnknownNeuron.Id, MilpRules.BigMWithoutEffect.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            context.RegisterCodeFix(CodeAction.Create("Remove [BigM]", token => Remove(context.Document, diagnostic, token), nameof(RemoveBigMFix)), diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Remove(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        AttributeSyntax attribute = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeSyntax>()!;

        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return document.WithText(text.Replace(SpanOf(attribute, text), ""));
    }

    // In text, because the spaces and line ends around an attribute belong to its neighbours.
    private static TextSpan SpanOf(AttributeSyntax attribute, SourceText text)
    {
        AttributeListSyntax list = (AttributeListSyntax)attribute.Parent!;
        int index = list.Attributes.IndexOf(attribute);
        if (index + 1 < list.Attributes.Count)
        {
            return TextSpan.FromBounds(attribute.SpanStart, list.Attributes[index + 1].SpanStart);
        }

        if (index > 0)
        {
            return TextSpan.FromBounds(list.Attributes[index - 1].Span.End, attribute.Span.End);
        }

        // Brackets without an attribute are no C#; brackets on a line of their own go with the line.
        int start = list.SpanStart, end = list.Span.End;
        while (end < text.Length && text[end] is ' ' or '\t')
        {
            end++;
        }

        TextLine line = text.Lines.GetLineFromPosition(start);
        bool isAlone = end == line.End && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(line.Start, start)));
        return isAlone ? line.SpanIncludingLineBreak : TextSpan.FromBounds(start, end);
    }
}
