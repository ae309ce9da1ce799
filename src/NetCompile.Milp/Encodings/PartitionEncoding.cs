namespace NetCompile.Milp;

/// <summary>
/// Partition into P groups <c>S_p</c>: <c>x̂_p = Σ_{j∈S_p} w_j x_j</c>, <c>x̂_p = x̂⁺_p + x̂⁻_p</c>, <c>h = Σ_p x̂⁺_p + b z ≥ 0</c>, <c>Σ_p x̂⁻_p + b(1 − z) ≤ 0</c>,
/// <c>m_p z ≤ x̂⁺_p ≤ M_p z</c>, <c>m_p(1 − z) ≤ x̂⁻_p ≤ M_p(1 − z)</c>. P = 1 is as strong as big-M, P = n as the extended form.
/// </summary>
/// <remarks>
/// [PT] eq. (6), Tsay et al. (2021). <c>m_p</c> and <c>M_p</c> are interval bounds, so where the bounds of <c>a</c> are tighter than interval arithmetic this could be <em>weaker</em> than big-M: the big-M rows
/// are kept then. Two columns and five rows for each group.
/// </remarks>
internal sealed class PartitionEncoding : ReluEncoding
{
    private readonly int _groups;
    private readonly PartitionStrategy _strategy;

    public PartitionEncoding(int groups, PartitionStrategy strategy)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        (_groups, _strategy) = (groups, strategy);
    }

    public override string Name => _strategy == PartitionStrategy.EqualSize ? $"partition:{_groups}" : $"partition:{_groups}:{PartitionStrategies.NameOf(_strategy)}";

    internal override EncodingFamily Family => EncodingFamily.Extended;

    internal override bool UsesTerms => true;

    internal override MilpVariable Encode(Neuron neuron, EncodingParts parts)
    {
        MilpModel model = neuron.Model;
        AffineForm terms = neuron.Terms();
        double b = terms.Constant;
        MilpVariable h = model.AddVariable(0, neuron.Upper, neuron.Name);
        MilpVariable z = parts.Binary(model, neuron.Named("z"));
        int[][] groups = PartitionStrategies.Groups(terms.Coefficients, _groups, _strategy);
        RowBuilder active = new(groups.Length + 2), inactive = new((2 * groups.Length) + 1);
        active.Add(h.Index, -1);
        active.Add(z.Index, b);
        inactive.Add(z.Index, -b);
        List<(AffineForm Sum, int Whole, int Plus)> copies = [];
        for (int p = 0; p < groups.Length; p++)
        {
            AffineForm sum = new([.. groups[p].Select(k => terms.Columns[k])], [.. groups[p].Select(k => terms.Coefficients[k])], 0, 0);
            (double m, double M) = sum.Range(model);
            int whole = Whole(neuron, sum, m, M, p), plus = model.AddVariable(Math.Min(0, m), Math.Max(0, M), neuron.Named($"plus{p}")).Index;
            copies.Add((sum, whole, plus));
            active.Add(plus, 1);
            inactive.Add(whole, 1);
            inactive.Add(plus, -1);
            model.AddRow(0, [plus, z.Index], [1, -m], double.PositiveInfinity);
            model.AddRow(double.NegativeInfinity, [plus, z.Index], [1, -M], 0);
            model.AddRow(m, [whole, plus, z.Index], [1, -1, m], double.PositiveInfinity);
            model.AddRow(double.NegativeInfinity, [whole, plus, z.Index], [1, -1, M], M);
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
            foreach ((AffineForm sum, int whole, int plus) in copies)
            {
                values[whole] = sum.Evaluate(values);
                values[plus] = a > 0 ? values[whole] : 0;
            }
        });
        return h;
    }

    // A variable x̂_p and the row that defines it.
    private static int Whole(Neuron neuron, AffineForm sum, double m, double M, int p)
    {
        int whole = neuron.Model.AddVariable(m, M, neuron.Named($"group{p}")).Index;
        RowBuilder row = new(sum.Columns.Length + 1);
        row.Add(whole, -1);
        row.Add(sum, 1);
        row.AddTo(neuron.Model, 0, 0, isRounded: false, neuron.Named($"sum{p}"));
        return whole;
    }
}
