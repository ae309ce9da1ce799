using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Diagnostics;

/// <summary>NC05xx: what cheap analysis finds out about properties and neurons while somebody types. NC0511 to NC0519 are messages of the build.</summary>
internal static class ProofRules
{
    public static readonly DiagnosticDescriptor Holds = new(
        "NC0501", "Property holds",
        "The property '{0}' holds for every input in {1}, in float32: proved {2}",
        Category.Proofs, DiagnosticSeverity.Info, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Violated = new(
        "NC0502", "Property is violated",
        "The property '{0}' is violated: {1}{2}; train the network for such inputs, or correct the property or the ranges",
        Category.Proofs, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NeverHolds = new(
        "NC0503", "Property can never hold",
        "The property '{0}' can never hold: every input that it is about violates it, because {1} there, for example {2}{3}; correct the property or name another model",
        Category.Proofs, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Undecided = new(
        "NC0504", "Property is undecided while typing",
        "The property '{0}' is undecided: {1}; {2}",
        Category.Proofs, DiagnosticSeverity.Info, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor StableNeurons = new(
        "NC0505", "Neurons are stable",
        "Of {0} in '{1}', {2} always off and {3} always on in the declared ranges: {4}",
        Category.Proofs, DiagnosticSeverity.Info, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NoProperty = new(
        "NC0506", "Network declares no property",
        "'{0}' declares no property, so that nothing is proved about it; write 'static bool Name(Input x, Output y) => ...' with [Property], or add [Robust] or [VnnLib]",
        Category.Proofs, DiagnosticSeverity.Info, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor OutsideTraining = new(
        "NC0507", "Range is wider than the training range",
        "The range of input '{0}' goes {1} to {2}, but the network was trained {3} {4}: what it learned says nothing about inputs beyond; narrow the range, or train the network there",
        Category.Proofs, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NotProvedInBuild = new(
        "NC0508", "Property is not proved in the build",
        "The property '{0}' says ProveAtBuild = true, but this project proves nothing in its builds; set <NetCompileProve>marked</NetCompileProve> in the project file, or remove ProveAtBuild",
        Category.Proofs, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>The rules of this block.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        Holds, Violated, NeverHolds, Undecided, StableNeurons, NoProperty, OutsideTraining, NotProvedInBuild);
}
