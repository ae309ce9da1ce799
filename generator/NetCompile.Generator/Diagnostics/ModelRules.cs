using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Diagnostics;

/// <summary>NC01xx: what is wrong with a model file or with declared layers.</summary>
internal static class ModelRules
{
    public static readonly DiagnosticDescriptor FileNotFound = new(
        "NC0101", "File not found",
        "The {0} '{1}' is not among the project's AdditionalFiles; {2}",
        Category.Model, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Malformed = new(
        "NC0102", "Model is malformed",
        "{0}; write the model again with the tool that made it",
        Category.Model, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Unsupported = new(
        "NC0103", "Model uses an unsupported operator",
        "{0}; export the model with affine layers, ReLU, LeakyReLU or Clip only",
        Category.Model, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ShapeMismatch = new(
        "NC0104", "Shapes disagree",
        "{0}; give connected layers the same number of elements",
        Category.Model, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NonFiniteWeight = new(
        "NC0105", "Weight is not finite",
        "{0}; nothing can be proved about such a network: train or export it again",
        Category.Model, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Unreadable = new(
        "NC0106", "File cannot be read",
        "The {0} '{1}' cannot be read: {2}; make it readable for the compiler",
        Category.Model, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor MalformedNumbers = new(
        "NC0107", "Text of numbers is malformed",
        "{0}; write finite numbers separated by commas or white space",
        Category.Model, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The rules of this block.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        FileNotFound, Malformed, Unsupported, ShapeMismatch, NonFiniteWeight, Unreadable, MalformedNumbers);
}
