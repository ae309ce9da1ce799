using System.Collections.Immutable;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;

namespace NetCompile.Generator.Resolving;

/// <summary>Reads the files that a declaration names and builds what emission needs.</summary>
/// <remarks>What is wrong with a file is reported by the analyzers, at the attribute; here it only means that less can be emitted.</remarks>
internal static class NetworkResolver
{
    /// <summary>The network, or null where the model cannot be read or does not fit the declaration.</summary>
    public static ResolvedNetwork? Resolve(NetworkDeclaration declaration, ProjectFiles files, bool hasMilp, CancellationToken cancellationToken)
    {
        NetworkModel? model = DeclaredModel.Load(declaration, files, cancellationToken).Model;
        if (model is null || model.InputCount != declaration.InputCount || model.OutputCount != declaration.OutputCount)
        {
            return null;
        }

        EquatableArray<InputInterval> region = RegionOf(declaration, model);
        SpecializedModel? specialized = Specialized(model, declaration, region);
        PropertyResolver resolver = new(declaration, model, region.AsImmutableArray(), files);
        List<ResolvedProperty> properties = new();
        foreach (PropertyDeclaration property in declaration.Properties)
        {
            // What the network says nothing about is left out; the analyzers report it.
            if (resolver.Resolve(property, cancellationToken).Property is { } resolved && (specialized is null || RegionCheck.FirstOutside(resolved, declaration, region) is null))
            {
                properties.Add(resolved);
            }
        }

        return new ResolvedNetwork(
            declaration,
            declaration.ModelPath ?? $"{declaration.Name}, declared by its layers",
            specialized?.Model ?? LowerMaximumPass.Run(NetworkScaling.Apply(model, declaration)),
            NetworkScaling.IsScaled(declaration) && properties.Any(p => p.IsUnscaled) ? Unscaled(model, declaration, region, specialized is not null) : null,
            region,
            properties.ToEquatableArray(),
            hasMilp)
        {
            Specialization = specialized is null ? null : ResolvedSpecialization.Of(specialized),
        };
    }

    /// <summary>The network as it is emitted: from the user's inputs to the user's outputs, without maxima, specialised where that is asked for.</summary>
    public static NetworkModel Emitted(NetworkModel model, NetworkDeclaration declaration) =>
        Specialized(model, declaration, RegionOf(declaration, model))?.Model ?? LowerMaximumPass.Run(NetworkScaling.Apply(model, declaration));

    /// <summary>The network specialised to its region; null where that is not asked for, or the region does not allow it.</summary>
    public static SpecializedModel? Specialized(NetworkModel model, NetworkDeclaration declaration, EquatableArray<InputInterval> region) =>
        declaration.SpecializesToRegion && RegionSpecialization.IsPossible(region) ? RegionSpecialization.Of(NetworkScaling.Apply(model, declaration), region) : null;

    private static NetworkModel Unscaled(NetworkModel model, NetworkDeclaration declaration, EquatableArray<InputInterval> region, bool isSpecialized) =>
        isSpecialized ? RegionSpecialization.Of(model, RegionSpecialization.Unscaled(region, declaration)).Model : LowerMaximumPass.Run(model);

    /// <summary>The range of each input in the user's units, from the declaration or else from the model; empty where one has neither.</summary>
    public static EquatableArray<InputInterval> RegionOf(NetworkDeclaration declaration, NetworkModel model)
    {
        ImmutableArray<InputInterval>.Builder region = ImmutableArray.CreateBuilder<InputInterval>(model.InputCount);
        foreach (InputDeclaration input in declaration.Inputs)
        {
            for (int i = 0; i < input.Length; i++)
            {
                if (input.Lower is { } lower && input.Upper is { } upper)
                {
                    region.Add(InputInterval.Exact(lower, upper));
                }
                else if (!model.InputRanges.IsEmpty)
                {
                    region.Add(InUserUnits(model.InputRanges[region.Count], input));
                }
                else
                {
                    return default;
                }
            }
        }

        return region.MoveToImmutable();
    }

    // The model's range holds for what it receives, (x − Mean) / Range; a negative Range turns it around.
    private static InputInterval InUserUnits(InputRange range, InputDeclaration input)
    {
        if (!input.IsScaled)
        {
            return InputInterval.Exact(range.Lower, range.Upper);
        }

        double a = (range.Lower * (input.Range ?? 1)) + (input.Mean ?? 0);
        double b = (range.Upper * (input.Range ?? 1)) + (input.Mean ?? 0);
        return InputInterval.Exact(Math.Min(a, b), Math.Max(a, b));
    }
}
