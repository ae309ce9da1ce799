using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.VnnLib;

namespace NetCompile.Analyzers;

/// <summary>Checks the properties against files and ranges: VNN-LIB files, robustness points, and methods that the declared ranges make vacuous.</summary>
internal static class PropertyCheck
{
    public static void Run(Check check, NetworkModel? model)
    {
        bool fits = model is not null && model.InputCount == check.Declaration.InputCount && model.OutputCount == check.Declaration.OutputCount;
        for (int i = 0; i < check.Declaration.Properties.Count; i++)
        {
            switch (check.Declaration.Properties[i])
            {
                case PropertyDeclaration.Method method when !fits:
                    Method(check, method, model);
                    break;

                case PropertyDeclaration.VnnLib vnnLib:
                    VnnLib(check, vnnLib, check.Attributes.Properties[i]!, model);
                    break;

                case PropertyDeclaration.Robust robust:
                    Robust(check, robust, check.Attributes.Properties[i]!, model);
                    break;
            }
        }

        if (fits)
        {
            Build(check, model!);
        }
    }

    // What the generator leaves out: it builds with the same resolver, and has no positions to report anything at.
    private static void Build(Check check, NetworkModel model)
    {
        ImmutableArray<InputInterval> region = NetworkResolver.RegionOf(check.Declaration, model).AsImmutableArray();
        if (region.IsDefaultOrEmpty)
        {
            return; // An input without a range has its own message; without one there is no region to build a property over.
        }

        PropertyResolver resolver = new(check.Declaration, model, region, check.Files);
        for (int i = 0; i < check.Declaration.Properties.Count; i++)
        {
            PropertyDeclaration property = check.Declaration.Properties[i];
            (ResolvedProperty? resolved, string? problem) = resolver.Resolve(property, check.CancellationToken);
            if (resolved is { Declaration: PropertyDeclaration.Method, Property.Cases.IsEmpty: true } && LocationOf(check, property) is { } method)
            {
                check.Add(PropertyRules.Vacuous, method, property.Name, PropertyRules.NoInputViolates);
            }

            if (problem is not null)
            {
                Location? location = check.Attributes.Properties[i]?.PositionalLocation(0) ?? LocationOf(check, property);
                check.Add(EmissionRules.PropertyNotBuilt, location ?? check.Attributes.Network.Location, property.Name, problem);
            }
        }
    }

    private static Location? LocationOf(Check check, PropertyDeclaration property) => check.MethodOf(property)?.Locations.FirstOrDefault();

    // Without a model that fits, the ranges alone tell as much; else Build does.
    private static void Method(Check check, PropertyDeclaration.Method property, NetworkModel? model)
    {
        ImmutableArray<InputInterval>.Builder region = ImmutableArray.CreateBuilder<InputInterval>();
        foreach (InputDeclaration input in check.Declaration.Inputs)
        {
            for (int i = 0; i < input.Length; i++)
            {
                if (RangeOf(input, region.Count, model) is not var (lower, upper))
                {
                    return;
                }

                region.Add(InputInterval.Exact(lower, upper));
            }
        }

        try
        {
            VerificationProperty built = PropertyBuilder.Build(
                property.Name, property.Formula.Negate(), check.Declaration.InputCount, check.Declaration.OutputCount, region.ToImmutable());
            if (built.Cases.IsEmpty && LocationOf(check, property) is { } location)
            {
                check.Add(PropertyRules.Vacuous, location, property.Name, PropertyRules.NoInputViolates);
            }
        }
        catch (ModelFormatException)
        {
            // Too many alternatives, or a number too large: Build reports that.
        }
    }

    private static void VnnLib(Check check, PropertyDeclaration.VnnLib property, AttributeUse use, NetworkModel? model)
    {
        Location location = use.PositionalLocation(0);
        if (check.ReadText("VNN-LIB file", property.Path, location) is not { } text)
        {
            return;
        }

        // Without a model its counts are taken from the declaration: a file that fits neither is reported either way.
        int inputs = model?.InputCount ?? check.Declaration.InputCount, outputs = model?.OutputCount ?? check.Declaration.OutputCount;
        try
        {
            VerificationProperty parsed = VnnLibReader.Read(text, property.Path, inputs, outputs);
            if (parsed.Cases.All(c => c.Region.Any(i => i.IsEmpty)))
            {
                check.Add(
                    PropertyRules.EmptyRegion, location, property.Name, $"the input constraints of '{property.Path}' contradict each other",
                    "correct the file, or remove the property, which holds for every network");
            }
        }
        catch (ModelFormatException e)
        {
            check.Add(PropertyRules.MalformedVnnLib, location, e.Message);
        }
    }

    private static void Robust(Check check, PropertyDeclaration.Robust property, AttributeUse use, NetworkModel? model)
    {
        Location location = use.NamedLocation(property.Around is null ? "Center" : "Around");
        if ((property.Center?.AsImmutableArray() ?? PointOf(check, property, location)) is not { } point)
        {
            return;
        }

        int index = 0;
        foreach (InputDeclaration input in check.Declaration.Inputs)
        {
            for (int element = 0; element < input.Length; element++, index++)
            {
                (double Lower, double Upper)? range = RangeOf(input, index, model);
                if (range is { } r && (point[index] + property.Radius < r.Lower || point[index] - property.Radius > r.Upper))
                {
                    string name = input.Count is null ? input.Name : $"{input.Name}[{element.ToString(CultureInfo.InvariantCulture)}]";
                    check.Add(
                        PropertyRules.EmptyRegion, location, property.Name,
                        $"'{name}' is {Display.Number(point[index])} ± {Display.Number(property.Radius)} but ranges from {Display.Number(r.Lower)} to {Display.Number(r.Upper)}",
                        "move the point into the declared ranges");
                    return; // One coordinate empties the box; a picture would give hundreds of the same.
                }
            }
        }

        // Where the model has another number of outputs than is declared, one of both is wrong, and that has its own message.
        if (check.Declaration.OutputCount == 1 && (model?.OutputCount ?? 1) == 1)
        {
            check.Add(PropertyRules.Vacuous, use.Location, property.Name, PropertyRules.OnlyOutput);
        }
    }

    private static (double Lower, double Upper)? RangeOf(InputDeclaration input, int index, NetworkModel? model) =>
        input is { Lower: { } lower, Upper: { } upper } ? (lower, upper)
        : model is not null && !input.IsScaled && index < model.InputRanges.Length ? (model.InputRanges[index].Lower, model.InputRanges[index].Upper)
        : null;

    private static ImmutableArray<double>? PointOf(Check check, PropertyDeclaration.Robust property, Location location)
    {
        if (check.ReadText("point file", property.Around!, location) is not { } text)
        {
            return null;
        }

        (ImmutableArray<double> numbers, string? error) = NumberText.Parse(text, property.Around!);
        if (error is not null)
        {
            check.Add(ModelRules.MalformedNumbers, location, error);
            return null;
        }

        if (numbers.Length != check.Declaration.InputCount)
        {
            check.Add(
                PropertyRules.PointCount, location, property.Name, Display.Count(numbers.Length, "coordinate"), Display.Count(check.Declaration.InputCount, "input"));
            return null;
        }

        return numbers;
    }
}
