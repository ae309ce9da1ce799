using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.Generator.Parsing;

/// <summary>The class itself and the types around it: whether code can be generated into it, and under which names.</summary>
internal static class ContainerParser
{
    private static readonly SymbolDisplayFormat s_plainNames = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted);

    // Types are generated into the class under these names; C# forbids a member with its class's name.
    private static readonly HashSet<string> s_generatedMembers = new(StringComparer.Ordinal) { "Input", "Output", "Network", "Properties", "Verify", "Forward", "ForwardBatch", "Bounds", "AddTo" };

    public static void Check(INamedTypeSymbol type, TypeDeclarationSyntax syntax, ErrorList errors)
    {
        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            errors.Add(DeclarationRules.NotPartial, syntax.Identifier.GetLocation(), type.Name);
        }

        foreach (TypeDeclarationSyntax outer in syntax.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            if (!outer.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                errors.Add(DeclarationRules.ContainingTypeNotPartial, outer.Identifier.GetLocation(), outer.Identifier.ValueText, type.Name);
            }
        }

        if (s_generatedMembers.Contains(type.Name))
        {
            errors.Add(DeclarationRules.InvalidName, syntax.Identifier.GetLocation(), "class", type.Name, "is the name of a generated member", type.Name + "Model");
            return;
        }

        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            string? reason = t.Arity > 0 ? "is generic" : t.IsFileLocal ? "is local to its file, where generated code cannot reach it" : null;
            if (reason is not null)
            {
                errors.Add(
                    DeclarationRules.UnsupportedContainer, syntax.Identifier.GetLocation(), type.Name, SymbolEqualityComparer.Default.Equals(t, type) ? $"it {reason}" : $"'{t.Name}' around it {reason}");
                return;
            }
        }
    }

    /// <summary>The namespace without <c>@</c>, or null for the global one.</summary>
    public static string? NamespaceOf(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString(s_plainNames);

    /// <summary>The class's name as its metadata has it, <c>Namespace.Outer+Net</c>; with a hash of it where another name differs in letter case only.</summary>
    /// <remarks>
    /// The compiler refuses two files whose names differ in letter case only. The <c>+</c> keeps a network <c>Weights</c> inside a network apart from that network's
    /// file of weights.
    /// </remarks>
    public static string HintNameOf(INamedTypeSymbol type)
    {
        string name = type.Name;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name = outer.Name + "+" + name;
        }

        name = NamespaceOf(type) is { } prefix ? prefix + "." + name : name;
        return HasTwinInOtherCase(type) ? $"{name}_{Hash(name):x8}" : name;
    }

    private static bool HasTwinInOtherCase(INamespaceOrTypeSymbol symbol)
    {
        for (INamespaceOrTypeSymbol? s = symbol; s is not null && s is not INamespaceSymbol { IsGlobalNamespace: true }; s = (INamespaceOrTypeSymbol?)s.ContainingType ?? s.ContainingNamespace)
        {
            INamespaceOrTypeSymbol container = (INamespaceOrTypeSymbol?)s.ContainingType ?? s.ContainingNamespace;
            if (container.GetMembers().Any(m => m is INamespaceOrTypeSymbol && m.Name != s.Name && string.Equals(m.Name, s.Name, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    // FNV-1a: the same on every machine and run, unlike string.GetHashCode.
    private static uint Hash(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u));

    /// <summary>The types around <paramref name="type"/>, outermost first.</summary>
    public static EquatableArray<ContainingType> ContainingTypesOf(INamedTypeSymbol type)
    {
        ImmutableArray<ContainingType>.Builder types = ImmutableArray.CreateBuilder<ContainingType>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            types.Add(new ContainingType(KeywordOf(outer), outer.Name, ModifiersOf(outer)));
        }

        types.Reverse();
        return types.ToImmutable();
    }

    private static string KeywordOf(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Interface => "interface",
        TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
        _ => type.IsRecord ? "record" : "class",
    };

    private static string ModifiersOf(INamedTypeSymbol type)
    {
        List<string> modifiers = new();
        if (type.IsStatic)
        {
            modifiers.Add("static");
        }

        if (type.TypeKind == TypeKind.Struct && type.IsReadOnly)
        {
            modifiers.Add("readonly");
        }

        if (type.IsRefLikeType)
        {
            modifiers.Add("ref");
        }

        return string.Join(" ", modifiers);
    }
}
