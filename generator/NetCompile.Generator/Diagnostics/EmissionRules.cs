using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Diagnostics;

/// <summary>NC04xx: what cannot be generated although each part of the declaration is right.</summary>
internal static class EmissionRules
{
    public static readonly DiagnosticDescriptor PropertyNotBuilt = new(
        "NC0401", "Property cannot be built",
        "The property '{0}' cannot be verified: {1}; simplify it or split it into several properties",
        Category.Emission, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
