using System.Collections.Immutable;

namespace NetCompile.Properties;

/// <summary>A variable of a property: an input <c>X_i</c> or an output <c>Y_j</c>.</summary>
/// <param name="IsOutput">Whether it is an output.</param>
/// <param name="Index">The element, row-major.</param>
public readonly record struct PropertyVariable(bool IsOutput, int Index)
{
    /// <summary>Input <paramref name="index"/>.</summary>
    public static PropertyVariable Input(int index) => new(false, index);

    /// <summary>Output <paramref name="index"/>.</summary>
    public static PropertyVariable Output(int index) => new(true, index);

    /// <inheritdoc/>
    public override string ToString() => (IsOutput ? "Y_" : "X_") + Index;
}

/// <summary>A stated number: the nearest double, and whether it is that double exactly.</summary>
/// <param name="Value">The nearest double; finite.</param>
/// <param name="IsExact">False where the stated decimal differs from <paramref name="Value"/>; it then lies strictly between the neighbouring doubles.</param>
public readonly record struct StatedNumber(double Value, bool IsExact)
{
    /// <summary>The number that is exactly this double.</summary>
    public static implicit operator StatedNumber(double value) => new(value, true);
}

/// <summary>One term <c>c · v</c> of a constraint.</summary>
public readonly record struct LinearTerm(PropertyVariable Variable, StatedNumber Coefficient);

/// <summary><c>Σ c_k v_k ≤ b</c>, or <c>&lt; b</c> if <see cref="IsStrict"/>, over inputs and outputs.</summary>
/// <remarks>Terms name each variable at most once, in the order inputs then outputs, by index; no coefficient is zero. There may be no terms (a constant truth value).</remarks>
public sealed record LinearConstraint
{
    /// <summary>Creates a constraint; terms are merged, sorted and cleared of zeros by <see cref="LinearExpression.ToConstraint"/>, which callers should prefer.</summary>
    public LinearConstraint(ImmutableArray<LinearTerm> terms, StatedNumber bound, bool isStrict)
    {
        Terms = terms;
        Bound = bound;
        IsStrict = isStrict;
    }

    /// <summary>The terms.</summary>
    public ImmutableArray<LinearTerm> Terms { get; }

    /// <summary><c>b</c>.</summary>
    public StatedNumber Bound { get; }

    /// <summary>Whether equality does not satisfy it.</summary>
    public bool IsStrict { get; }

    /// <inheritdoc/>
    public bool Equals(LinearConstraint? other) =>
        other is not null && IsStrict == other.IsStrict && Bound == other.Bound && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((Bound.GetHashCode() * 31 + Terms.Length) * 31 + (Terms.IsEmpty ? 0 : Terms[0].GetHashCode()));

    /// <inheritdoc/>
    public override string ToString() =>
        (Terms.IsEmpty ? "0" : string.Join(" + ", Terms.Select(t => t.Coefficient.Value == 1 ? t.Variable.ToString() : $"{t.Coefficient.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}·{t.Variable}")))
        + (IsStrict ? " < " : " ≤ ") + Bound.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
