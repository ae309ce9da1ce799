using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.Generator.Parsing;

/// <summary>The names that a user gives to inputs, outputs and properties: they become members of generated types.</summary>
internal static class Names
{
    private static readonly string[] s_ofEveryType = { "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize" };

    // What the generator adds to the structs of inputs and outputs, and to the class with its nested Properties and Verify.
    private static readonly HashSet<string> s_ofStructs = new(s_ofEveryType.Concat(new[] { "Input", "Output", "FromSpan", "CopyTo", "AsSpan" }), StringComparer.Ordinal);

    private static readonly HashSet<string> s_ofClass = new(
        s_ofEveryType.Concat(new[] { "Input", "Output", "Network", "Properties", "Verify", "All", "Forward", "ForwardBatch", "Bounds", "AddTo", "Region", "IsInRegion", "RegionGuard", "Specialization" }), StringComparer.Ordinal);

    /// <summary>Reports a name that is no identifier or is taken.</summary>
    public static bool Check(string kind, string? name, Location location, ErrorList errors)
    {
        string? problem = name is null or "" ? "is empty"
            : SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "is a C# keyword"
            : !SyntaxFacts.IsValidIdentifier(name) ? "is no C# identifier"
            : IsTaken(kind, name) ? "is the name of a generated member"
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
        return SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None || IsTaken(fallback.ToLowerInvariant(), identifier) ? identifier + "Value" : identifier;
    }

    private static bool IsTaken(string kind, string name) =>
        (kind is "input" or "output" ? s_ofStructs : s_ofClass).Contains(name) || (name.StartsWith("Block", StringComparison.Ordinal) && name.Length > 5 && name.Skip(5).All(char.IsDigit));

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

        return Identifier(file.Length == 0 ? file : char.ToUpperInvariant(file[0]) + file.Substring(1), "Property");
    }
}
