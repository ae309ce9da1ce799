using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Diagnostics;

/// <summary>NC02xx: what is wrong with inputs, outputs and ranges.</summary>
internal static class BoundsRules
{
    public static readonly DiagnosticDescriptor Unbounded = new(
        "NC0201", "Input has no bounds",
        "Input '{0}' has no bounds, and the model states none; write [Input(\"{0}\", lower, upper)]",
        Category.Bounds, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NotFinite = new(
        "NC0202", "Bound is not finite",
        "The {0} bound of input '{1}' is {2}; bounds must be finite float32 numbers",
        Category.Bounds, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor LowerAboveUpper = new(
        "NC0203", "Lower bound is above upper bound",
        "The lower bound {1} of input '{0}' is above its upper bound {2}; swap them",
        Category.Bounds, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor InputCount = new(
        "NC0204", "Wrong number of inputs",
        "'{0}' declares {1} but {2} has {3}; {4}",
        Category.Bounds, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor OutputCount = new(
        "NC0205", "Wrong number of outputs",
        "'{0}' declares {1} but {2} has {3}; {4}",
        Category.Bounds, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The rules of this block.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        Unbounded, NotFinite, LowerAboveUpper, InputCount, OutputCount);
}
