using System.Collections.Immutable;

namespace NetCompile.Properties;

/// <summary>
/// What is to be verified, stated as its violation: the property is violated iff some case has an input in its region
/// whose output meets every constraint of at least one of the case's conjunctions.
/// </summary>
/// <remarks>
/// VNN-LIB states the violation directly; a C# property <c>P</c> on a declared region <c>R</c> gives <c>R ∧ ¬P</c>. With no case at all nothing can violate the property;
/// <see cref="IsRegionEmpty"/> then tells a property about no input (vacuous, most likely a mistake) from one whose violation is a contradiction (trivially true).
/// </remarks>
/// <param name="Name">A name for messages.</param>
/// <param name="InputCount">Inputs of the network it is about.</param>
/// <param name="OutputCount">Outputs of the network it is about.</param>
/// <param name="Cases">The input regions with what must not happen in them.</param>
public sealed record VerificationProperty(string Name, int InputCount, int OutputCount, ImmutableArray<PropertyCase> Cases)
{
    /// <summary>Whether there is no case because every input region the property states is empty: it holds vacuously.</summary>
    public bool IsRegionEmpty { get; init; }

    /// <summary>Local robustness: no input within <paramref name="radius"/> of <paramref name="center"/>, in every coordinate, may make another output reach the one of <paramref name="label"/>.</summary>
    /// <remarks>
    /// The unsafe condition is <c>⋁_{j≠label} y_label − y_j ≤ 0</c>: a tie counts as a violation, as in VNN-COMP. The box is exact: its ends are
    /// <c>center_i ± radius</c> in real arithmetic, cut at the declared ranges. With one output nothing can be unsafe.
    /// </remarks>
    /// <param name="name">A name for messages.</param>
    /// <param name="center">The point, one value per input; finite.</param>
    /// <param name="radius">Finite and at least 0, in the units of the input.</param>
    /// <param name="ranges">The range of each input, or nothing where inputs have none.</param>
    /// <param name="label">The output that must stay strictly greatest.</param>
    /// <param name="outputCount">Outputs of the network.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or the counts disagree.</exception>
    public static VerificationProperty Robustness(
        string name, ReadOnlySpan<float> center, double radius, ImmutableArray<InputInterval> ranges, int label, int outputCount) =>
        RobustnessBuilder.Build(name, center, radius, ranges, label, outputCount);

    /// <inheritdoc/>
    public bool Equals(VerificationProperty? other) =>
        other is not null && Name == other.Name && InputCount == other.InputCount && OutputCount == other.OutputCount && IsRegionEmpty == other.IsRegionEmpty
        && Cases.SequenceEqual(other.Cases);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((Name.GetHashCode() * 31) + Cases.Length);
}

/// <summary>An input box and the output conditions that violate the property in it.</summary>
/// <param name="Region">One interval per input.</param>
/// <param name="Unsafe">A disjunction; an empty one can never be met.</param>
public sealed record PropertyCase(ImmutableArray<InputInterval> Region, ImmutableArray<Conjunction> Unsafe)
{
    /// <inheritdoc/>
    public bool Equals(PropertyCase? other) => other is not null && Region.AsSpan().SequenceEqual(other.Region.AsSpan()) && Unsafe.SequenceEqual(other.Unsafe);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((Region.Length * 31) + Unsafe.Length);
}

/// <summary>Constraints that must all hold; an empty one is always met.</summary>
public sealed record Conjunction(ImmutableArray<LinearConstraint> Constraints)
{
    /// <inheritdoc/>
    public bool Equals(Conjunction? other) => other is not null && Constraints.SequenceEqual(other.Constraints);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Constraints.Length;
        foreach (LinearConstraint constraint in Constraints)
        {
            hash = unchecked((hash * 31) + constraint.GetHashCode());
        }

        return hash;
    }
}
