using System.Collections.Immutable;
using System.Globalization;
using NetCompile.Generator.Diagnostics;

namespace NetCompile.Generator.Parsing;

/// <summary>The layer attributes of a network without model file.</summary>
internal static class LayerParser
{
    public static ImmutableArray<(LayerDeclaration Declaration, AttributeUse Use)> Parse(
        string networkName, AttributeUse network, string? modelPath, ImmutableArray<AttributeUse> attributes, ErrorList errors)
    {
        ImmutableArray<(LayerDeclaration, AttributeUse)>.Builder layers = ImmutableArray.CreateBuilder<(LayerDeclaration, AttributeUse)>();
        foreach (AttributeUse use in attributes)
        {
            LayerDeclaration? layer = use.Name switch
            {
                "Dense" => Dense(use, errors),
                "Relu" => new LayerDeclaration.Relu(),
                "LeakyRelu" => LeakyRelu(use, errors),
                "Clip" => Clip(use, errors),
                _ => null,
            };
            if (layer is not null)
            {
                layers.Add((layer, use));
            }
        }

        if (modelPath is not null)
        {
            foreach ((LayerDeclaration _, AttributeUse use) in layers)
            {
                errors.Add(DeclarationRules.LayerBesideModel, use.Location, use.Name, networkName, modelPath);
            }
        }
        else if (layers.Count == 0)
        {
            errors.Add(DeclarationRules.NoModel, network.Location, networkName);
        }

        return layers.ToImmutable();
    }

    private static LayerDeclaration Dense(AttributeUse use, ErrorList errors)
    {
        int outputs = use.Positional<int>(0);
        if (outputs < 1)
        {
            errors.Add(
                DeclarationRules.InvalidNumber, use.PositionalLocation(0), "The number of outputs", "[Dense]", outputs.ToString(CultureInfo.InvariantCulture), "at least 1");
        }

        return new LayerDeclaration.Dense(outputs, Floats(use, "Weights"), Floats(use, "Bias"));
    }

    private static LayerDeclaration LeakyRelu(AttributeUse use, ErrorList errors)
    {
        double slope = use.Positional<double>(0);
        if (!(slope >= 0 && slope <= 1))
        {
            errors.Add(DeclarationRules.InvalidNumber, use.PositionalLocation(0), "The slope", "[LeakyRelu]", Display.Number(slope), "from 0 to 1");
        }

        return new LayerDeclaration.LeakyRelu((float)slope);
    }

    private static LayerDeclaration Clip(AttributeUse use, ErrorList errors)
    {
        double lower = use.Positional<double>(0), upper = use.Positional<double>(1);
        if (double.IsNaN(lower) || float.IsPositiveInfinity((float)lower))
        {
            errors.Add(DeclarationRules.InvalidNumber, use.PositionalLocation(0), "The lower limit", "[Clip]", Display.Number(lower), "a number below infinity");
        }
        else if (!(lower <= upper) || float.IsNegativeInfinity((float)upper))
        {
            errors.Add(
                DeclarationRules.InvalidNumber, use.PositionalLocation(1), "The upper limit", "[Clip]", Display.Number(upper), $"at least the lower limit {Display.Number(lower)} and above -infinity");
        }

        return new LayerDeclaration.Clip((float)lower, (float)upper);
    }

    // Rounding to float32 may overflow; the model builder reports the infinite weight with its position.
    private static EquatableArray<float>? Floats(AttributeUse use, string property) =>
        use.NamedArray<double>(property) is { } values ? values.Select(v => (float)v).ToEquatableArray() : null;
}
