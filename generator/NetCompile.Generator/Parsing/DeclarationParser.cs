using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.Generator.Parsing;

/// <summary>Reads a <c>[Network]</c> class: its container, inputs and outputs, layers and properties.</summary>
/// <remarks>Files are not read here: what depends on a model's content is checked where the model is loaded.</remarks>
internal static class DeclarationParser
{
    /// <summary>The attribute that marks a network class.</summary>
    public const string NetworkAttributeName = "NetCompile.NetworkAttribute";

    /// <summary>Reads the class for the generator.</summary>
    public static ParseResult Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        ParsedNetwork? parsed = context.TargetSymbol is INamedTypeSymbol type ? Parse(type, context.SemanticModel.Compilation, cancellationToken) : null;
        return parsed is null ? new ParseResult(null, default, default)
            : new ParseResult(
                parsed.Declaration, parsed.Declaration is null && NamesMissingTypes((INamedTypeSymbol)context.TargetSymbol) ? parsed.Errors : default, parsed.PropertyLocations);
    }

    // Whether a member's signature needs types that do not exist, as those of properties do where no Input and Output are generated.
    private static bool NamesMissingTypes(INamedTypeSymbol type) =>
        type.GetMembers().Any(m => m is IMethodSymbol { ReturnType.TypeKind: TypeKind.Error } || (m is IMethodSymbol method && method.Parameters.Any(p => p.Type.TypeKind == TypeKind.Error)));

    /// <summary>Reads the class for an analyzer; null where <paramref name="type"/> is no network class.</summary>
    public static ParsedNetwork? Parse(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        if (type.TypeKind != TypeKind.Class)
        {
            return null; // The compiler reports that the attribute is for classes.
        }

        ImmutableArray<AttributeUse> attributes = AttributeUse.On(type, cancellationToken);
        AttributeUse? network = attributes.FirstOrDefault(a => a.Name == "Network");
        if (network?.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } syntax)
        {
            return null;
        }

        ErrorList errors = new();
        ContainerParser.Check(type, syntax, errors);
        ImmutableArray<(InputDeclaration Declaration, AttributeUse Use)> inputs = VariableParser.ParseInputs(attributes, errors);
        ImmutableArray<(OutputDeclaration Declaration, AttributeUse Use)> outputs = VariableParser.ParseOutputs(attributes, errors);
        string? modelPath = network.Positional<string>(0);
        ImmutableArray<(LayerDeclaration Declaration, AttributeUse Use)> layers = LayerParser.Parse(type.Name, network, modelPath, attributes, errors);
        AttributeUse? weights = attributes.FirstOrDefault(a => a.Name == "Weights");
        EquatableArray<InputDeclaration> inputDeclarations = inputs.Select(i => i.Declaration).ToEquatableArray();
        EquatableArray<OutputDeclaration> outputDeclarations = outputs.Select(o => o.Declaration).ToEquatableArray();
        bool canEmit = errors.AreAllOf(BoundsRules.All); // A wrong range is left out; inputs and outputs by name are there all the same.

        // A property that cannot be translated is left out; the network itself is still generated.
        VariableTable? variables = canEmit ? new VariableTable(inputDeclarations, outputDeclarations) : null;
        ImmutableArray<(PropertyDeclaration Declaration, AttributeUse? Use, LocationInfo Location)> properties =
            variables is null ? ImmutableArray<(PropertyDeclaration, AttributeUse?, LocationInfo)>.Empty : PropertyParser.Parse(type, attributes, variables, compilation, errors, cancellationToken);

        (MilpDeclaration milp, MilpAttributes milpAttributes) = MilpParser.Parse(attributes, errors);

        NetworkDeclaration? declaration = !canEmit ? null : new NetworkDeclaration(
            ContainerParser.NamespaceOf(type),
            ContainerParser.ContainingTypesOf(type),
            syntax is RecordDeclarationSyntax ? "record" : "class",
            type.Name,
            SyntaxFacts.GetText(type.DeclaredAccessibility),
            type.IsStatic,
            ContainerParser.HintNameOf(type),
            modelPath,
            FolderOf(syntax.SyntaxTree.FilePath),
            layers.Select(l => l.Declaration).ToEquatableArray(),
            weights?.Positional<string>(0),
            inputDeclarations,
            outputDeclarations,
            properties.Select(p => p.Declaration).ToEquatableArray(),
            milp)
        {
            SpecializesToRegion = network.Named<bool>("SpecializeToRegion") == true,
        };

        return new ParsedNetwork(
            declaration,
            errors.ToEquatableArray(),
            properties.Select(p => p.Location).ToEquatableArray(),
            new DeclarationAttributes(
                network,
                weights,
                inputs.Select(i => i.Use).ToImmutableArray(),
                outputs.Select(o => o.Use).ToImmutableArray(),
                layers.Select(l => l.Use).ToImmutableArray(),
                properties.Select(p => p.Use).ToImmutableArray(),
                milpAttributes));
    }

    private static string FolderOf(string file)
    {
        int end = file.LastIndexOfAny(new[] { '/', '\\' });
        return end <= 0 ? file.Substring(0, end + 1) : file.Substring(0, end);
    }
}

/// <summary>A class that was read, with its attributes for the placement of diagnostics.</summary>
/// <param name="Declaration">The declaration, or null where errors forbid emission.</param>
/// <param name="Errors">What is wrong.</param>
/// <param name="PropertyLocations">Where each property of the declaration stands: the name of its method, or the first argument of its attribute.</param>
/// <param name="Attributes">Where the parts of the declaration stand.</param>
internal sealed record ParsedNetwork(
    NetworkDeclaration? Declaration, EquatableArray<DiagnosticInfo> Errors, EquatableArray<LocationInfo> PropertyLocations, DeclarationAttributes Attributes);

/// <summary>The attributes that the parts of a <see cref="NetworkDeclaration"/> come from, in the same order.</summary>
/// <param name="Network">The <c>[Network]</c>.</param>
/// <param name="Weights">The <c>[Weights]</c>, or null.</param>
/// <param name="Inputs">One per input declaration.</param>
/// <param name="Outputs">One per output declaration; several names share an attribute.</param>
/// <param name="Layers">One per layer.</param>
/// <param name="Properties">One per property; null for a method.</param>
/// <param name="Milp">What is stated about optimisation models.</param>
internal sealed record DeclarationAttributes(
    AttributeUse Network,
    AttributeUse? Weights,
    ImmutableArray<AttributeUse> Inputs,
    ImmutableArray<AttributeUse> Outputs,
    ImmutableArray<AttributeUse> Layers,
    ImmutableArray<AttributeUse?> Properties,
    MilpAttributes Milp);
