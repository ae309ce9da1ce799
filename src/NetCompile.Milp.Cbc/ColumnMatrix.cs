namespace NetCompile.Milp.Cbc;

/// <summary>A model's rows as columns, as COIN-OR takes them: the entries of column <c>j</c> are <c>Starts[j] … Starts[j + 1] − 1</c>.</summary>
/// <param name="Starts">One more than there are columns.</param>
/// <param name="Rows">The row of each entry.</param>
/// <param name="Values">The coefficient of each entry.</param>
internal sealed record ColumnMatrix(int[] Starts, int[] Rows, double[] Values)
{
    public static ColumnMatrix Of(MilpModel model)
    {
        int[] starts = new int[model.ColumnCount + 1];
        foreach (int column in model.RowColumns)
        {
            starts[column + 1]++;
        }

        for (int j = 0; j < model.ColumnCount; j++)
        {
            starts[j + 1] += starts[j];
        }

        int[] next = starts[..^1];
        // At least one element: an empty array gives C a null pointer.
        int[] rows = new int[Math.Max(1, model.NonzeroCount)];
        double[] values = new double[rows.Length];
        for (int i = 0; i < model.RowCount; i++)
        {
            for (int k = model.RowStarts[i]; k < model.RowStarts[i + 1]; k++)
            {
                int at = next[model.RowColumns[k]]++;
                (rows[at], values[at]) = (i, model.RowCoefficients[k]);
            }
        }

        return new ColumnMatrix(starts, rows, values);
    }
}
