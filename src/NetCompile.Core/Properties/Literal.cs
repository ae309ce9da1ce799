namespace NetCompile.Properties;

/// <summary>An atom of a formula, sorted by what a verifier does with it: decided, part of the input box, or a constraint to be checked.</summary>
internal abstract record Literal
{
    private Literal() { }

    /// <summary>An atom without variables.</summary>
    public sealed record Constant(bool IsTrue) : Literal;

    /// <summary>An atom about one input: an end of its interval.</summary>
    public sealed record Bound(int Input, Rational Value, bool IsUpper, bool IsStrict) : Literal
    {
        /// <summary>What of <paramref name="interval"/> satisfies it.</summary>
        public ExactInterval Restrict(ExactInterval interval) => IsUpper ? interval.Below(Value, IsStrict) : interval.Above(Value, IsStrict);
    }

    /// <summary>An atom about an output, or about several variables.</summary>
    public sealed record Constraint(LinearConstraint Value) : Literal;

    /// <summary>Sorts an atom.</summary>
    /// <exception cref="OverflowException">A number of it does not fit a double.</exception>
    public static Literal Of(Formula.Atom atom)
    {
        LinearExpression e = atom.Expression;
        if (e.IsConstant)
        {
            return new Constant(atom.IsStrict ? e.Constant.Sign < 0 : e.Constant.Sign <= 0);
        }

        if (e.Terms.Length > 1)
        {
            return new Constraint(e.ToConstraint(atom.IsStrict));
        }

        // c·v + d ≤ 0 is v ≤ −d/c or, for negative c, v ≥ −d/c; dividing by |c| also leaves an output with the coefficient ±1, which is exact.
        (PropertyVariable variable, Rational coefficient) = (e.Terms[0].Key, e.Terms[0].Value);
        return variable.IsOutput
            ? new Constraint(e.Times(Rational.One / (coefficient.Sign < 0 ? -coefficient : coefficient)).ToConstraint(atom.IsStrict))
            : new Bound(variable.Index, -e.Constant / coefficient, coefficient.Sign > 0, atom.IsStrict);
    }
}
