using System.Collections.Immutable;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Parsing;
using NetCompile.Passes;
using NetCompile.Properties;

namespace NetCompile.Generator.Resolving;

/// <summary>Whether a property speaks only of inputs that a specialised network is about.</summary>
internal static class RegionCheck
{
    /// <summary>The first input whose range in the property leaves the declared one, with both ranges; null where the property stays within.</summary>
    public static OutsideInput? FirstOutside(ResolvedProperty property, NetworkDeclaration declaration, EquatableArray<InputInterval> region)
    {
        EquatableArray<InputInterval> ranges = property.IsUnscaled && NetworkScaling.IsScaled(declaration) ? RegionSpecialization.Unscaled(region, declaration) : region;
        if (!RegionSpecialization.IsPossible(ranges))
        {
            return new OutsideInput(0, property.Property.Cases.FirstOrDefault()?.Region[0] ?? ranges[0], ranges[0]);
        }

        ImmutableArray<InputInterval> widened = SpecializePass.Widen(ranges.AsImmutableArray());
        foreach (PropertyCase @case in property.Property.Cases)
        {
            if (SpecializePass.FirstOutside(widened, @case.Region) is { } input)
            {
                return new OutsideInput(input, @case.Region[input], ranges[input]);
            }
        }

        return null;
    }
}

/// <summary>An input that a property lets leave its declared range.</summary>
/// <param name="Index">Which.</param>
/// <param name="Stated">Its range in the property.</param>
/// <param name="Declared">Its declared range, in the property's units.</param>
internal readonly record struct OutsideInput(int Index, InputInterval Stated, InputInterval Declared);
