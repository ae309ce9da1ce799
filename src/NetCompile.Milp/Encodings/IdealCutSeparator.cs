namespace NetCompile.Milp;

/// <summary>
/// The cuts <c>h ≤ Σ_{j∈J} w_j (x_j − L̆_j (1 − z)) + (b + Σ_{j∉J} w_j Ŭ_j) z</c> of one neuron, <c>L̆, Ŭ</c> the ends of an input's range where <c>w_j x_j</c> is least and greatest.
/// The most violated one at <c>(x̂, ẑ)</c> takes <c>j</c> into <c>J</c> iff <c>w_j (x̂_j − L̆_j(1 − ẑ)) &lt; w_j Ŭ_j ẑ</c>: linear time.
/// </summary>
/// <remarks>
/// [PT] eq. (7b); the survey prints <c>h_i^{l-1}</c> where the <c>j</c>-th input is meant. The ranges are the columns' bounds when the separator is made. At <c>z = 0</c> the cut says
/// <c>h ≤ Σ_J w_j x_j − Σ_J w_j L̆_j</c>, at <c>z = 1</c> <c>h ≤ Σ_J w_j x_j + b + Σ_{∉J} w_j Ŭ_j</c>: both constants are rounded up, and the cut is linear in between.
/// </remarks>
internal sealed class IdealCutSeparator : ICutSeparator
{
    private readonly int[] _columns;
    private readonly double[] _weights, _least, _greatest;
    private readonly double _bias;
    private readonly int _h, _z;

    public IdealCutSeparator(MilpModel model, AffineForm terms, MilpVariable h, MilpVariable z)
    {
        (_columns, _weights, _bias, _h, _z) = (terms.Columns.ToArray(), terms.Coefficients.ToArray(), terms.Constant, h.Index, z.Index);
        _least = new double[_columns.Length];
        _greatest = new double[_columns.Length];
        for (int k = 0; k < _columns.Length; k++)
        {
            double l = model.ColumnLower[_columns[k]], u = model.ColumnUpper[_columns[k]];
            (_least[k], _greatest[k]) = _weights[k] >= 0 ? (_weights[k] * l, _weights[k] * u) : (_weights[k] * u, _weights[k] * l);
        }
    }

    public Cut? Separate(ReadOnlySpan<double> values, double tolerance)
    {
        double z = values[_z], side = _bias * z;
        int chosen = 0;
        for (int k = 0; k < _columns.Length; k++)
        {
            double inside = (_weights[k] * values[_columns[k]]) - (_least[k] * (1 - z)), outside = _greatest[k] * z;
            side += Math.Min(inside, outside);
            chosen += inside < outside ? 1 : 0;
        }

        // Also where a range is infinite: the side is then infinite or NaN, and no cut is made.
        return values[_h] - side > tolerance ? Build(values, chosen, values[_h] - side) : null;
    }

    private Cut? Build(ReadOnlySpan<double> values, int chosen, double violation)
    {
        double z = values[_z], atZero = 0, atOne = _bias, magnitudeZero = 0, magnitudeOne = Math.Abs(_bias);
        int[] columns = new int[chosen + 2];
        double[] coefficients = new double[chosen + 2];
        int count = 0;
        for (int k = 0; k < _columns.Length; k++)
        {
            if ((_weights[k] * values[_columns[k]]) - (_least[k] * (1 - z)) < _greatest[k] * z)
            {
                (columns[count], coefficients[count++]) = (_columns[k], -_weights[k]);
                atZero -= _least[k];
                magnitudeZero += Math.Abs(_least[k]);
            }
            else
            {
                atOne += _greatest[k];
                magnitudeOne += Math.Abs(_greatest[k]);
            }
        }

        double zero = OutwardRounding.Up(atZero + OutwardRounding.SumError(magnitudeZero, _columns.Length));
        double one = OutwardRounding.Up(atOne + OutwardRounding.SumError(magnitudeOne, _columns.Length));

        // h − Σ_J w x ≤ zero + (one − zero) z, the slope rounded up so that nothing is lost at z = 1; at z = 0 it does not count.
        double slope = OutwardRounding.Up(one - zero);
        (columns[count], coefficients[count++]) = (_h, 1);
        (columns[count], coefficients[count]) = (_z, -slope);
        return double.IsFinite(zero) && double.IsFinite(slope) ? new Cut([.. columns], [.. coefficients], zero, violation) : null;
    }
}
