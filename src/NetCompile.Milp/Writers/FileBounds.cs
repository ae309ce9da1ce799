namespace NetCompile.Milp;

/// <summary>The bounds of a column as they are written: those of an integer are whole, which GLPK asks for, unless no whole number lies between them.</summary>
internal static class FileBounds
{
    public static (double Lower, double Upper) Of(MilpModel model, int column)
    {
        (double lower, double upper) = (model.ColumnLower[column], model.ColumnUpper[column]);
        return model.Kinds[column] == VariableKind.Integer && Math.Ceiling(lower) <= Math.Floor(upper) ? (Math.Ceiling(lower), Math.Floor(upper)) : (lower, upper);
    }
}
