namespace NetCompile.Milp;

/// <summary>
/// The cuts <c>h ≤ Σ_{k∈I} w_k (x_k − L̆_k) + ℓ(I)/(Ŭ_t − L̆_t) · (x_t − L̆_t)</c> of one neuron, for <c>(I, t)</c> with <c>ℓ(I) ≥ 0 &gt; ℓ(I ∪ {t})</c>,
/// <c>ℓ(I) = Σ_{k∈I} w_k L̆_k + Σ_{k∉I} w_k Ŭ_k + b</c>. The most violated one: sort by <c>(x̂_j − L̆_j)/(Ŭ_j − L̆_j)</c>, move indices into <c>I</c> in that order until <c>ℓ</c> turns negative; that index is <c>t</c>.
/// </summary>
/// <remarks>
/// [PT] eq. (9), Tjandraatmadja et al. (2020). The cut has two rounded numbers, the slope <c>s</c> of <c>x_t</c> and the side. As a function of <c>x</c> it is separable; its validity with the rounded slope is restored by
/// raising the side by what <c>s</c> may be off times the width of <c>x_t</c>.
/// </remarks>
internal sealed class ProjectedHullSeparator : ICutSeparator
{
    private readonly int[] _columns;
    private readonly double[] _weights, _lower, _upper;
    private readonly double _bias;
    private readonly int _h;

    public ProjectedHullSeparator(MilpModel model, AffineForm terms, MilpVariable h)
    {
        List<int> used = [];
        for (int k = 0; k < terms.Columns.Length; k++)
        {
            if (terms.Coefficients[k] != 0)
            {
                used.Add(k);
            }
        }

        _columns = new int[used.Count];
        (_weights, _lower, _upper) = (new double[used.Count], new double[used.Count], new double[used.Count]);
        for (int i = 0; i < used.Count; i++)
        {
            _columns[i] = terms.Columns[used[i]];
            _weights[i] = terms.Coefficients[used[i]];
            double l = model.ColumnLower[_columns[i]], u = model.ColumnUpper[_columns[i]];
            (_lower[i], _upper[i]) = _weights[i] >= 0 ? (l, u) : (u, l);
        }

        (_bias, _h) = (terms.Constant, h.Index);
    }

    public Cut? Separate(ReadOnlySpan<double> values, double tolerance)
    {
        int n = _columns.Length;
        double level = _bias, magnitude = Math.Abs(_bias);
        double[] position = new double[n];
        int[] order = new int[n];
        for (int k = 0; k < n; k++)
        {
            level += _weights[k] * _upper[k];
            magnitude += Math.Abs(_weights[k]) * Math.Max(Math.Abs(_upper[k]), Math.Abs(_lower[k]));
            double width = _upper[k] - _lower[k];
            position[k] = width == 0 ? 0 : (values[_columns[k]] - _lower[k]) / width;
            order[k] = k;
        }

        if (!double.IsFinite(magnitude) || level < 0)
        {
            // An unbounded input, or a neuron that the box alone makes inactive: no such cut.
            return null;
        }

        Array.Sort(position, order);
        int turn = 0;
        for (; turn < n; turn++)
        {
            int k = order[turn];
            double next = level - (_weights[k] * (_upper[k] - _lower[k]));
            if (next < 0)
            {
                break;
            }

            level = next;
        }

        return turn < n ? Build(values, order, turn, level, magnitude, tolerance) : null;
    }

    private Cut? Build(ReadOnlySpan<double> values, int[] order, int turn, double level, double magnitude, double tolerance)
    {
        int t = order[turn];
        double error = OutwardRounding.SumError(magnitude, 4 * (_columns.Length + 1)), width = _upper[t] - _lower[t];
        double slope = level / width;
        if (!double.IsFinite(slope))
        {
            return null;
        }

        int[] columns = new int[turn + 2];
        double[] coefficients = new double[turn + 2];
        double side = 0, atPoint = slope * (values[_columns[t]] - _lower[t]);
        for (int i = 0; i < turn; i++)
        {
            int k = order[i];
            (columns[i], coefficients[i]) = (_columns[k], -_weights[k]);
            side -= _weights[k] * _lower[k];
            atPoint += _weights[k] * (values[_columns[k]] - _lower[k]);
        }

        // What the rounded level is off by shows in slope · width; so does the rounding of the slope itself and of slope · L̆.
        side -= slope * _lower[t];
        error += 4e-16 * (Math.Abs(level) + (Math.Abs(slope) * (Math.Abs(_lower[t]) + Math.Abs(_upper[t]))));
        (columns[turn], coefficients[turn]) = (_columns[t], -slope);
        (columns[turn + 1], coefficients[turn + 1]) = (_h, 1);
        double violation = values[_h] - atPoint;
        return violation > tolerance && double.IsFinite(side + error) ? new Cut([.. columns], [.. coefficients], OutwardRounding.Up(side + (2 * error)), violation) : null;
    }
}
