using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace NetCompile.Analyzers.Tests.Harness;

/// <summary>Source text in which <c>{|NC0001:…|}</c> marks where a diagnostic is expected.</summary>
/// <param name="Code">The text without marks.</param>
/// <param name="Expected">The marked spans with their ids, in the order of the text.</param>
internal sealed record Markup(string Code, IReadOnlyList<(string Id, TextSpan Span)> Expected)
{
    public static Markup Parse(string text)
    {
        StringBuilder code = new();
        List<(string, TextSpan)> expected = [];
        Stack<(string Id, int Start, int Slot)> open = new();
        int at = 0;
        foreach (Match mark in Regex.Matches(text, @"\{\|(?<id>NC\d{4}):|\|\}"))
        {
            code.Append(text, at, mark.Index - at);
            at = mark.Index + mark.Length;
            if (mark.Groups["id"].Success)
            {
                open.Push((mark.Groups["id"].Value, code.Length, expected.Count));
                expected.Add(default);
            }
            else
            {
                (string id, int start, int slot) = open.Pop();
                expected[slot] = (id, TextSpan.FromBounds(start, code.Length));
            }
        }

        Assert.Empty(open);
        return new Markup(code.Append(text, at, text.Length - at).ToString(), expected);
    }
}
