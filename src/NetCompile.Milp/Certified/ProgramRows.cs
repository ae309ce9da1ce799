namespace NetCompile.Milp;

/// <summary>The rows of a program as they are, copied once: what a safe bound is computed from. Immutable, shared by threads.</summary>
/// <remarks>Compressed sparse rows; the number of entries of each column bounds the number of roundings of its reduced cost.</remarks>
public sealed class ProgramRows
{
    private readonly int[] _starts, _columns, _columnEntries;
    private readonly double[] _coefficients, _lower, _upper;

    /// <summary>The rows of a model as it is now; its indicators and SOS1 sets are not part of them.</summary>
    public ProgramRows(MilpModel model)
        : this(model.ColumnCount, model.RowStarts, model.RowColumns, model.RowCoefficients, model.RowLower, model.RowUpper)
    {
    }

    /// <summary>Rows <c>lower_i ≤ Σ a_ij x_j ≤ upper_i</c>.</summary>
    /// <param name="columnCount">The number of columns.</param>
    /// <param name="starts">Where each row starts; one more than there are rows.</param>
    /// <param name="columns">The columns of all rows.</param>
    /// <param name="coefficients">The coefficients, beside the columns; finite.</param>
    /// <param name="lower">Lower ends by row, possibly −∞.</param>
    /// <param name="upper">Upper ends by row, possibly +∞.</param>
    /// <exception cref="ArgumentException">The lengths disagree, or a column does not exist.</exception>
    public ProgramRows(
        int columnCount, ReadOnlySpan<int> starts, ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        int rows = lower.Length;
        if (starts.Length != rows + 1 || upper.Length != rows || starts[0] != 0 || starts[^1] != columns.Length || coefficients.Length != columns.Length)
        {
            throw new ArgumentException(
                $"There are {lower.Length} lower and {upper.Length} upper ends, {starts.Length} starts (one more than rows are needed), {columns.Length} columns and {coefficients.Length} coefficients.", nameof(starts));
        }

        ColumnCount = columnCount;
        (_starts, _columns, _coefficients, _lower, _upper) = (starts.ToArray(), columns.ToArray(), coefficients.ToArray(), lower.ToArray(), upper.ToArray());
        _columnEntries = new int[columnCount];
        foreach (int column in _columns)
        {
            if ((uint)column >= (uint)columnCount)
            {
                throw new ArgumentException($"A row names column {column}; there are {columnCount}.", nameof(columns));
            }

            _columnEntries[column]++;
        }
    }

    /// <summary>The number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => _lower.Length;

    /// <summary>Where each row starts; one more than there are rows.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The columns of all rows.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>The coefficients of all rows.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>Lower ends by row, possibly −∞.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    /// <summary>Upper ends by row, possibly +∞.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    /// <summary>How many rows each column is in.</summary>
    public ReadOnlySpan<int> ColumnEntries => _columnEntries;
}
