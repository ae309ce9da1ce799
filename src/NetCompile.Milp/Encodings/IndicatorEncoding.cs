namespace NetCompile.Milp;

/// <summary>Indicators: <c>h ≥ 0</c>, <c>h ≥ a</c>, <c>z = 1 ⟹ h ≤ a</c>, <c>z = 0 ⟹ h ≤ 0</c>. No big-M in the model; a solver without indicators gets one from the bounds.</summary>
/// <remarks>The disjunction behind [PT] eq. (4), left to the solver.</remarks>
internal sealed class IndicatorEncoding : ReluEncoding
{
    public override string Name => "indicator";

    internal override EncodingFamily Family => EncodingFamily.Indicator;

    internal override MilpVariable Encode(Neuron neuron, EncodingParts parts)
    {
        MilpModel model = neuron.Model;
        MilpVariable a = neuron.PreActivation;
        MilpVariable h = model.AddVariable(0, neuron.Upper, neuron.Name);
        MilpVariable z = parts.Binary(model, neuron.Named("z"));
        model.AddRow(0, [h.Index, a.Index], [1, -1], double.PositiveInfinity, neuron.Named("above"));
        model.AddIndicator(z, true, h - a <= 0, neuron.Named("active"));
        model.AddIndicator(z, false, h <= 0, neuron.Named("inactive"));
        parts.Completions.Add(values =>
        {
            values[h.Index] = Math.Max(0, values[a.Index]);
            values[z.Index] = values[a.Index] > 0 ? 1 : 0;
        });
        return h;
    }
}
