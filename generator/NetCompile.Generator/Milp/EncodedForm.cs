namespace NetCompile.Generator.Milp;

/// <summary>What <c>AffineForm</c> is at run time, as far as sizes need it: an element of a value over columns that are only counted.</summary>
/// <param name="Columns">The columns; elements of a layer share the array.</param>
/// <param name="Nonzeros">Coefficients that are not zero.</param>
/// <param name="IsUnit">Whether it is a variable, exactly.</param>
/// <param name="Constant">The constant.</param>
/// <param name="IsRounded">Whether its coefficients or constant were rounded, so that it has a radius.</param>
internal readonly record struct EncodedForm(int[] Columns, int Nonzeros, bool IsUnit, double Constant, bool IsRounded = false)
{
    public bool IsConstant => Columns.Length == 0;

    public static EncodedForm OfVariable(int column) => new(new[] { column }, 1, true, 0);

    public static EncodedForm OfConstant(double value) => new(Array.Empty<int>(), 0, false, value);
}
