using System.Collections.Immutable;

namespace NetCompile.Properties;

/// <summary>A linear expression <c>Σ c_k v_k + d</c> over inputs and outputs, in exact rational arithmetic.</summary>
public sealed class LinearExpression : IEquatable<LinearExpression>
{
    private LinearExpression(ImmutableArray<KeyValuePair<PropertyVariable, Rational>> terms, Rational constant)
    {
        Terms = terms;
        Constant = constant;
    }

    /// <summary><c>d</c>.</summary>
    public Rational Constant { get; }

    /// <summary>The non-zero terms, each variable once: inputs, then outputs, by index.</summary>
    public ImmutableArray<KeyValuePair<PropertyVariable, Rational>> Terms { get; }

    /// <summary>Whether no variable occurs.</summary>
    public bool IsConstant => Terms.IsEmpty;

    /// <summary>The constant <paramref name="value"/>.</summary>
    public static LinearExpression FromConstant(Rational value) => new(ImmutableArray<KeyValuePair<PropertyVariable, Rational>>.Empty, value);

    /// <summary>The variable itself.</summary>
    public static LinearExpression FromVariable(PropertyVariable variable) =>
        new(ImmutableArray.Create(new KeyValuePair<PropertyVariable, Rational>(variable, Rational.One)), Rational.Zero);

    /// <summary>The sum of any number of expressions, in time proportional to their total length (times its logarithm).</summary>
    public static LinearExpression Sum(IEnumerable<LinearExpression> parts)
    {
        List<KeyValuePair<PropertyVariable, Rational>> all = new();
        Rational constant = Rational.Zero;
        foreach (LinearExpression part in parts)
        {
            all.AddRange(part.Terms);
            constant += part.Constant;
        }

        all.Sort(static (a, b) => Compare(a.Key, b.Key));
        ImmutableArray<KeyValuePair<PropertyVariable, Rational>>.Builder terms = ImmutableArray.CreateBuilder<KeyValuePair<PropertyVariable, Rational>>(all.Count);
        for (int i = 0; i < all.Count;)
        {
            PropertyVariable variable = all[i].Key;
            Rational coefficient = all[i++].Value;
            while (i < all.Count && all[i].Key == variable)
            {
                coefficient += all[i++].Value;
            }

            if (!coefficient.IsZero)
            {
                terms.Add(new(variable, coefficient));
            }
        }

        return new LinearExpression(terms.Count == terms.Capacity ? terms.MoveToImmutable() : terms.ToImmutable(), constant);
    }

    /// <summary>The sum.</summary>
    public static LinearExpression operator +(LinearExpression left, LinearExpression right) =>
        right.IsConstant ? new(left.Terms, left.Constant + right.Constant)
        : left.IsConstant ? new(right.Terms, left.Constant + right.Constant)
        : Sum(new[] { left, right });

    /// <summary>The negation.</summary>
    public static LinearExpression operator -(LinearExpression value) => value.Times(-Rational.One);

    /// <summary>The difference.</summary>
    public static LinearExpression operator -(LinearExpression left, LinearExpression right) =>
        right.IsConstant ? new(left.Terms, left.Constant - right.Constant) : left + -right;

    /// <summary>The product with a constant.</summary>
    public LinearExpression Times(Rational factor) =>
        factor.IsZero
            ? FromConstant(Rational.Zero)
            : new(ImmutableArray.CreateRange(Terms, static (t, f) => new KeyValuePair<PropertyVariable, Rational>(t.Key, t.Value * f), factor), Constant * factor);

    /// <summary>The constraint <c>this ≤ 0</c>, or <c>this &lt; 0</c>.</summary>
    /// <exception cref="OverflowException">A coefficient or the constant is too large for a double, or a coefficient is so small that it rounds to zero.</exception>
    public LinearConstraint ToConstraint(bool isStrict) => new(ImmutableArray.CreateRange(Terms, ToTerm), (-Constant).ToStatedNumber(), isStrict);

    /// <inheritdoc/>
    public bool Equals(LinearExpression? other)
    {
        if (other is null || Constant != other.Constant || Terms.Length != other.Terms.Length)
        {
            return false;
        }

        for (int i = 0; i < Terms.Length; i++)
        {
            if (Terms[i].Key != other.Terms[i].Key || Terms[i].Value != other.Terms[i].Value)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LinearExpression);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Constant.GetHashCode();
        foreach (KeyValuePair<PropertyVariable, Rational> term in Terms)
        {
            hash = unchecked((((hash * 31) + term.Key.GetHashCode()) * 31) + term.Value.GetHashCode());
        }

        return hash;
    }

    private static int Compare(PropertyVariable x, PropertyVariable y) => x.IsOutput != y.IsOutput ? x.IsOutput.CompareTo(y.IsOutput) : x.Index.CompareTo(y.Index);

    private static LinearTerm ToTerm(KeyValuePair<PropertyVariable, Rational> term)
    {
        StatedNumber coefficient = term.Value.ToStatedNumber();
        return coefficient.Value != 0
            ? new LinearTerm(term.Key, coefficient)
            : throw new OverflowException($"The coefficient of {term.Key} is too small for a double.");
    }
}
