using System.Collections.Immutable;

namespace NetCompile.Properties;

/// <summary>
/// What is to be verified, stated as its violation: the property is violated iff some case has an input in its region
/// whose output meets every constraint of at least one of the case's conjunctions.
/// </summary>
/// <remarks>VNN-LIB states the violation directly; a C# property <c>P</c> on a declared region <c>R</c> gives <c>R ∧ ¬P</c>. No case at all: the property holds vacuously.</remarks>
/// <param name="Name">A name for messages.</param>
/// <param name="InputCount">Inputs of the network it is about.</param>
/// <param name="OutputCount">Outputs of the network it is about.</param>
/// <param name="Cases">The input regions with what must not happen in them.</param>
public sealed record VerificationProperty(string Name, int InputCount, int OutputCount, ImmutableArray<PropertyCase> Cases)
{
    /// <inheritdoc/>
    public bool Equals(VerificationProperty? other) =>
        other is not null && Name == other.Name && InputCount == other.InputCount && OutputCount == other.OutputCount && Cases.SequenceEqual(other.Cases);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked(Name.GetHashCode() * 31 + Cases.Length);
}

/// <summary>An input box and the output conditions that violate the property in it.</summary>
/// <param name="Region">One interval per input.</param>
/// <param name="Unsafe">A disjunction; an empty one can never be met.</param>
public sealed record PropertyCase(ImmutableArray<InputInterval> Region, ImmutableArray<Conjunction> Unsafe)
{
    /// <inheritdoc/>
    public bool Equals(PropertyCase? other) => other is not null && Region.AsSpan().SequenceEqual(other.Region.AsSpan()) && Unsafe.SequenceEqual(other.Unsafe);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked(Region.Length * 31 + Unsafe.Length);
}

/// <summary>Constraints that must all hold; an empty one is always met.</summary>
public sealed record Conjunction(ImmutableArray<LinearConstraint> Constraints)
{
    /// <inheritdoc/>
    public bool Equals(Conjunction? other) => other is not null && Constraints.SequenceEqual(other.Constraints);

    /// <inheritdoc/>
    public override int GetHashCode() => Constraints.Length;
}
