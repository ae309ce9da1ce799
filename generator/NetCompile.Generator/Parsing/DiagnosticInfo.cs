using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Parsing;

/// <summary>A diagnostic that compares by value and holds no syntax tree.</summary>
/// <param name="Descriptor">The rule.</param>
/// <param name="Location">Where.</param>
/// <param name="Arguments">The message's arguments.</param>
/// <param name="Properties">Facts for code fixes, as alternating keys and values.</param>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, LocationInfo Location, EquatableArray<string> Arguments, EquatableArray<string> Properties = default)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        new(descriptor, LocationInfo.From(location), arguments.ToEquatableArray());

    public DiagnosticInfo WithFact(string key, string value) => this with { Properties = Properties.Append(key).Append(value).ToEquatableArray() };

    /// <summary>The diagnostic; <paramref name="compilation"/>, where given, supplies the tree that <c>#pragma</c> directives are read from.</summary>
    public Diagnostic ToDiagnostic(Compilation? compilation = null)
    {
        ImmutableDictionary<string, string?>.Builder facts = ImmutableDictionary.CreateBuilder<string, string?>();
        for (int i = 0; i + 1 < Properties.Count; i += 2)
        {
            facts[Properties[i]] = Properties[i + 1];
        }

        SyntaxTree? tree = compilation?.SyntaxTrees.FirstOrDefault(t => t.FilePath == Location.Path);
        Location location = tree is null ? Location.ToLocation() : Microsoft.CodeAnalysis.Location.Create(tree, Location.Span);
        return Diagnostic.Create(Descriptor, location, facts.ToImmutable(), Arguments.Cast<object>().ToArray());
    }
}
