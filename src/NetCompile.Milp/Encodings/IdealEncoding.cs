namespace NetCompile.Milp;

/// <summary>
/// Ideal in the original variables: the big-M rows, and for every subset <c>J</c> of the inputs the cut of <see cref="IdealCutSeparator"/>, added where <see cref="CutRounds"/> finds it violated.
/// </summary>
/// <remarks>[PT] eq. (7b), Anderson et al. (2020). With all cuts as strong as the extended form, without its variables; before any cut as strong as big-M.</remarks>
internal sealed class IdealEncoding : ReluEncoding
{
    public override string Name => "ideal";

    internal override EncodingFamily Family => EncodingFamily.Extended;

    internal override bool UsesTerms => true;

    internal override MilpVariable Encode(Neuron neuron, EncodingParts parts)
    {
        MilpModel model = neuron.Model;
        AffineForm terms = neuron.Terms();
        MilpVariable a = neuron.PreActivation;
        MilpVariable h = model.AddVariable(0, neuron.Upper, neuron.Name);
        MilpVariable z = parts.Binary(model, neuron.Named("z"));
        BigMEncoding.AddRows(neuron, a, h, z);
        parts.Separators.Add(new IdealCutSeparator(model, terms, h, z));
        parts.Completions.Add(values =>
        {
            values[h.Index] = Math.Max(0, values[a.Index]);
            values[z.Index] = values[a.Index] > 0 ? 1 : 0;
        });
        return h;
    }
}
