using System.Globalization;
using System.Text;

namespace NetCompile.Milp;

/// <summary>A linear expression <c>Σ c_k x_k + c₀</c> over variables of one model. Immutable; a variable may occur more than once, <see cref="MilpModel"/> adds its terms up.</summary>
/// <remarks>Each <c>+</c> copies its operands: sum many terms with <see cref="Sum"/> or <see cref="Dot"/>, in linear time.</remarks>
public sealed class MilpExpression
{
    private readonly int[] _columns;
    private readonly double[] _coefficients;

    private MilpExpression(MilpModel? model, int[] columns, double[] coefficients, double constant)
    {
        Model = model;
        _columns = columns;
        _coefficients = coefficients;
        Constant = constant;
    }

    /// <summary>The model of its variables; null for a constant.</summary>
    public MilpModel? Model { get; }

    /// <summary><c>c₀</c>.</summary>
    public double Constant { get; }

    /// <summary>The columns of its terms.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>The coefficients of its terms, beside <see cref="Columns"/>.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>A constant.</summary>
    public static implicit operator MilpExpression(double constant) => new(null, [], [], constant);

    /// <summary><c>c · x</c>.</summary>
    public static MilpExpression Term(double coefficient, MilpVariable variable) => new(variable.Model, [variable.Index], [coefficient], 0);

    /// <summary><c>Σ c_k x_k + c₀</c>.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the variables belong to different models.</exception>
    public static MilpExpression Dot(ReadOnlySpan<double> coefficients, ReadOnlySpan<MilpVariable> variables, double constant = 0)
    {
        if (coefficients.Length != variables.Length)
        {
            throw new ArgumentException($"There are {coefficients.Length} coefficients and {variables.Length} variables.", nameof(coefficients));
        }

        MilpModel? model = null;
        int[] columns = new int[variables.Length];
        for (int k = 0; k < variables.Length; k++)
        {
            model = Common(model, variables[k].Model);
            columns[k] = variables[k].Index;
        }

        return new MilpExpression(model, columns, coefficients.ToArray(), constant);
    }

    /// <summary>The sum of all.</summary>
    /// <exception cref="ArgumentException">The variables belong to different models.</exception>
    public static MilpExpression Sum(IEnumerable<MilpExpression> terms)
    {
        MilpModel? model = null;
        List<int> columns = [];
        List<double> coefficients = [];
        double constant = 0;
        foreach (MilpExpression term in terms)
        {
            model = Common(model, term.Model);
            columns.AddRange(term._columns);
            coefficients.AddRange(term._coefficients);
            constant += term.Constant;
        }

        return new MilpExpression(model, [.. columns], [.. coefficients], constant);
    }

    /// <summary>Sum.</summary>
    public static MilpExpression operator +(MilpExpression left, MilpExpression right) =>
        new(Common(left.Model, right.Model), [.. left._columns, .. right._columns], [.. left._coefficients, .. right._coefficients], left.Constant + right.Constant);

    /// <summary>Difference.</summary>
    public static MilpExpression operator -(MilpExpression left, MilpExpression right) => left + (-1 * right);

    /// <summary>Negation.</summary>
    public static MilpExpression operator -(MilpExpression expression) => -1 * expression;

    /// <summary>Product with a number.</summary>
    public static MilpExpression operator *(double factor, MilpExpression expression) =>
        new(expression.Model, expression._columns, Array.ConvertAll(expression._coefficients, c => factor * c), factor * expression.Constant);

    /// <summary>Product with a number.</summary>
    public static MilpExpression operator *(MilpExpression expression, double factor) => factor * expression;

    /// <summary>Quotient by a number, each coefficient divided.</summary>
    public static MilpExpression operator /(MilpExpression expression, double divisor) =>
        new(expression.Model, expression._columns, Array.ConvertAll(expression._coefficients, c => c / divisor), expression.Constant / divisor);

    /// <summary>The constraint that the left side is at most the right.</summary>
    public static MilpConstraint operator <=(MilpExpression left, MilpExpression right) => MilpConstraint.Of(left - right, double.NegativeInfinity, 0);

    /// <summary>The constraint that the left side is at least the right.</summary>
    public static MilpConstraint operator >=(MilpExpression left, MilpExpression right) => MilpConstraint.Of(left - right, 0, double.PositiveInfinity);

    /// <summary>The constraint that both sides are equal. Not a comparison of two objects.</summary>
    public static MilpConstraint operator ==(MilpExpression left, MilpExpression right) => MilpConstraint.Of(left - right, 0, 0);

    /// <summary>Not a linear constraint; C# asks for it beside <c>==</c>.</summary>
    [Obsolete("An inequality with != is not linear: use <= or >=, or a binary variable.", error: true)]
    public static MilpConstraint operator !=(MilpExpression left, MilpExpression right) => throw new NotSupportedException("!= is not linear.");

    /// <summary>The constraint <c>lower ≤ this ≤ upper</c>; an end may be infinite.</summary>
    public MilpConstraint Between(double lower, double upper) => MilpConstraint.Of(this, lower, upper);

    /// <summary>Its value where the variables have <paramref name="values"/>, indexed by column.</summary>
    public double Evaluate(ReadOnlySpan<double> values)
    {
        double sum = Constant;
        for (int k = 0; k < _columns.Length; k++)
        {
            sum += _coefficients[k] * values[_columns[k]];
        }

        return sum;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        for (int k = 0; k < _columns.Length; k++)
        {
            double c = _coefficients[k];
            text.Append(text.Length == 0 ? (c < 0 ? "-" : "") : (c < 0 ? " - " : " + "));
            text.Append(Math.Abs(c) == 1 ? "" : Math.Abs(c).ToString("R", CultureInfo.InvariantCulture) + " ").Append(Model!.ColumnName(_columns[k]));
        }

        return text.Length == 0 ? Constant.ToString("R", CultureInfo.InvariantCulture)
            : Constant == 0 ? text.ToString()
            : text.Append(Constant < 0 ? " - " : " + ").Append(Math.Abs(Constant).ToString("R", CultureInfo.InvariantCulture)).ToString();
    }

    private static MilpModel? Common(MilpModel? left, MilpModel? right) =>
        left is null || ReferenceEquals(left, right) ? right
        : right is null ? left
        : throw new ArgumentException($"Variables of two models, '{left.Name}' and '{right.Name}', stand in one expression.");
}
