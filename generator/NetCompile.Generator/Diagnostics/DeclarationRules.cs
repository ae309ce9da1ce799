using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Diagnostics;

/// <summary>NC00xx: what is wrong with a declaration as C#.</summary>
internal static class DeclarationRules
{
    public static readonly DiagnosticDescriptor NotPartial = new(
        "NC0001", "Network class is not partial",
        "'{0}' is not partial, so nothing can be generated into it; add the modifier 'partial'",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        "NC0002", "Type around a network class is not partial",
        "'{0}' contains the network '{1}' but is not partial; add the modifier 'partial'",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnsupportedContainer = new(
        "NC0003", "Network class cannot be generated into",
        "'{0}' cannot be a network: {1}; declare it in a non-generic class instead",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor InvalidName = new(
        "NC0004", "Name is not a usable identifier",
        "The {0} name '{1}' {2}; choose a C# identifier such as '{3}'",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor DuplicateName = new(
        "NC0005", "Name is declared twice",
        "The {0} name '{1}' is already used by {2}; names must differ",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NoModel = new(
        "NC0006", "Network has no model",
        "'{0}' names no model file and has no layer attribute; write [Network(\"model.onnx\")] or add layers such as [Dense(2, Weights = ...)]",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor LayerBesideModel = new(
        "NC0007", "Layer attribute beside a model file",
        "[{0}] has no effect because '{1}' reads its layers from '{2}'; remove the layer or the path",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor InvalidNumber = new(
        "NC0008", "Number is outside its domain",
        "{0} of {1} is {2}; it must be {3}",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor BlockWithSeveralNames = new(
        "NC0009", "Block of outputs with several names",
        "An output block needs exactly one name, but this attribute gives {0} names with Count = {1}; write one attribute per block",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnknownEncoding = new(
        "NC0010", "Encoding does not exist",
        "'{0}' is no encoding; {1}",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor DuplicateBigM = new(
        "NC0011", "Big-M is stated twice",
        "The big-M of {0} is stated twice, as {1} and as {2}; remove one",
        Category.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The rules of this block.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        NotPartial, ContainingTypeNotPartial, UnsupportedContainer, InvalidName, DuplicateName, NoModel, LayerBesideModel, InvalidNumber, BlockWithSeveralNames, UnknownEncoding, DuplicateBigM);
}
