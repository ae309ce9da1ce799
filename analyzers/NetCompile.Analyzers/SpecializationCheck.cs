using System.Globalization;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;

namespace NetCompile.Analyzers;

/// <summary>Says what <c>SpecializeToRegion</c> did, and which properties speak of inputs that it left out.</summary>
internal static class SpecializationCheck
{
    /// <param name="check">The class.</param>
    /// <param name="model">The model, which has as many inputs and outputs as are declared.</param>
    public static void Run(Check check, NetworkModel model)
    {
        if (!check.Declaration.SpecializesToRegion)
        {
            return;
        }

        EquatableArray<InputInterval> region = NetworkResolver.RegionOf(check.Declaration, model);
        Location location = check.Attributes.Network.NamedLocation("SpecializeToRegion");
        if (region.IsEmpty)
        {
            return; // An input without a range has its own message.
        }

        if (NetworkResolver.Specialized(model, check.Declaration, region) is not { } specialized)
        {
            check.Add(EmissionRules.SpecializationWithoutEffect, location, check.Declaration.Name, "a range that the model states is empty or not finite", "declare the ranges with [Input]");
            return;
        }

        SpecializationCounts counts = specialized.Counts;
        if (SpecializationText.IsWithoutEffect(counts))
        {
            string reason = counts.KeptLinear > 0
                ? $"of {Display.Count(counts.Neurons, "neuron")} none is proved constant on the declared region, and merging the {Display.Count(counts.KeptLinear)} that are linear would not save multiplications"
                : $"of {Display.Count(counts.Neurons, "neuron")} none is proved to be constant or linear on the declared region";
            check.Add(EmissionRules.SpecializationWithoutEffect, location, check.Declaration.Name, reason, "declare narrower ranges, or remove it");
        }
        else
        {
            check.Add(EmissionRules.Specialized, location, check.Declaration.Name, SpecializationText.Of(ResolvedSpecialization.Of(specialized)));
        }

        CheckProperties(check, model, region);
    }

    private static void CheckProperties(Check check, NetworkModel model, EquatableArray<InputInterval> region)
    {
        PropertyResolver resolver = new(check.Declaration, model, region.AsImmutableArray(), check.Files);
        for (int i = 0; i < check.Declaration.Properties.Count; i++)
        {
            if (resolver.Resolve(check.Declaration.Properties[i], check.CancellationToken).Property is { } property
                && RegionCheck.FirstOutside(property, check.Declaration, region) is { } outside)
            {
                bool isUnscaled = property.IsUnscaled && NetworkScaling.IsScaled(check.Declaration);
                check.Add(
                    EmissionRules.PropertyOutsideRegion,
                    check.Attributes.Properties[i]?.PositionalLocation(0) ?? check.Attributes.Network.Location,
                    property.Declaration.Name, InputName(check.Declaration, outside.Index),
                    Text(outside.Stated.Lower), Text(outside.Stated.Upper), Text(outside.Declared.Lower), Text(outside.Declared.Upper),
                    isUnscaled ? " after the declared scaling" : "");
            }
        }
    }

    // Float32 numbers as such, decimals without what made them doubles.
    private static string Text(double value) => (float)value == value ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("G12", CultureInfo.InvariantCulture);

    private static string InputName(NetworkDeclaration declaration, int index)
    {
        foreach (InputDeclaration input in declaration.Inputs)
        {
            if (index < input.Length)
            {
                return input.Count is null ? input.Name : $"{input.Name}[{Display.Index(index)}]";
            }

            index -= input.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(index), index, "There is no such input.");
    }
}
