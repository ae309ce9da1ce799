namespace NetCompile.Milp;

/// <summary>
/// Extended (Balas): <c>x = x⁺ + x⁻</c>, <c>h = w·x⁺ + b z ≥ 0</c>, <c>w·x⁻ + b(1 − z) ≤ 0</c>, <c>l z ≤ x⁺ ≤ u z</c>, <c>l(1 − z) ≤ x⁻ ≤ u(1 − z)</c>. The hull over the box of the inputs: locally ideal.
/// </summary>
/// <remarks>
/// [PT] eq. (5). <c>x⁻</c> is substituted by <c>x − x⁺</c>, so each input with a nonzero weight costs one column and four rows. Where the bounds of <c>a</c> are tighter than interval arithmetic over the
/// box, the big-M rows are kept beside it: the formulation alone does not know those bounds.
/// </remarks>
internal sealed class ExtendedEncoding : ReluEncoding
{
    public override string Name => "extended";

    internal override EncodingFamily Family => EncodingFamily.Extended;

    internal override bool UsesTerms => true;

    internal override MilpVariable Encode(Neuron neuron, EncodingParts parts)
    {
        MilpModel model = neuron.Model;
        AffineForm terms = neuron.Terms();
        double b = terms.Constant;
        MilpVariable h = model.AddVariable(0, neuron.Upper, neuron.Name);
        MilpVariable z = parts.Binary(model, neuron.Named("z"));
        List<(int Column, int Copy)> copies = [];
        RowBuilder active = new(terms.Columns.Length + 2), inactive = new((2 * terms.Columns.Length) + 1);
        active.Add(h.Index, -1);
        active.Add(z.Index, b);
        inactive.Add(z.Index, -b);
        for (int k = 0; k < terms.Columns.Length; k++)
        {
            int x = terms.Columns[k];
            double w = terms.Coefficients[k], l = model.ColumnLower[x], u = model.ColumnUpper[x];
            if (w == 0)
            {
                continue;
            }

            int plus = model.AddVariable(Math.Min(0, l), Math.Max(0, u), neuron.Named($"plus{k}")).Index;
            copies.Add((x, plus));
            active.Add(plus, w);
            inactive.Add(x, w);
            inactive.Add(plus, -w);
            model.AddRow(0, [plus, z.Index], [1, -l], double.PositiveInfinity);
            model.AddRow(double.NegativeInfinity, [plus, z.Index], [1, -u], 0);
            model.AddRow(l, [x, plus, z.Index], [1, -1, l], double.PositiveInfinity);
            model.AddRow(double.NegativeInfinity, [x, plus, z.Index], [1, -1, u], u);
        }

        active.AddTo(model, 0, 0, isRounded: false, neuron.Named("active"));
        inactive.AddTo(model, double.NegativeInfinity, -b, isRounded: false, neuron.Named("inactive"));
        if (IntervalTightness.IsTighter(neuron, terms))
        {
            BigMEncoding.AddRows(neuron, neuron.PreActivation, h, z);
        }

        parts.Completions.Add(values =>
        {
            double a = terms.Evaluate(values);
            values[h.Index] = Math.Max(0, a);
            values[z.Index] = a > 0 ? 1 : 0;
            foreach ((int column, int copy) in copies)
            {
                values[copy] = a > 0 ? values[column] : 0;
            }
        });
        return h;
    }
}
