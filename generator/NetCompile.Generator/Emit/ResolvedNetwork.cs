using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Generator.Emit;

/// <summary>A declaration with its files read, its scaling made part of the model and its properties built: all that emission depends on.</summary>
/// <param name="Declaration">What the author wrote.</param>
/// <param name="ModelName">The model for people: its path as written, or that it is declared by layers.</param>
/// <param name="Model">The network from the user's inputs to the user's outputs, scaling included, maxima rewritten into ReLUs: what is emitted and verified.</param>
/// <param name="Unscaled">The model as its file states it, where scaling makes it another function than <paramref name="Model"/> and a property is about it; else null.</param>
/// <param name="Region">The declared range of each input in the user's units; empty where one is missing.</param>
/// <param name="Properties">The properties, in the declaration's order.</param>
/// <param name="HasMilp">Whether the project references <c>NetCompile.Milp</c>, so that <c>AddTo</c> can be emitted.</param>
internal sealed record ResolvedNetwork(
    NetworkDeclaration Declaration,
    string ModelName,
    NetworkModel Model,
    NetworkModel? Unscaled,
    EquatableArray<InputInterval> Region,
    EquatableArray<ResolvedProperty> Properties,
    bool HasMilp)
{
    /// <summary>What specialisation to <see cref="Region"/> made of the network; null where it is not asked for.</summary>
    public ResolvedSpecialization? Specialization { get; init; }
}

/// <summary>A property ready for the engine.</summary>
/// <param name="Declaration">What the author wrote.</param>
/// <param name="Property">What is verified.</param>
/// <param name="IsUnscaled">Whether it is about <see cref="ResolvedNetwork.Unscaled"/> rather than <see cref="ResolvedNetwork.Model"/>.</param>
internal sealed record ResolvedProperty(PropertyDeclaration Declaration, VerificationProperty Property, bool IsUnscaled);
