using System.Runtime.InteropServices;
using NetCompile.Milp.Cbc.Native;

namespace NetCompile.Milp.Cbc;

/// <summary>Rows and columns that wait to be handed to CLP together.</summary>
internal sealed unsafe class ClpPending
{
    private readonly List<double> _rowLower = [], _rowUpper = [], _coefficients = [];
    private readonly List<int> _rowStarts = [0], _rowColumns = [];
    private readonly List<double> _columnLower = [], _columnUpper = [], _objective = [];

    public int RowCount => _rowLower.Count;

    public int ColumnCount => _columnLower.Count;

    public void AddRow(double lower, ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, double upper)
    {
        _rowLower.Add(lower);
        _rowUpper.Add(upper);
        _rowColumns.AddRange(columns);
        _coefficients.AddRange(coefficients);
        _rowStarts.Add(_rowColumns.Count);
    }

    public void AddColumn(double lower, double upper, double objective)
    {
        _columnLower.Add(lower);
        _columnUpper.Add(upper);
        _objective.Add(objective);
    }

    /// <summary>Hands everything over, columns first: the rows may use them. The basis is kept; new rows are basic, new columns are at a bound.</summary>
    public void Transfer(ClpHandle clp, ref int columns, ref int rows)
    {
        byte[] basis = ClpBasis.Save(clp, columns, rows);
        if (ColumnCount > 0)
        {
            fixed (double* lower = Span(_columnLower), upper = Span(_columnUpper), objective = Span(_objective))
            fixed (int* starts = new int[ColumnCount + 1], none = new int[1])
            fixed (double* nothing = new double[1])
            {
                ClpNative.Clp_addColumns(clp, ColumnCount, lower, upper, objective, starts, none, nothing);
            }
        }

        columns += ColumnCount;
        if (RowCount > 0)
        {
            // At least one entry each, so that no pointer is null.
            _rowColumns.Add(0);
            _coefficients.Add(0);
            fixed (double* lower = Span(_rowLower), upper = Span(_rowUpper), coefficients = Span(_coefficients))
            fixed (int* starts = Span(_rowStarts), indices = Span(_rowColumns))
            {
                ClpNative.Clp_addRows(clp, RowCount, lower, upper, starts, indices, coefficients);
            }
        }

        rows += RowCount;
        ClpBasis.Restore(clp, columns, rows, basis);
        Clear();
    }

    private void Clear()
    {
        foreach (List<double> list in new[] { _rowLower, _rowUpper, _coefficients, _columnLower, _columnUpper, _objective })
        {
            list.Clear();
        }

        _rowColumns.Clear();
        _rowStarts.Clear();
        _rowStarts.Add(0);
    }

    private static Span<T> Span<T>(List<T> list) => CollectionsMarshal.AsSpan(list);
}
