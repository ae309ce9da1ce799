using System.Globalization;
using System.Net;
using System.Text;

namespace NetCompile.Reports.Html;

/// <summary>Builds HTML: what is not markup is always escaped, so that no name or text of a user can become markup.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends markup as it stands: constants of this program and numbers only.</summary>
    public HtmlText Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Appends text, escaped.</summary>
    public HtmlText Text(string text)
    {
        _text.Append(WebUtility.HtmlEncode(Printable(text)));
        return this;
    }

    /// <summary>Appends a name, escaped, that may be broken between the words it is made of.</summary>
    public HtmlText Name(string name)
    {
        int start = 0;
        for (int i = 1; i < name.Length; i++)
        {
            if ((char.IsUpper(name[i]) && char.IsLower(name[i - 1])) || name[i - 1] is '.' or '_')
            {
                Text(name[start..i]).Raw("<wbr>");
                start = i;
            }
        }

        return Text(name[start..]);
    }

    /// <summary>Appends an element without attributes that holds text.</summary>
    public HtmlText Element(string tag, string text) => Raw($"<{tag}>").Text(text).Raw($"</{tag}>");

    /// <summary>Appends a number with at most three decimals, for coordinates.</summary>
    public HtmlText Coordinate(double value) => Raw(At(value));

    /// <summary>A coordinate, with at most three decimals; halves are rounded up, as scripts round them.</summary>
    public static string At(double value) => (Math.Floor((value * 1000) + 0.5) / 1000).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A text for an attribute in double quotes.</summary>
    public static string Attribute(string text) => WebUtility.HtmlEncode(Printable(text));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>The text without what no page can hold, or what would reorder the text around it.</summary>
    /// <remarks>HTML has no way to write other control characters, half a surrogate pair cannot be encoded in UTF-8, and a name with an overriding direction could turn the words beside it round.</remarks>
    public static string Printable(string text)
    {
        StringBuilder printable = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                printable.Append(c).Append(text[++i]);
            }
            else
            {
                printable.Append(char.IsSurrogate(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') || (char.IsControl(c) && c is not ('\n' or '\t')) ? '\uFFFD' : c);
            }
        }

        return printable.ToString();
    }
}
