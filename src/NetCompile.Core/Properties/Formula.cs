using System.Collections.Immutable;

namespace NetCompile.Properties;

/// <summary>A Boolean combination of linear atoms: what VNN-LIB text and C# property expressions are translated to. Compares by structure.</summary>
public abstract record Formula
{
    private Formula() { }

    /// <summary>Always true: the conjunction of nothing.</summary>
    public static Formula True { get; } = new All(ImmutableArray<Formula>.Empty);

    /// <summary>Always false: the disjunction of nothing.</summary>
    public static Formula False { get; } = new Any(ImmutableArray<Formula>.Empty);

    /// <summary><c>Expression ≤ 0</c>, or <c>&lt; 0</c> if strict.</summary>
    public sealed record Atom(LinearExpression Expression, bool IsStrict) : Formula;

    /// <summary>Every part holds.</summary>
    public sealed record All(ImmutableArray<Formula> Parts) : Formula
    {
        /// <inheritdoc/>
        public bool Equals(All? other) => other is not null && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc/>
        public override int GetHashCode() => Parts.Aggregate(17, (hash, part) => unchecked(hash * 31 + part.GetHashCode()));
    }

    /// <summary>At least one part holds.</summary>
    public sealed record Any(ImmutableArray<Formula> Parts) : Formula
    {
        /// <inheritdoc/>
        public bool Equals(Any? other) => other is not null && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc/>
        public override int GetHashCode() => Parts.Aggregate(19, (hash, part) => unchecked(hash * 31 + part.GetHashCode()));
    }

    /// <summary>The negation with the negation pushed to the atoms: <c>¬(e ≤ 0)</c> is <c>−e &lt; 0</c>.</summary>
    public Formula Negate() => this switch
    {
        Atom a => new Atom(-a.Expression, !a.IsStrict),
        All all => new Any(all.Parts.Select(p => p.Negate()).ToImmutableArray()),
        Any any => new All(any.Parts.Select(p => p.Negate()).ToImmutableArray()),
        _ => throw new InvalidOperationException($"No such formula: {GetType().Name}."),
    };
}
