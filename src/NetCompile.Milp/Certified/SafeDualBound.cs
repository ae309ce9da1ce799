namespace NetCompile.Milp;

/// <summary>
/// A lower bound of a linear program from any multipliers of its rows, true for the program exactly as it is stated: for every <c>y</c>,
/// <c>c·x = (c − Aᵀy)·x + y·(A x) ≥ Σ_j min_{l_j ≤ x_j ≤ u_j} d_j x_j + Σ_i (y_i &gt; 0 ? y_i·lower_i : y_i·upper_i)</c>, <c>d = c − Aᵀy</c>.
/// </summary>
/// <remarks>
/// <para>Nothing is asked of <c>y</c>: good multipliers (a solver's duals) give a good bound, garbage gives a bad one, a multiplier that would need an infinite end counts as zero. What a solver says of its objective or status is not used.</para>
/// <para>Rounding: every sum is computed once to nearest together with the sum of the magnitudes of its terms; <c>n</c> products summed are off by at most <c>γ_n Σ|·|</c> (Higham, <i>Accuracy and Stability</i>, §3.1).
/// Reduced costs become intervals by that much, the minimum over the box is taken over the interval, and the total goes down by its own term. NaN and overflow end in −∞.</para>
/// <para>One pass over the non-zeros of rows whose multiplier is not zero, one over the columns. Source: Neumaier and Shcherbina, <i>Safe bounds in linear and mixed-integer linear programming</i>, 2004.
/// Holds scratch memory: used by one thread.</para>
/// </remarks>
public sealed class SafeDualBound
{
    private readonly ProgramRows _rows;

    // For each column its reduced cost and, beside it, the sum of magnitudes of what it was summed from; the latter is zero exactly where nothing was added.
    private readonly double[] _sums;
    private readonly double[] _zero;

    /// <summary>Makes the scratch memory for bounds of programs with these rows.</summary>
    public SafeDualBound(ProgramRows rows)
    {
        _rows = rows;
        _sums = new double[2 * rows.ColumnCount];
        _zero = new double[rows.ColumnCount];
    }

    /// <summary>A lower bound of <c>c·x + c₀</c> over the rows and the box; −∞ where the multipliers prove nothing, any number where nothing is feasible.</summary>
    /// <param name="objective"><c>c</c>, by column.</param>
    /// <param name="constant"><c>c₀</c>.</param>
    /// <param name="multipliers"><c>y</c>, by row, positive for the lower end. Any numbers; rows beyond them have multiplier zero.</param>
    /// <param name="lower"><c>l</c>, by column, possibly −∞.</param>
    /// <param name="upper"><c>u</c>, by column, possibly +∞.</param>
    /// <param name="terms">Receives each column's share of the bound, to the rounding of one product; empty where it is not wanted.</param>
    /// <exception cref="ArgumentException">A length differs from the number of columns.</exception>
    public double Minimum(
        ReadOnlySpan<double> objective, double constant, ReadOnlySpan<double> multipliers, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, Span<double> terms = default)
    {
        int columns = _rows.ColumnCount;
        if (objective.Length != columns || lower.Length != columns || upper.Length != columns || (terms.Length != 0 && terms.Length != columns))
        {
            throw new ArgumentException($"There are {columns} columns, {objective.Length} objective coefficients, {lower.Length} lower and {upper.Length} upper bounds.", nameof(objective));
        }

        for (int j = 0; j < columns; j++)
        {
            _sums[2 * j] = objective[j];
            _sums[(2 * j) + 1] = Math.Abs(objective[j]);
        }

        double sum = constant, magnitude = Math.Abs(constant);
        Combine(multipliers, ref sum, ref magnitude);
        ReadOnlySpan<int> entries = _rows.ColumnEntries;
        for (int j = 0; j < columns; j++)
        {
            double size = _sums[(2 * j) + 1], term = 0;

            // Also where a bound is infinite: no term was added, so the reduced cost is exactly zero.
            if (size != 0)
            {
                double error = OutwardRounding.SumError(size, entries[j] + 4), down = _sums[2 * j] - error, up = _sums[2 * j] + error;
                term = down >= 0 ? Math.Min(down * lower[j], up * lower[j]) : up <= 0 ? Math.Min(down * upper[j], up * upper[j]) : Math.Min(down * upper[j], up * lower[j]);
            }

            if (terms.Length != 0)
            {
                terms[j] = term;
            }

            sum += term;
            magnitude += Math.Abs(term);
        }

        return Below(sum, OutwardRounding.SumError(magnitude, columns + _rows.RowCount + 1));
    }

