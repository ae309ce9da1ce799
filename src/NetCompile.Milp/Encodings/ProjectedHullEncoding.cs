namespace NetCompile.Milp;

/// <summary>The projected convex hull of a neuron over the box of its inputs: <c>h ≥ 0</c>, <c>h ≥ a</c>, the triangle's chord, and the cuts of <see cref="ProjectedHullSeparator"/>. Linear; not exact.</summary>
/// <remarks>[PT] eq. (9), Tjandraatmadja et al. (2020). At least as strong as the triangle, because the chord is kept.</remarks>
internal sealed class ProjectedHullEncoding : ReluEncoding
{
    public override string Name => "projected-hull";

    public override bool IsExact => false;

    internal override EncodingFamily Family => EncodingFamily.Relaxation;

    internal override bool UsesTerms => true;

    internal override MilpVariable Encode(Neuron neuron, EncodingParts parts)
    {
        AffineForm terms = neuron.Terms();
        MilpVariable a = neuron.PreActivation;
        MilpVariable h = neuron.Model.AddVariable(0, neuron.Upper, neuron.Name);
        TriangleEncoding.AddRows(neuron, a, h);
        parts.Separators.Add(new ProjectedHullSeparator(neuron.Model, terms, h));
        parts.Completions.Add(values => values[h.Index] = Math.Max(0, values[a.Index]));
        return h;
    }
}
