using System.Collections.Immutable;

namespace NetCompile.Properties;

/// <summary>A linear expression <c>Σ c_k v_k + d</c> over inputs and outputs, in exact rational arithmetic.</summary>
public sealed class LinearExpression : IEquatable<LinearExpression>
{
    private readonly ImmutableSortedDictionary<PropertyVariable, Rational> _terms;

    private LinearExpression(ImmutableSortedDictionary<PropertyVariable, Rational> terms, Rational constant)
    {
        _terms = terms;
        Constant = constant;
    }

    /// <summary><c>d</c>.</summary>
    public Rational Constant { get; }

    /// <summary>The non-zero terms, inputs first.</summary>
    public IReadOnlyDictionary<PropertyVariable, Rational> Terms => _terms;

    /// <summary>Whether no variable occurs.</summary>
    public bool IsConstant => _terms.IsEmpty;

    /// <summary>The constant <paramref name="value"/>.</summary>
    public static LinearExpression FromConstant(Rational value) => new(ImmutableSortedDictionary.Create<PropertyVariable, Rational>(VariableOrder.Instance), value);

    /// <summary>The variable itself.</summary>
    public static LinearExpression FromVariable(PropertyVariable variable) =>
        new(ImmutableSortedDictionary.Create<PropertyVariable, Rational>(VariableOrder.Instance).Add(variable, Rational.One), Rational.Zero);

    /// <summary>The sum.</summary>
    public static LinearExpression operator +(LinearExpression left, LinearExpression right)
    {
        ImmutableSortedDictionary<PropertyVariable, Rational>.Builder terms = left._terms.ToBuilder();
        foreach (KeyValuePair<PropertyVariable, Rational> term in right._terms)
        {
            Rational sum = terms.TryGetValue(term.Key, out Rational existing) ? existing + term.Value : term.Value;
            if (sum.IsZero)
            {
                terms.Remove(term.Key);
            }
            else
            {
                terms[term.Key] = sum;
            }
        }

        return new LinearExpression(terms.ToImmutable(), left.Constant + right.Constant);
    }

    /// <summary>The negation.</summary>
    public static LinearExpression operator -(LinearExpression value) => value.Times(-Rational.One);

    /// <summary>The difference.</summary>
    public static LinearExpression operator -(LinearExpression left, LinearExpression right) => left + -right;

    /// <summary>The product with a constant.</summary>
    public LinearExpression Times(Rational factor)
    {
        if (factor.IsZero)
        {
            return FromConstant(Rational.Zero);
        }

        ImmutableSortedDictionary<PropertyVariable, Rational>.Builder terms = _terms.ToBuilder();
        foreach (KeyValuePair<PropertyVariable, Rational> term in _terms)
        {
            terms[term.Key] = term.Value * factor;
        }

        return new LinearExpression(terms.ToImmutable(), Constant * factor);
    }

    /// <summary>The constraint <c>this ≤ 0</c>, or <c>this &lt; 0</c>.</summary>
    /// <exception cref="OverflowException">A coefficient is too large for a double.</exception>
    public LinearConstraint ToConstraint(bool isStrict) =>
        new(_terms.Select(t => new LinearTerm(t.Key, t.Value.ToStatedNumber())).ToImmutableArray(), (-Constant).ToStatedNumber(), isStrict);

    /// <inheritdoc/>
    public bool Equals(LinearExpression? other) =>
        other is not null && Constant == other.Constant && _terms.Count == other._terms.Count && _terms.SequenceEqual(other._terms);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LinearExpression);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _terms.Aggregate(Constant.GetHashCode(), (hash, term) => unchecked(((hash * 31) + term.Key.GetHashCode()) * 31 + term.Value.GetHashCode()));

    private sealed class VariableOrder : IComparer<PropertyVariable>
    {
        public static readonly VariableOrder Instance = new();

        public int Compare(PropertyVariable x, PropertyVariable y) => x.IsOutput != y.IsOutput ? x.IsOutput.CompareTo(y.IsOutput) : x.Index.CompareTo(y.Index);
    }
}
