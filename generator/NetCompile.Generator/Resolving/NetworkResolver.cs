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
        PropertyResolver resolver = new(declaration, model, region.AsImmutableArray(), files);
        List<ResolvedProperty> properties = new();
        foreach (PropertyDeclaration property in declaration.Properties)
        {
            if (resolver.Resolve(property, cancellationToken).Property is { } resolved)
            {
                properties.Add(resolved);
            }
        }

        return new ResolvedNetwork(
            declaration,
            declaration.ModelPath ?? $"{declaration.Name}, declared by its layers",
            Emitted(model, declaration),
            NetworkScaling.IsScaled(declaration) && properties.Any(p => p.IsUnscaled) ? LowerMaximumPass.Run(model) : null,
            region,
            properties.ToEquatableArray(),
            hasMilp);
    }

    /// <summary>The network as it is emitted: from the user's inputs to the user's outputs, without maxima.</summary>
    public static NetworkModel Emitted(NetworkModel model, NetworkDeclaration declaration) => LowerMaximumPass.Run(NetworkScaling.Apply(model, declaration));

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
