using System.Collections.Immutable;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.Generator.Parsing;

/// <summary>The <c>[MilpEncoding]</c> and <c>[BigM]</c> attributes. What is wrong with one leaves it out; the network is generated all the same.</summary>
internal static class MilpParser
{
    public static (MilpDeclaration Declaration, MilpAttributes Attributes) Parse(ImmutableArray<AttributeUse> attributes, ErrorList errors)
    {
        AttributeUse? encoding = attributes.FirstOrDefault(a => a.Name == "MilpEncoding");
        string? name = encoding is null ? null : Encoding(encoding, errors);
        List<(BigMDeclaration Declaration, AttributeUse Use)> bigMs = new();
        foreach (AttributeUse use in attributes.Where(a => a.Name == "BigM"))
        {
            if (BigM(use, errors) is { } stated && IsNew(stated, use, bigMs.Select(b => b.Declaration), errors))
            {
                bigMs.Add((stated, use));
            }
        }

        return (
            new MilpDeclaration(name, bigMs.Select(b => b.Declaration).ToEquatableArray()),
            new MilpAttributes(encoding, bigMs.Select(b => b.Use).ToImmutableArray()));
    }

    private static string? Encoding(AttributeUse use, ErrorList errors)
    {
        string name = use.Positional<string>(0) ?? "";
        if (EncodingName.IsValid(name))
        {
            return name;
        }

        string? nearest = EncodingName.Nearest(name);
        DiagnosticInfo error = DiagnosticInfo.Create(
            DeclarationRules.UnknownEncoding, use.PositionalLocation(0), name, nearest is null ? $"write one of {EncodingName.All}" : $"did you mean '{nearest}'?");
        errors.Add(nearest is null ? error : error.WithFact(Fact.Replacement, nearest));
        return null;
    }

    private static BigMDeclaration? BigM(AttributeUse use, ErrorList errors)
    {
        int before = errors.Count;
        double? both = use.PositionalCount == 1 ? Magnitude(use, use.Positional<double>(0), use.PositionalLocation(0), "The big-M", errors) : null;
        double? lower = Side(use, "Lower", both, errors), upper = Side(use, "Upper", both, errors);
        int? layer = Index(use, "Layer", errors), neuron = Index(use, "Neuron", errors);
        string? layerName = use.NamedText("LayerName");
        if (errors.Count > before)
        {
            return null;
        }

        if (lower is null && upper is null)
        {
            errors.Add(DeclarationRules.InvalidNumber, use.Location, "The big-M", "[BigM]", "not given", "given as a number, or as Lower or Upper");
            return null;
        }

        if (layer is not null && layerName is not null)
        {
            errors.Add(DeclarationRules.InvalidNumber, use.NamedLocation("Layer"), "Layer", "[BigM]", Display.Index(layer.Value), $"left out beside LayerName = \"{layerName}\"");
            return null;
        }

        if (neuron is not null && layer is null && layerName is null)
        {
            errors.Add(DeclarationRules.InvalidNumber, use.NamedLocation("Neuron"), "Neuron", "[BigM]", Display.Index(neuron.Value), "accompanied by Layer or LayerName");
            return null;
        }

        return new BigMDeclaration(lower, upper, layer, layerName, neuron);
    }

    // A property of the attribute overrides the number for both sides.
    private static double? Side(AttributeUse use, string property, double? both, ErrorList errors) =>
        use.Named<double>(property) is not { } value ? both : double.IsNaN(value) ? null : Magnitude(use, value, use.NamedLocation(property), property, errors);

    private static double? Magnitude(AttributeUse use, double value, Microsoft.CodeAnalysis.Location location, string what, ErrorList errors)
    {
        if (value > 0 && !double.IsInfinity(value))
        {
            return value;
        }

        errors.Add(DeclarationRules.InvalidNumber, location, what, $"[{use.Name}]", Display.Number(value), "finite and above 0");
        return null;
    }

    // −1 is what the attribute has where nothing is said.
    private static int? Index(AttributeUse use, string property, ErrorList errors)
    {
        int? index = use.Named<int>(property);
        if (index < -1)
        {
            errors.Add(DeclarationRules.InvalidNumber, use.NamedLocation(property), property, "[BigM]", Display.Index(index.Value), "at least 0");
        }

        return index < 0 ? null : index;
    }

    private static bool IsNew(BigMDeclaration stated, AttributeUse use, IEnumerable<BigMDeclaration> before, ErrorList errors)
    {
        if (before.FirstOrDefault(b => (b.Layer, b.LayerName, b.Neuron) == (stated.Layer, stated.LayerName, stated.Neuron)) is not { } other)
        {
            return true;
        }

        errors.Add(DeclarationRules.DuplicateBigM, use.Location, stated.Target, Text(other), Text(stated));
        return false;
    }

    private static string Text(BigMDeclaration stated) =>
        stated.IsSymmetric ? Display.Number(stated.Upper!.Value) : $"{(stated.Lower is { } l ? Display.Number(l) : "proven")} below and {(stated.Upper is { } u ? Display.Number(u) : "proven")} above";
}
