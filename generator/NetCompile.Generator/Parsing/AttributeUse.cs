using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetCompile.Generator.Parsing;

/// <summary>One attribute on a network class: its values, and where each argument stands.</summary>
internal sealed class AttributeUse
{
    private const string Suffix = "Attribute";
    private readonly AttributeData _data;
    private readonly AttributeSyntax _syntax;

    private AttributeUse(AttributeData data, AttributeSyntax syntax)
    {
        _data = data;
        _syntax = syntax;
        Name = data.AttributeClass!.Name.Substring(0, data.AttributeClass.Name.Length - Suffix.Length);
    }

    /// <summary>The attribute's name without suffix, for example <c>Input</c>.</summary>
    public string Name { get; }

    public AttributeSyntax Syntax => _syntax;

    public Location Location => _syntax.GetLocation();

    /// <summary>The number of the constructor's arguments, defaults included.</summary>
    public int PositionalCount => _data.ConstructorArguments.Length;

    /// <summary>NetCompile's attributes on <paramref name="symbol"/> in source order; those the compiler itself rejects are left out.</summary>
    public static ImmutableArray<AttributeUse> On(ISymbol symbol, CancellationToken cancellationToken)
    {
        ImmutableArray<AttributeUse>.Builder uses = ImmutableArray.CreateBuilder<AttributeUse>();
        foreach (AttributeData data in symbol.GetAttributes())
        {
            if (data.AttributeClass is { TypeKind: TypeKind.Class } type
                && type.Name.EndsWith(Suffix, StringComparison.Ordinal)
                && type.ContainingNamespace is { Name: "NetCompile", ContainingNamespace.IsGlobalNamespace: true }
                && data.AttributeConstructor is not null
                && data.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax)
            {
                uses.Add(new AttributeUse(data, syntax));
            }
        }

        return uses.ToImmutable();
    }

    /// <summary>The value of a constructor argument; default where it has an error of its own, which the compiler reports.</summary>
    public T? Positional<T>(int index) => index < PositionalCount && _data.ConstructorArguments[index] is { Kind: not TypedConstantKind.Array and not TypedConstantKind.Error } c && c.Value is T value ? value : default;

    /// <summary>The elements of a constructor argument that is an array.</summary>
    public ImmutableArray<T> PositionalArray<T>(int index) =>
        index < PositionalCount && _data.ConstructorArguments[index] is { Kind: TypedConstantKind.Array, IsNull: false } array ? Elements<T>(array) : ImmutableArray<T>.Empty;

    /// <summary>Whether the attribute sets this property.</summary>
    public bool Sets(string property) => _data.NamedArguments.Any(a => a.Key == property);

    /// <summary>The value of a property that the attribute sets, or null.</summary>
    public T? Named<T>(string property) where T : struct =>
        Find(property) is { Kind: TypedConstantKind.Primitive } constant && constant.Value is T value ? value : null;

    /// <summary>The text of a property that the attribute sets, or null.</summary>
    public string? NamedText(string property) => Find(property) is { Kind: TypedConstantKind.Primitive } constant ? constant.Value as string : null;

    /// <summary>The elements of an array that the attribute sets, or null.</summary>
    public ImmutableArray<T>? NamedArray<T>(string property) => Find(property) is { Kind: TypedConstantKind.Array, IsNull: false } array ? Elements<T>(array) : null;

    /// <summary>Where a constructor argument stands; for an expanded <c>params</c> array, <paramref name="index"/> counts through its elements.</summary>
    public Location PositionalLocation(int index)
    {
        List<AttributeArgumentSyntax> arguments = PositionalArguments();
        string? parameter = index < _data.AttributeConstructor!.Parameters.Length ? _data.AttributeConstructor.Parameters[index].Name : null;
        AttributeArgumentSyntax? argument = arguments.FirstOrDefault(a => a.NameColon is not null && a.NameColon.Name.Identifier.ValueText == parameter)
            ?? (index < arguments.Count && arguments[index].NameColon is null ? arguments[index] : arguments.LastOrDefault());
        return (argument?.Expression.GetLocation()) ?? Location;
    }

    /// <summary>Where the value of a property that the attribute sets stands.</summary>
    public Location NamedLocation(string property) =>
        _syntax.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == property)?.Expression.GetLocation() ?? Location;

    private List<AttributeArgumentSyntax> PositionalArguments() =>
        _syntax.ArgumentList?.Arguments.Where(a => a.NameEquals is null).ToList() ?? new List<AttributeArgumentSyntax>();

    private TypedConstant? Find(string property)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in _data.NamedArguments)
        {
            if (argument.Key == property)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static ImmutableArray<T> Elements<T>(TypedConstant array) =>
        array.Values.Where(v => v.Kind != TypedConstantKind.Array).Select(v => v.Value).OfType<T>().ToImmutableArray();
}
