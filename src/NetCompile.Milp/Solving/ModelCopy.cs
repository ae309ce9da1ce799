namespace NetCompile.Milp;

/// <summary>Copies a model, column by column and row by row, names and hints included. Checks stay with the original.</summary>
internal static class ModelCopy
{
    public static MilpModel Of(MilpModel model, bool indicators = true, bool sos1 = true)
    {
        MilpModel copy = new(model.Name);
        MilpVariable[] variables = new MilpVariable[model.ColumnCount];
        for (int j = 0; j < variables.Length; j++)
        {
            variables[j] = model.Kinds[j] == VariableKind.Integer
                ? copy.AddInteger(model.ColumnLower[j], model.ColumnUpper[j], model.ColumnName(j))
                : copy.AddVariable(model.ColumnLower[j], model.ColumnUpper[j], model.ColumnName(j));
            if (!double.IsNaN(model.Hints[j]))
            {
                copy.SetHint(variables[j], model.Hints[j]);
            }
        }

        for (int i = 0; i < model.RowCount; i++)
        {
            Range terms = model.RowStarts[i]..model.RowStarts[i + 1];
            copy.AddRow(model.RowLower[i], model.RowColumns[terms], model.RowCoefficients[terms], model.RowUpper[i], model.RowName(i));
        }

        MilpExpression objective = MilpExpression.Dot(model.Objective, variables, model.ObjectiveConstant);
        if (model.IsMaximization)
        {
            copy.Maximize(objective);
        }
        else
        {
            copy.Minimize(objective);
        }

        foreach (IndicatorConstraint c in indicators ? model.Indicators : [])
        {
            MilpExpression expression = MilpExpression.Dot(c.Coefficients.AsSpan(), [.. c.Columns.Select(j => variables[j])]);
            copy.AddIndicator(variables[c.Binary], c.Value, expression.Between(c.Lower, c.Upper), c.Name);
        }

        foreach (Sos1Set set in sos1 ? model.Sos1Sets : [])
        {
            copy.AddSos1([.. set.Columns.Select(j => variables[j])], set.Name);
        }

        return copy;
    }
}