    /// <summary>Whether the multipliers prove that no point of the box meets the rows: their combination is above zero where it would have to be at most zero. Both signs are tried.</summary>
    /// <param name="ray">By row; any numbers.</param>
    /// <param name="lower"><c>l</c>, by column, possibly −∞.</param>
    /// <param name="upper"><c>u</c>, by column, possibly +∞.</param>
    public bool ProvesInfeasible(ReadOnlySpan<double> ray, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (Minimum(_zero, 0, ray, lower, upper) > 0)
        {
            return true;
        }

        double[] negated = new double[ray.Length];
        for (int i = 0; i < ray.Length; i++)
        {
            negated[i] = -ray[i];
        }

        return Minimum(_zero, 0, negated, lower, upper) > 0;
    }

    /// <summary>The reduced cost of a column under the last multipliers, to rounding: for choices only.</summary>
    internal double ReducedCost(int column) => _sums[2 * column];

    /// <summary>A bound after one column's range shrinks: the total without the old share, with the new one, rounded down.</summary>
    /// <param name="total">What <see cref="Minimum"/> returned.</param>
    /// <param name="term">The column's share then.</param>
    /// <param name="column">The column.</param>
    /// <param name="lower">Its new lower bound.</param>
    /// <param name="upper">Its new upper bound.</param>
    /// <remarks>Only until the next call of <see cref="Minimum"/>, whose reduced costs it uses. This is what safe reduced-cost fixing asks.</remarks>
    internal double WithRange(double total, double term, int column, double lower, double upper)
    {
        double size = _sums[(2 * column) + 1];
        double error = OutwardRounding.SumError(size, _rows.ColumnEntries[column] + 4), down = _sums[2 * column] - error, up = _sums[2 * column] + error;
        double next = Math.Min(Math.Min(down * lower, down * upper), Math.Min(up * lower, up * upper));

        // Both shares are products rounded once; the difference and the sum round once more each.
        double change = next - term;
        return Below(total + change, 4 * OutwardRounding.SumError(Math.Abs(total) + Math.Abs(term) + Math.Abs(next), 1));
    }

    // sum += Σ y_i·end_i, and −Aᵀy into the reduced costs.
    private void Combine(ReadOnlySpan<double> multipliers, ref double sum, ref double magnitude)
    {
        ReadOnlySpan<int> starts = _rows.Starts, columns = _rows.Columns;
        ReadOnlySpan<double> coefficients = _rows.Coefficients, rowLower = _rows.Lower, rowUpper = _rows.Upper;
        Span<double> sums = _sums;
        int count = Math.Min(multipliers.Length, _rows.RowCount);
        for (int i = 0; i < count; i++)
        {
            double y = multipliers[i], end = y > 0 ? rowLower[i] : rowUpper[i];
            if (y == 0 || !double.IsFinite(y) || !double.IsFinite(end))
            {
                continue;
            }

            double product = y * end;
            sum += product;
            magnitude += Math.Abs(product);
            ReadOnlySpan<int> rowColumns = columns[starts[i]..starts[i + 1]];
            ReadOnlySpan<double> rowCoefficients = coefficients[starts[i]..starts[i + 1]];
            for (int k = 0; k < rowColumns.Length; k++)
            {
                int at = 2 * rowColumns[k];
                double p = rowCoefficients[k] * y;
                sums[at] -= p;

                // A product may underflow to zero; the least double then says that the column was touched.
                sums[at + 1] += Math.Abs(p) + double.Epsilon;
            }
        }
    }

    // Written so that NaN ends in −∞.
    private static double Below(double value, double error)
    {
        double bound = value - error;
        return bound > double.NegativeInfinity && bound < double.PositiveInfinity ? Math.BitDecrement(bound) : double.NegativeInfinity;
    }
}
