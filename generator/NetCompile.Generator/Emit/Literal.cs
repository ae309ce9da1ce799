using System.Globalization;
using System.Security;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace NetCompile.Generator.Emit;

/// <summary>C# literals that mean exactly the given value, in the invariant culture.</summary>
internal static class Literal
{
    /// <summary>The shortest float literal that reads back as <paramref name="value"/>, bit for bit.</summary>
    public static string Float(float value)
    {
        if (float.IsNaN(value))
        {
            return "float.NaN";
        }

        if (float.IsInfinity(value))
        {
            return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        }

        if (value == 0)
        {
            // The sign of a zero is lost by older run times' formatting.
            return 1 / value < 0 ? "-0f" : "0f";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);

        // On the .NET Framework, which hosts the compiler in Visual Studio, "R" is not always exact.
        return (float.Parse(text, CultureInfo.InvariantCulture) == value ? text : value.ToString("G9", CultureInfo.InvariantCulture)) + "f";
    }

    /// <summary>The shortest double literal that reads back as <paramref name="value"/>, bit for bit.</summary>
    public static string Double(double value)
    {
        if (double.IsNaN(value))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        if (value == 0)
        {
            return 1 / value < 0 ? "-0d" : "0d";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return (double.Parse(text, CultureInfo.InvariantCulture) == value ? text : value.ToString("G17", CultureInfo.InvariantCulture)) + "d";
    }

    /// <summary>A number for a comment.</summary>
    public static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A whole number with thousands separators, for a comment.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bool(bool value) => value ? "true" : "false";

    /// <summary>A quoted and escaped string literal.</summary>
    public static string String(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>An identifier, escaped where it is a keyword.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>A dotted name with every part escaped where it is a keyword.</summary>
    public static string Name(string dotted) => string.Join(".", dotted.Split('.').Select(Identifier));

    /// <summary>Text inside an XML documentation comment, on one line.</summary>
    public static string Xml(string text) => SecurityElement.Escape(OneLine(text)) ?? "";

    /// <summary>Text inside a line comment: whatever would end the line, and other control characters, become spaces.</summary>
    public static string OneLine(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (char c in text)
        {
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }

        return line.ToString();
    }
}
