namespace NetCompile.Milp;

/// <summary>How far a point is from meeting a model.</summary>
public static class SolutionViolation
{
    /// <summary>The greatest violation of a bound, row, indicator or SOS1 set. A row's is relative to its largest term, at least 1.</summary>
    /// <param name="model">The model.</param>
    /// <param name="values">The point, by column.</param>
    /// <param name="includeLogic">Whether indicators and SOS1 sets count.</param>
    public static double OfRows(MilpModel model, ReadOnlySpan<double> values, bool includeLogic = true)
    {
        double worst = 0;
        for (int j = 0; j < model.ColumnCount; j++)
        {
            worst = Math.Max(worst, Outside(values[j], model.ColumnLower[j], model.ColumnUpper[j]) / Math.Max(1, Math.Abs(values[j])));
        }

        for (int i = 0; i < model.RowCount; i++)
        {
            Range terms = model.RowStarts[i]..model.RowStarts[i + 1];
            worst = Math.Max(worst, OfTerms(model.RowColumns[terms], model.RowCoefficients[terms], model.RowLower[i], model.RowUpper[i], values));
        }

        if (!includeLogic)
        {
            return worst;
        }

        foreach (IndicatorConstraint c in model.Indicators)
        {
            if (values[c.Binary] > 0.5 == c.Value)
            {
                worst = Math.Max(worst, OfTerms(c.Columns.AsSpan(), c.Coefficients.AsSpan(), c.Lower, c.Upper, values));
            }
        }

        foreach (Sos1Set set in model.Sos1Sets)
        {
            worst = Math.Max(worst, SecondLargest(set, values));
        }

        return worst;
    }

    /// <summary>The greatest distance of an integer variable from a whole number.</summary>
    /// <param name="model">The model.</param>
    /// <param name="values">The point, by column.</param>
    public static double OfIntegrality(MilpModel model, ReadOnlySpan<double> values)
    {
        double worst = 0;
        for (int j = 0; j < model.ColumnCount; j++)
        {
            worst = model.Kinds[j] == VariableKind.Integer ? Math.Max(worst, Math.Abs(values[j] - Math.Round(values[j]))) : worst;
        }

        return worst;
    }

    private static double OfTerms(ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, double lower, double upper, ReadOnlySpan<double> values)
    {
        double sum = 0, largest = 1;
        for (int k = 0; k < columns.Length; k++)
        {
            double term = coefficients[k] * values[columns[k]];
            sum += term;
            largest = Math.Max(largest, Math.Abs(term));
        }

        return Outside(sum, lower, upper) / largest;
    }

    private static double Outside(double value, double lower, double upper) => Math.Max(0, Math.Max(lower - value, value - upper));

    private static double SecondLargest(Sos1Set set, ReadOnlySpan<double> values)
    {
        double first = 0, second = 0;
        foreach (int column in set.Columns)
        {
            double magnitude = Math.Abs(values[column]);
            (first, second) = magnitude > first ? (magnitude, first) : (first, Math.Max(second, magnitude));
        }

        return second;
    }
}
