using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Diagnostics;

/// <summary>NC02xx as well: what is wrong with a network's encoding in optimisation models.</summary>
internal static class MilpRules
{
    public static readonly DiagnosticDescriptor WeakBigM = new(
        "NC0206", "Big-M is weak",
        "The big-M {0} of {1} is {2} times the proven bound {3}, the largest of {4} (that of {5}), and a relaxation is as weak as its big-M; write {3}, or remove [BigM] to give each neuron its own bound",
        Category.Bounds, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor BigMCutsOff = new(
        "NC0207", "Big-M cuts off reachable values",
        "The big-M {0} of {1} cuts off values that the network has: the pre-activation of {2} is {3} at ({4}); write {5}, which is proved, or remove [BigM]",
        Category.Bounds, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor BigMBelowBound = new(
        "NC0208", "Big-M is below the proven bound",
        "The big-M {0} of {1} is not proved to be valid: the proven bound of {2} is {3}, above it for {4}, and the largest value found is {5}; write {6}, or remove [BigM]",
        Category.Bounds, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor InfiniteBigM = new(
        "NC0209", "Big-M is infinite",
        "{0}, so the big-Ms of {1} are infinite, the first that of {2}; {3}",
        Category.Bounds, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor CoefficientRange = new(
        "NC0210", "Coefficients are in a dangerous range",
        "{0}; {1}",
        Category.Bounds, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor EncodingTooLarge = new(
        "NC0211", "Encoding is too large",
        "The encoding '{0}' of '{1}' has {2} variables, {3} of them binary, {4} rows and {5} nonzeros; {6} {7} (netcompile.{8}); {9}",
        Category.Bounds, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnknownNeuron = new(
        "NC0212", "Big-M names no neuron",
        "There is no {0}: {1}; {2}",
        Category.Bounds, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor BigMWithoutEffect = new(
        "NC0213", "Big-M has no effect",
        "The big-M of {0} has no effect: {1}; remove it",
        Category.Bounds, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>The rules of this block.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        WeakBigM, BigMCutsOff, BigMBelowBound, InfiniteBigM, CoefficientRange, EncodingTooLarge, UnknownNeuron, BigMWithoutEffect);
}
