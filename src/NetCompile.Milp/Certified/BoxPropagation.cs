namespace NetCompile.Milp;

/// <summary>
/// Tightens the bounds of columns by what single rows imply of them: from <c>Σ a_j x_j ≤ upper</c> follows <c>a_k x_k ≤ upper − min Σ_{j≠k} a_j x_j</c>; integers then go to whole numbers. Rounded outward.
/// </summary>
/// <remarks>
/// A phase fixed in a branch and bound reaches pre-activations and, through their big-M rows, further phases at the cost of a few sparse passes; and columns without bounds get those that their rows imply, which
/// <see cref="SafeDualBound"/> needs. Source: Savelsbergh, <i>Preprocessing and probing techniques for mixed integer programming problems</i>, 1994. Not thread-safe.
/// </remarks>
internal sealed class BoxPropagation
{
    /// <summary>A continuous range must shrink by this part of itself to be worth another look at its rows.</summary>
    private const double LeastGain = 1e-3;

    /// <summary>A call looks at each row this many times on average at most: cycles of rows converge slowly.</summary>
    private const int MaxSweeps = 6;

    private readonly ProgramRows _rows;
    private readonly bool[] _isInteger, _isQueued;
    private readonly int[] _columnStarts, _columnRows;
    private readonly Queue<int> _queue = new();

    public BoxPropagation(ProgramRows rows, bool[] isInteger)
    {
        (_rows, _isInteger) = (rows, isInteger);
        _isQueued = new bool[rows.RowCount];
        _columnStarts = new int[rows.ColumnCount + 1];
        for (int j = 0; j < rows.ColumnCount; j++)
        {
            _columnStarts[j + 1] = _columnStarts[j] + rows.ColumnEntries[j];
        }

        _columnRows = new int[_columnStarts[^1]];
        int[] next = _columnStarts[..^1];
        for (int i = 0; i < rows.RowCount; i++)
        {
            foreach (int column in rows.Columns[rows.Starts[i]..rows.Starts[i + 1]])
            {
                _columnRows[next[column]++] = i;
            }
        }
    }

    /// <summary>Tightens a box by all rows.</summary>
    /// <returns>False where it is proved that no point of the box meets the rows.</returns>
    public bool Tighten(double[] lower, double[] upper)
    {
        for (int i = 0; i < _rows.RowCount; i++)
        {
            Enqueue(i);
        }

        return Run(lower, upper);
    }

    /// <summary>Tightens a box in which only these columns have changed since it was tightened last.</summary>
    /// <returns>False where it is proved that no point of the box meets the rows.</returns>
    public bool Tighten(double[] lower, double[] upper, ReadOnlySpan<int> changed)
    {
        foreach (int column in changed)
        {
            EnqueueRowsOf(column);
        }

        return Run(lower, upper);
    }

    private bool Run(double[] lower, double[] upper)
    {
        long budget = (long)MaxSweeps * _rows.RowCount;
        bool isFeasible = true;
        while (_queue.TryDequeue(out int row))
        {
            _isQueued[row] = false;
            isFeasible = isFeasible && (budget-- <= 0 || TightenBy(row, lower, upper));
        }

        return isFeasible;
    }

    private bool TightenBy(int row, double[] lower, double[] upper)
    {
        ReadOnlySpan<int> columns = _rows.Columns[_rows.Starts[row].._rows.Starts[row + 1]];
        ReadOnlySpan<double> coefficients = _rows.Coefficients[_rows.Starts[row].._rows.Starts[row + 1]];
        return TightenSide(columns, coefficients, 1, _rows.Upper[row], lower, upper) && TightenSide(columns, coefficients, -1, -_rows.Lower[row], lower, upper);
    }

    // Σ sign·a_j x_j ≤ end.
    private bool TightenSide(ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, int sign, double end, double[] lower, double[] upper)
    {
        if (!double.IsFinite(end))
        {
            return true;
        }

        double least = 0, magnitude = Math.Abs(end);
        int infinite = 0, infiniteAt = -1;
        for (int k = 0; k < columns.Length; k++)
        {
            double term = Least(sign * coefficients[k], lower[columns[k]], upper[columns[k]]);
            if (double.IsFinite(term))
            {
                least += term;
                magnitude += Math.Abs(term);
            }
            else
            {
                (infinite, infiniteAt) = (infinite + 1, k);
            }
        }

        // Covers the sum, and taking one term out of it again.
        double error = OutwardRounding.SumError(magnitude, columns.Length + 4);
        if (infinite > 1 || !double.IsFinite(error))
        {
            return true;
        }

        if (infinite == 0 && least - error > end + error)
        {
            return false;
        }

        for (int k = infinite == 1 ? infiniteAt : 0; k < (infinite == 1 ? infiniteAt + 1 : columns.Length); k++)
        {
            int j = columns[k];
            double a = sign * coefficients[k], others = infinite == 1 ? least : least - Least(a, lower[j], upper[j]);
            double room = OutwardRounding.Up(end - others + (2 * error));
            if (!(a > 0 ? TightenUpper(j, OutwardRounding.Up(room / a), lower, upper) : TightenLower(j, OutwardRounding.Down(room / a), lower, upper)))
            {
                return false;
            }
        }

        return true;
    }

    private static double Least(double a, double lower, double upper) => a * (a > 0 ? lower : upper);

    // Changing a bound here leaves the sums of the row at hand as they are: they are then those of a larger box, which is sound.
    private bool TightenUpper(int j, double bound, double[] lower, double[] upper)
    {
        bound = _isInteger[j] ? Math.Floor(bound) : bound;
        if (!(_isInteger[j] ? bound < upper[j] : IsGain(upper[j] - bound, lower[j], upper[j])))
        {
            return !(bound < lower[j]);
        }

        upper[j] = bound;
        EnqueueRowsOf(j);
        return !(bound < lower[j]);
    }

    private bool TightenLower(int j, double bound, double[] lower, double[] upper)
    {
        bound = _isInteger[j] ? Math.Ceiling(bound) : bound;
        if (!(_isInteger[j] ? bound > lower[j] : IsGain(bound - lower[j], lower[j], upper[j])))
        {
            return !(bound > upper[j]);
        }

        lower[j] = bound;
        EnqueueRowsOf(j);
        return !(bound > upper[j]);
    }

    private static bool IsGain(double gain, double lower, double upper) => gain > 0 && (double.IsInfinity(upper - lower) ? double.IsInfinity(gain) : gain >= LeastGain * (upper - lower));

    private void EnqueueRowsOf(int column)
    {
        for (int at = _columnStarts[column]; at < _columnStarts[column + 1]; at++)
        {
            Enqueue(_columnRows[at]);
        }
    }

    private void Enqueue(int row)
    {
        if (!_isQueued[row])
        {
            _isQueued[row] = true;
            _queue.Enqueue(row);
        }
    }
}
