namespace NetCompile.Generator.Milp;

/// <summary>How large an encoding becomes.</summary>
/// <param name="Columns">Variables besides the inputs, binaries included.</param>
/// <param name="Binaries">Binary variables.</param>
/// <param name="Rows">Rows, indicator constraints included.</param>
/// <param name="Nonzeros">Coefficients of the rows.</param>
internal readonly record struct EncodingSize(long Columns, long Binaries, long Rows, long Nonzeros)
{
    public static EncodingSize operator +(EncodingSize a, EncodingSize b) =>
        new(a.Columns + b.Columns, a.Binaries + b.Binaries, a.Rows + b.Rows, a.Nonzeros + b.Nonzeros);

    public static EncodingSize operator *(int factor, EncodingSize a) => new(factor * a.Columns, factor * a.Binaries, factor * a.Rows, factor * a.Nonzeros);
}
