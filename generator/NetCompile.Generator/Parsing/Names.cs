using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.Generator.Parsing;

/// <summary>The names that a user gives to inputs, outputs and properties: they become members of generated types.</summary>
internal static class Names
{
    // Members that every generated type has already.
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal)
    {
        "Input", "Output", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize",
    };

    /// <summary>Reports a name that is no identifier or is taken.</summary>
    public static bool Check(string kind, string? name, Location location, ErrorList errors)
    {
        string? problem = name is null or "" ? "is empty"
            : SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "is a C# keyword"
            : !SyntaxFacts.IsValidIdentifier(name) ? "is no C# identifier"
            : s_taken.Contains(name) ? "is a member of every generated type"
            : null;
        if (problem is null)
        {
            return true;
        }

        errors.Add(DeclarationRules.InvalidName, location, kind, name ?? "", problem, Identifier(name ?? "", kind));
        return false;
    }

    /// <summary>Reports a name that was used before for the same kind of thing.</summary>
    public static bool CheckUnique(string kind, string name, string owner, Location location, Dictionary<string, string> used, ErrorList errors)
    {
        if (used.TryGetValue(name, out string? other))
        {
            errors.Add(DeclarationRules.DuplicateName, location, kind, name, other);
            return false;
        }

        used.Add(name, owner);
        return true;
    }

    /// <summary>An identifier near <paramref name="text"/>: other characters are dropped and the letter after them becomes upper case.</summary>
    public static string Identifier(string text, string fallback)
    {
        StringBuilder result = new();
        bool upper = false;
        foreach (char c in text)
        {
            if (!SyntaxFacts.IsIdentifierPartCharacter(c) || c == '_')
            {
                upper = result.Length > 0;
            }
            else
            {
                result.Append(upper ? char.ToUpperInvariant(c) : c);
                upper = false;
            }
        }

        if (result.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(result[0]))
        {
            result.Insert(0, fallback);
        }

        string identifier = result.ToString();
        return SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None || s_taken.Contains(identifier) ? identifier + "Value" : identifier;
    }

    /// <summary>The name of a property from its file's name: <c>properties/prop_3.vnnlib.gz</c> gives <c>Prop3</c>.</summary>
    public static string FromFile(string path)
    {
        string file = path.Substring(path.LastIndexOfAny(new[] { '/', '\\' }) + 1);
        foreach (string extension in new[] { ".gz", ".vnnlib" })
        {
            if (file.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                file = file.Substring(0, file.Length - extension.Length);
            }
        }

        string identifier = Identifier(file, "Property");
        return char.ToUpperInvariant(identifier[0]) + identifier.Substring(1);
    }
}

/// <summary>Numbers and counts in messages.</summary>
internal static class Display
{
    public static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "infinity" : double.IsNegativeInfinity(value) ? "-infinity" : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Count(int count, string noun) => count.ToString(CultureInfo.InvariantCulture) + " " + (count == 1 ? noun : noun + "s");
}
