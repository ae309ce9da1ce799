namespace NetCompile.Milp;

/// <summary>A variable of a <see cref="MilpModel"/>: a column. Combines with numbers, variables and expressions to <see cref="MilpExpression"/> and, compared, to <see cref="MilpConstraint"/>.</summary>
/// <example><c>model.Add(2 * x + y &lt;= 3);</c></example>
/// <remarks>
/// <c>==</c> states an equation; it does not compare two variables (<see cref="Equals(MilpVariable)"/> does). The default value belongs to no model and cannot be used.
/// </remarks>
public readonly struct MilpVariable : IEquatable<MilpVariable>
{
    private readonly MilpModel? _model;

    internal MilpVariable(MilpModel model, int index) => (_model, Index) = (model, index);

    /// <summary>The column, from 0 in the order of creation.</summary>
    public int Index { get; }

    /// <summary>The model it belongs to.</summary>
    /// <exception cref="InvalidOperationException">This is the default value of the type.</exception>
    public MilpModel Model => _model ?? throw new InvalidOperationException("This variable belongs to no model: it was not made by MilpModel.AddVariable.");

    /// <summary>The lower bound, possibly −∞.</summary>
    public double Lower => Model.ColumnLower[Index];

    /// <summary>The upper bound, possibly +∞.</summary>
    public double Upper => Model.ColumnUpper[Index];

    /// <summary>Continuous or integer.</summary>
    public VariableKind Kind => Model.KindOf(Index);

    /// <summary>The name it was given, or one made of its column (<c>x7</c>).</summary>
    public string Name => Model.ColumnName(Index);

    /// <inheritdoc/>
    public bool Equals(MilpVariable other) => ReferenceEquals(_model, other._model) && Index == other.Index;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MilpVariable other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_model, Index);

    /// <inheritdoc/>
    public override string ToString() => _model is null ? "(no variable)" : Name;

    /// <summary>The variable with coefficient 1.</summary>
    public static implicit operator MilpExpression(MilpVariable variable) => MilpExpression.Term(1, variable);

    /// <summary>Sum.</summary>
    public static MilpExpression operator +(MilpVariable left, MilpExpression right) => (MilpExpression)left + right;

    /// <summary>Sum.</summary>
    public static MilpExpression operator +(double left, MilpVariable right) => (MilpExpression)left + right;

    /// <summary>Difference.</summary>
    public static MilpExpression operator -(MilpVariable left, MilpExpression right) => (MilpExpression)left - right;

    /// <summary>Difference.</summary>
    public static MilpExpression operator -(double left, MilpVariable right) => (MilpExpression)left - right;

    /// <summary>Negation.</summary>
    public static MilpExpression operator -(MilpVariable variable) => MilpExpression.Term(-1, variable);

    /// <summary>Product with a number.</summary>
    public static MilpExpression operator *(double factor, MilpVariable variable) => MilpExpression.Term(factor, variable);

    /// <summary>Product with a number.</summary>
    public static MilpExpression operator *(MilpVariable variable, double factor) => MilpExpression.Term(factor, variable);

    /// <summary>Quotient by a number.</summary>
    public static MilpExpression operator /(MilpVariable variable, double divisor) => (MilpExpression)variable / divisor;

    /// <summary>The constraint that the left side is at most the right.</summary>
    public static MilpConstraint operator <=(MilpVariable left, MilpExpression right) => (MilpExpression)left <= right;

    /// <summary>The constraint that the left side is at least the right.</summary>
    public static MilpConstraint operator >=(MilpVariable left, MilpExpression right) => (MilpExpression)left >= right;

    /// <summary>The constraint that the left side is at most the right.</summary>
    public static MilpConstraint operator <=(double left, MilpVariable right) => (MilpExpression)left <= right;

    /// <summary>The constraint that the left side is at least the right.</summary>
    public static MilpConstraint operator >=(double left, MilpVariable right) => (MilpExpression)left >= right;

    /// <summary>The constraint that both sides are equal.</summary>
    public static MilpConstraint operator ==(MilpVariable left, MilpExpression right) => (MilpExpression)left == right;

    /// <summary>Not a linear constraint; C# asks for it beside <c>==</c>.</summary>
    [Obsolete("An inequality with != is not linear: use <= or >=, or a binary variable.", error: true)]
    public static MilpConstraint operator !=(MilpVariable left, MilpExpression right) => throw new NotSupportedException("!= is not linear.");
}
