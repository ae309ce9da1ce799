namespace NetCompile.Milp.Cbc;

/// <summary>A model's rows as columns, as COIN-OR takes them: the entries of column <c>j</c> are <c>Starts[j] … Starts[j + 1] − 1</c>.</summary>
/// <remarks>
/// Coefficients that are rounding noise beside the others of their row are left out, as COIN-OR's own readers of files do. CBC 2.10.8 scales rows and columns by all of them, and on a partition encoding with ten
/// coefficients of 1e-16 and less called solutions optimal that were up to 3 % worse than the optimum; without these it finds it. The bounds are those of the model: who widens a column of an open
/// <see cref="ClpSession"/> widens what is left out with it.
/// </remarks>
/// <param name="Starts">One more than there are columns.</param>
/// <param name="Rows">The row of each entry.</param>
/// <param name="Values">The coefficient of each entry.</param>
internal sealed record ColumnMatrix(int[] Starts, int[] Rows, double[] Values)
{
    // As a share of the greatest coefficient of the row: some hundred units in its last place.
    private const double Noise = 1e-13;

    // How far what is left out of a row may move it within the bounds of the columns: a tenth of what CBC takes for feasible.
    private const double Shift = 1e-10;

    public static ColumnMatrix Of(MilpModel model)
    {
        bool[] isKept = Kept(model);
        int[] starts = new int[model.ColumnCount + 1];
        for (int k = 0; k < isKept.Length; k++)
        {
            starts[model.RowColumns[k] + 1] += isKept[k] ? 1 : 0;
        }

        for (int j = 0; j < model.ColumnCount; j++)
        {
            starts[j + 1] += starts[j];
        }

        int[] next = starts[..^1];
        // At least one element: an empty array gives C a null pointer.
        int[] rows = new int[Math.Max(1, starts[^1])];
        double[] values = new double[rows.Length];
        for (int i = 0; i < model.RowCount; i++)
        {
            for (int k = model.RowStarts[i]; k < model.RowStarts[i + 1]; k++)
            {
                if (isKept[k])
                {
                    int at = next[model.RowColumns[k]]++;
                    (rows[at], values[at]) = (i, model.RowCoefficients[k]);
                }
            }
        }

        return new ColumnMatrix(starts, rows, values);
    }

    private static bool[] Kept(MilpModel model)
    {
        bool[] isKept = new bool[model.NonzeroCount];
        ReadOnlySpan<double> coefficients = model.RowCoefficients;
        for (int i = 0; i < model.RowCount; i++)
        {
            double greatest = 0, moved = 0;
            for (int k = model.RowStarts[i]; k < model.RowStarts[i + 1]; k++)
            {
                greatest = Math.Max(greatest, Math.Abs(coefficients[k]));
            }

            for (int k = model.RowStarts[i]; k < model.RowStarts[i + 1]; k++)
            {
                double size = Math.Abs(coefficients[k]), reach = Math.Max(Math.Abs(model.ColumnLower[model.RowColumns[k]]), Math.Abs(model.ColumnUpper[model.RowColumns[k]]));
                isKept[k] = size > Noise * greatest || moved + (size * reach) > Shift;
                moved += isKept[k] ? 0 : size * reach;
            }
        }

        return isKept;
    }
}
