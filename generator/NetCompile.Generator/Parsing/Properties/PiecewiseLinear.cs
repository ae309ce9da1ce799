using NetCompile.Properties;

namespace NetCompile.Generator.Parsing.Properties;

/// <summary>A piecewise linear expression: linear leaves under maxima, minima and case distinctions.</summary>
/// <remarks>
/// Sums and factors are pushed to the leaves, <c>max(a, b) + c = max(a + c, b + c)</c> and <c>−max(a, b) = min(−a, −b)</c>, so that a comparison becomes a formula
/// without new variables: <c>max(a, b) ≤ 0</c> is <c>a ≤ 0 ∧ b ≤ 0</c>, and <c>min(a, b) ≤ 0</c> is <c>a ≤ 0 ∨ b ≤ 0</c>.
/// </remarks>
internal abstract record PiecewiseLinear
{
    /// <summary>Leaves that an expression may have: sums of maxima multiply, and more than this is no readable property.</summary>
    public const int MaxLeaves = 256;

    private PiecewiseLinear() { }

    public abstract int Leaves { get; }

    internal sealed record Linear(LinearExpression Expression) : PiecewiseLinear
    {
        public override int Leaves => 1;
    }

    internal sealed record Extremum(bool IsMax, PiecewiseLinear Left, PiecewiseLinear Right) : PiecewiseLinear
    {
        public override int Leaves { get; } = Left.Leaves + Right.Leaves;
    }

    internal sealed record Choice(Formula Condition, PiecewiseLinear WhenTrue, PiecewiseLinear WhenFalse) : PiecewiseLinear
    {
        public override int Leaves { get; } = WhenTrue.Leaves + WhenFalse.Leaves;
    }

    public static PiecewiseLinear Of(Rational constant) => new Linear(LinearExpression.FromConstant(constant));

    public static PiecewiseLinear Of(PropertyVariable variable) => new Linear(LinearExpression.FromVariable(variable));

    /// <summary>The sum, or null where it has more than <see cref="MaxLeaves"/> leaves.</summary>
    public static PiecewiseLinear? Add(PiecewiseLinear a, PiecewiseLinear b) =>
        (long)a.Leaves * b.Leaves > MaxLeaves ? null : a.Map(x => b.Map(y => new Linear(x + y)));

    /// <summary>The maximum or minimum, or null where it has more than <see cref="MaxLeaves"/> leaves.</summary>
    public static PiecewiseLinear? ExtremumOf(bool isMax, PiecewiseLinear a, PiecewiseLinear b) =>
        a.Leaves + b.Leaves > MaxLeaves ? null : new Extremum(isMax, a, b);

    public PiecewiseLinear Negate() => Times(-Rational.One);

    public PiecewiseLinear Times(Rational factor) => this switch
    {
        Linear l => new Linear(l.Expression.Times(factor)),
        Extremum e => new Extremum(factor.Sign < 0 ? !e.IsMax : e.IsMax, e.Left.Times(factor), e.Right.Times(factor)),
        Choice c => new Choice(c.Condition, c.WhenTrue.Times(factor), c.WhenFalse.Times(factor)),
        _ => throw new InvalidOperationException($"No such expression: {GetType().Name}."),
    };

    /// <summary><c>this ≤ 0</c>, or <c>&lt; 0</c>.</summary>
    public Formula AtMostZero(bool isStrict) => this switch
    {
        Linear { Expression: { IsConstant: true } e } => (isStrict ? e.Constant.Sign < 0 : e.Constant.Sign <= 0) ? Formula.True : Formula.False,
        Linear l => new Formula.Atom(l.Expression, isStrict),
        Extremum e => e.IsMax ? Formulas.And(e.Left.AtMostZero(isStrict), e.Right.AtMostZero(isStrict)) : Formulas.Or(e.Left.AtMostZero(isStrict), e.Right.AtMostZero(isStrict)),
        Choice c => Formulas.If(c.Condition, c.WhenTrue.AtMostZero(isStrict), c.WhenFalse.AtMostZero(isStrict)),
        _ => throw new InvalidOperationException($"No such expression: {GetType().Name}."),
    };

    /// <summary>Whether the constant of a leaf is above <paramref name="limit"/> in magnitude.</summary>
    public bool HasConstantAbove(int limit) => this switch
    {
        Linear l => Rational.FromDouble(limit) is var bound && (l.Expression.Constant > bound || l.Expression.Constant < -bound),
        Extremum e => e.Left.HasConstantAbove(limit) || e.Right.HasConstantAbove(limit),
        Choice c => c.WhenTrue.HasConstantAbove(limit) || c.WhenFalse.HasConstantAbove(limit),
        _ => throw new InvalidOperationException($"No such expression: {GetType().Name}."),
    };

    private PiecewiseLinear Map(Func<LinearExpression, PiecewiseLinear> leaf) => this switch
    {
        Linear l => leaf(l.Expression),
        Extremum e => new Extremum(e.IsMax, e.Left.Map(leaf), e.Right.Map(leaf)),
        Choice c => new Choice(c.Condition, c.WhenTrue.Map(leaf), c.WhenFalse.Map(leaf)),
        _ => throw new InvalidOperationException($"No such expression: {GetType().Name}."),
    };
}
