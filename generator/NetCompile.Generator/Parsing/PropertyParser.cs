using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Parsing.Properties;
using NetCompile.Properties;

namespace NetCompile.Generator.Parsing;

/// <summary>The properties of a network class: <c>[Property]</c> methods, <c>[VnnLib]</c> files and <c>[Robust]</c> points.</summary>
internal static class PropertyParser
{
    /// <summary>The properties without error; what is wrong with the others goes to <paramref name="errors"/>.</summary>
    public static ImmutableArray<(PropertyDeclaration Declaration, AttributeUse? Use, LocationInfo Location)> Parse(
        INamedTypeSymbol type, ImmutableArray<AttributeUse> attributes, VariableTable variables, Compilation compilation, ErrorList errors, CancellationToken cancellationToken)
    {
        ImmutableArray<(PropertyDeclaration, AttributeUse?, LocationInfo)>.Builder properties = ImmutableArray.CreateBuilder<(PropertyDeclaration, AttributeUse?, LocationInfo)>();
        Dictionary<string, string> used = new(StringComparer.Ordinal);
        foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (AttributeUse.On(method, cancellationToken).FirstOrDefault(a => a.Name == "Property") is { } mark
                && Method(method, variables, used, compilation, errors, cancellationToken) is { } property)
            {
                properties.Add((property with { ProveAtBuild = IsProvedAtBuild(mark) }, null, LocationInfo.From(PropertySignature.LocationOf(method, cancellationToken))));
            }
        }

        foreach (AttributeUse use in attributes)
        {
            PropertyDeclaration? property = use.Name switch
            {
                "VnnLib" => VnnLib(use, used, errors),
                "Robust" => Robust(use, variables, used, errors),
                _ => null,
            };
            if (property is not null)
            {
                properties.Add((property with { ProveAtBuild = IsProvedAtBuild(use) }, use, LocationInfo.From(use.PositionalLocation(0))));
            }
        }

        return properties.ToImmutable();
    }

    private static bool IsProvedAtBuild(AttributeUse use) => use.Named<bool>("ProveAtBuild") == true;

    private static PropertyDeclaration.Method? Method(
        IMethodSymbol method, VariableTable variables, Dictionary<string, string> used, Compilation compilation, ErrorList errors, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not MethodDeclarationSyntax syntax)
        {
            return null; // Accessors and local functions cannot carry the attribute; the compiler says so.
        }

        Location location = syntax.Identifier.GetLocation();
        string? problem = PropertySignature.ProblemOf(method, syntax);
        if (problem is not null)
        {
            errors.Add(PropertyRules.WrongSignature, location, method.Name, problem);
            return null;
        }

        if (!Names.Check("property", method.Name, location, errors) || !Names.CheckUnique("property", method.Name, "another property", location, used, errors))
        {
            return null;
        }

        Formula? formula = PropertyTranslator.Translate(method, syntax, variables, compilation, errors, cancellationToken);
        return formula is null ? null : new PropertyDeclaration.Method(
            method.Name, formula, PropertySignature.TextOf(syntax), method.Parameters.Select(p => PropertySignature.IsOutput(p) == true).ToEquatableArray());
    }

    private static PropertyDeclaration.VnnLib? VnnLib(AttributeUse use, Dictionary<string, string> used, ErrorList errors)
    {
        string? path = use.Positional<string>(0);
        if (string.IsNullOrEmpty(path))
        {
            errors.Add(ModelRules.FileNotFound, use.PositionalLocation(0), "VNN-LIB file", path ?? "", "name the file");
            return null;
        }

        string? given = use.NamedText("Name");
        Location location = given is null ? use.PositionalLocation(0) : use.NamedLocation("Name");
        string name = given ?? Names.FromFile(path!);
        return Names.Check("property", name, location, errors) && Names.CheckUnique("property", name, "another property", location, used, errors)
            ? new PropertyDeclaration.VnnLib(name, path!)
            : null;
    }

    private static PropertyDeclaration.Robust? Robust(AttributeUse use, VariableTable variables, Dictionary<string, string> used, ErrorList errors)
    {
        int before = errors.Count;
        string? name = use.Positional<string>(0);
        if (!Names.Check("property", name, use.PositionalLocation(0), errors)
            || !Names.CheckUnique("property", name!, "another property", use.PositionalLocation(0), used, errors))
        {
            return null;
        }

        string what = $"'{name}'";
        double radius = use.Named<double>("Radius") ?? 0;
        if (!(radius >= 0) || double.IsInfinity(radius))
        {
            errors.Add(DeclarationRules.InvalidNumber, use.NamedLocation("Radius"), "Radius", what, Display.Number(radius), "a finite number of at least 0");
        }

        int label = use.Named<int>("Label") ?? 0;
        if (label < 0 || label >= variables.OutputCount)
        {
            errors.Add(
                PropertyRules.UnknownLabel, use.NamedLocation("Label"), name!, label.ToString(CultureInfo.InvariantCulture), Display.Count(variables.OutputCount, "output"),
                (variables.OutputCount - 1).ToString(CultureInfo.InvariantCulture));
        }

        string? around = use.NamedText("Around");
        ImmutableArray<double>? center = use.NamedArray<double>("Center");
        if (around is null == center is null)
        {
            errors.Add(PropertyRules.PointMissing, use.Location, name!, around is null ? "no point" : "two points");
        }
        else if (center is { } point)
        {
            if (point.Length != variables.InputCount)
            {
                errors.Add(
                    PropertyRules.PointCount, use.NamedLocation("Center"), name!, Display.Count(point.Length, "coordinate"), Display.Count(variables.InputCount, "input"));
            }
            else if (point.FirstOrDefault(p => !IsFiniteFloat(p)) is var bad && !IsFiniteFloat(bad))
            {
                errors.Add(DeclarationRules.InvalidNumber, use.NamedLocation("Center"), "A coordinate of Center", what, Display.Number(bad), "a finite float32 number");
            }
        }

        return errors.Count > before ? null : new PropertyDeclaration.Robust(name!, radius, around, center is { } c ? new EquatableArray<double>(c) : null, label);
    }

    // The network takes float32 numbers: a point beyond them is none that it could be given.
    private static bool IsFiniteFloat(double value) => !float.IsNaN((float)value) && !float.IsInfinity((float)value);
}
