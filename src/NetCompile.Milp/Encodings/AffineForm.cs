using System.Globalization;

namespace NetCompile.Milp;

/// <summary>
/// An element of a network value inside a model: <c>v = Σ c_k x_k + c₀ + δ</c>, <c>|δ| ≤ r</c>, over columns of the model. The radius <c>r</c> is the rounding between the value and the
/// linear combination: that of the float32 forward pass, if the encoding includes it, and of the combination's own coefficients where layers were multiplied together.
/// </summary>
public sealed class AffineForm
{
    private readonly int[] _columns;
    private readonly double[] _coefficients;

    /// <summary>A form whose arrays are not copied: a layer's neurons share their columns.</summary>
    internal AffineForm(int[] columns, double[] coefficients, double constant, double radius) => (_columns, _coefficients, Constant, Radius) = (columns, coefficients, constant, radius);

    /// <summary>The columns; one may occur once only.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>The coefficients, some possibly zero.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary><c>c₀</c>.</summary>
    public double Constant { get; }

    /// <summary><c>r ≥ 0</c>.</summary>
    public double Radius { get; }

    /// <summary>The column, where the form is just a variable; else −1.</summary>
    public int VariableColumn => _columns.Length == 1 && _coefficients[0] == 1 && Constant == 0 && Radius == 0 ? _columns[0] : -1;

    /// <summary>Whether it is an exact constant.</summary>
    public bool IsConstant => _columns.Length == 0 && Radius == 0;

    /// <summary>A variable.</summary>
    public static AffineForm Of(MilpVariable variable) => new([variable.Index], [1], 0, 0);

    /// <summary>A constant.</summary>
    public static AffineForm Of(double constant) => new([], [], constant, 0);

    /// <summary>Its value where the columns have <paramref name="values"/> and <c>δ = 0</c>.</summary>
    public double Evaluate(ReadOnlySpan<double> values)
    {
        double sum = Constant;
        for (int k = 0; k < _columns.Length; k++)
        {
            sum += _coefficients[k] * values[_columns[k]];
        }

        return sum;
    }

    /// <summary>A proven range of the value from the bounds of its columns, by interval arithmetic rounded outward.</summary>
    /// <remarks>An end that nothing but zeros adds up to is 0 and not rounded: as coefficients of a model, numbers of 1e-16 make solvers err.</remarks>
    public (double Lower, double Upper) Range(MilpModel model)
    {
        double lower = Constant, upper = Constant, lowerSize = Math.Abs(Constant), upperSize = lowerSize;
        bool isLowerZero = Constant == 0 && Radius == 0, isUpperZero = isLowerZero;
        ReadOnlySpan<double> l = model.ColumnLower, u = model.ColumnUpper;
        for (int k = 0; k < _columns.Length; k++)
        {
            double c = _coefficients[k];
            if (c == 0)
            {
                continue;
            }

            (double least, double greatest) = c > 0 ? (l[_columns[k]], u[_columns[k]]) : (u[_columns[k]], l[_columns[k]]);
            lower += c * least;
            upper += c * greatest;
            lowerSize += Math.Abs(c * least);
            upperSize += Math.Abs(c * greatest);

            // Of the bounds, not of the products, which may underflow.
            isLowerZero &= least == 0 && double.IsFinite(c);
            isUpperZero &= greatest == 0 && double.IsFinite(c);
        }

        return (isLowerZero ? 0 : OutwardRounding.Down(lower - Error(lowerSize)), isUpperZero ? 0 : OutwardRounding.Up(upper + Error(upperSize)));

        // The sum of the two is rounded as well: where they are of the size of an end, going one double outward covers one rounding only.
        double Error(double size) => OutwardRounding.Up(OutwardRounding.SumError(size, _columns.Length) + Radius);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_columns.Length} terms + {Constant.ToString("R", CultureInfo.InvariantCulture)} ± {Radius.ToString("R", CultureInfo.InvariantCulture)}";
}
