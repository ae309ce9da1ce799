using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Diagnostics;

/// <summary>NC04xx: what cannot be generated although each part of the declaration is right.</summary>
internal static class EmissionRules
{
    public static readonly DiagnosticDescriptor PropertyNotBuilt = new(
        "NC0401", "Property cannot be built",
        "The property '{0}' cannot be verified: {1}; simplify it or split it into several properties",
        Category.Emission, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Specialized = new(
        "NC0402", "Network is specialised to its region",
        "'{0}' is specialised to the declared region: {1}",
        Category.Emission, DiagnosticSeverity.Info, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SpecializationWithoutEffect = new(
        "NC0403", "Specialisation has no effect",
        "SpecializeToRegion changes nothing in '{0}': {1}; {2}",
        Category.Emission, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor PropertyOutsideRegion = new(
        "NC0404", "Property leaves the region of a specialised network",
        "The property '{0}' lets input '{1}' range from {2} to {3}, but its declared range is {4} to {5}{6}, and the network is specialised to that; widen the declared range, narrow the property, or remove SpecializeToRegion",
        Category.Emission, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The rules about specialisation.</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfSpecialization { get; } = ImmutableArray.Create(Specialized, SpecializationWithoutEffect, PropertyOutsideRegion);
}
