using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Diagnostics;

/// <summary>NC03xx: what is wrong with a property.</summary>
internal static class PropertyRules
{
    public static readonly DiagnosticDescriptor NotLinear = new(
        "NC0301", "Property is not linear",
        "'{0}' cannot be translated to linear constraints: {1}; {2}",
        Category.Properties, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnknownVariable = new(
        "NC0302", "Input or output does not exist",
        "'{0}' does not exist: {1}; {2}",
        Category.Properties, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor WrongSignature = new(
        "NC0303", "Property method has the wrong signature",
        "The property '{0}' {1}; write 'static bool {0}(Input x, Output y) => ...'",
        Category.Properties, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnknownLabel = new(
        "NC0304", "Label is no output",
        "The label of '{0}' is {1}, but the network declares {2}; choose a label from 0 to {3}",
        Category.Properties, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor EmptyRegion = new(
        "NC0305", "Region of a property is empty",
        "The property '{0}' is about no input at all: {1}; {2}",
        Category.Properties, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor MalformedVnnLib = new(
        "NC0306", "VNN-LIB file does not fit",
        "{0}; correct the file or name the one that belongs to this model",
        Category.Properties, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor PointCount = new(
        "NC0307", "Point has the wrong number of coordinates",
        "The point of '{0}' has {1}, but the network declares {2}; give one number per input",
        Category.Properties, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor PointMissing = new(
        "NC0308", "Robustness property needs one point",
        "The property '{0}' gives {1}; set exactly one of Around and Center",
        Category.Properties, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Vacuous = new(
        "NC0309", "Property says nothing about the network",
        "The property '{0}' says nothing about the network: {1}",
        Category.Properties, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>The reason of <see cref="Vacuous"/> where no input meets the premise.</summary>
    public const string NoInputViolates = "no input in the declared ranges can violate it, whatever the outputs are; widen the ranges or correct its premise";

    /// <summary>The reason of <see cref="Vacuous"/> where one output is to stay the greatest of all.</summary>
    public const string OnlyOutput = "its only output always is the greatest; bound the output with [Property] instead";

    /// <summary>The rules of this block.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        NotLinear, UnknownVariable, WrongSignature, UnknownLabel, EmptyRegion, MalformedVnnLib, PointCount, PointMissing, Vacuous);
}
