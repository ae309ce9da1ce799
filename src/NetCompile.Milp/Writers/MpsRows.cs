namespace NetCompile.Milp;

/// <summary>A model's rows in the kinds MPS has: <c>E</c>, <c>L</c>, <c>G</c>, with a range where that is exact.</summary>
internal sealed class MpsRows
{
    private readonly List<(int Source, string Name, char Kind, double Side, double? Range)> _rows = [];

    public int Count => _rows.Count;

    public bool HasRanges => _rows.Exists(r => r.Range is not null);

    public string Name(int row) => _rows[row].Name;

    public char Kind(int row) => _rows[row].Kind;

    public double Side(int row) => _rows[row].Side;

    public double? Range(int row) => _rows[row].Range;

    public static MpsRows Of(MilpModel model)
    {
        MpsRows rows = new();
        for (int i = 0; i < model.RowCount; i++)
        {
            rows.Add(i, model.RowName(i), model.RowLower[i], model.RowUpper[i]);
        }

        return rows;
    }

    /// <summary>The entries by column.</summary>
    public List<(int Row, double Coefficient)>[] ByColumn(MilpModel model)
    {
        List<(int, double)>[] columns = [.. Enumerable.Range(0, model.ColumnCount).Select(_ => new List<(int, double)>())];
        for (int row = 0; row < Count; row++)
        {
            int source = _rows[row].Source;
            for (int k = model.RowStarts[source]; k < model.RowStarts[source + 1]; k++)
            {
                columns[model.RowColumns[k]].Add((row, model.RowCoefficients[k]));
            }
        }

        return columns;
    }

    private void Add(int source, string name, double lower, double upper)
    {
        bool hasLower = double.IsFinite(lower), hasUpper = double.IsFinite(upper);
        double width = upper - lower;
        if (hasLower && lower == upper)
        {
            _rows.Add((source, name, 'E', lower, null));
        }
        else if (hasLower && hasUpper && width > 0 && lower + width == upper)
        {
            _rows.Add((source, name, 'G', lower, width));
        }
        else if (hasLower && hasUpper && width > 0 && upper - width == lower)
        {
            _rows.Add((source, name, 'L', upper, width));
        }
        else
        {
            // One end; or two whose width is not exact or negative.
            if (hasLower)
            {
                _rows.Add((source, name, 'G', lower, null));
            }

            if (hasUpper)
            {
                _rows.Add((source, hasLower ? name + "_u" : name, 'L', upper, null));
            }
        }
    }
}
