namespace NetCompile.Milp;

/// <summary>Terms of one row, collected before it is added.</summary>
internal ref struct RowBuilder
{
    private readonly int[] _columns;
    private readonly double[] _coefficients;
    private int _count;

    public RowBuilder(int capacity) => (_columns, _coefficients) = (new int[capacity], new double[capacity]);

    public void Add(int column, double coefficient) => (_columns[_count], _coefficients[_count++]) = (column, coefficient);

    /// <summary>The terms of a form times ±1; neither its constant nor its radius.</summary>
    public void Add(AffineForm form, int sign)
    {
        for (int k = 0; k < form.Columns.Length; k++)
        {
            Add(form.Columns[k], sign * form.Coefficients[k]);
        }
    }

    /// <summary>Adds the row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="lower">The lower end.</param>
    /// <param name="upper">The upper end.</param>
    /// <param name="isRounded">Whether the ends were computed with rounding, so that they go one double outward.</param>
    /// <param name="name">A name, or null.</param>
    public readonly void AddTo(MilpModel model, double lower, double upper, bool isRounded, string? name)
    {
        if (isRounded)
        {
            lower = double.IsNegativeInfinity(lower) ? lower : OutwardRounding.Down(lower);
            upper = double.IsPositiveInfinity(upper) ? upper : OutwardRounding.Up(upper);
        }

        model.AddRow(lower, _columns.AsSpan(0, _count), _coefficients.AsSpan(0, _count), upper, name);
    }
}
