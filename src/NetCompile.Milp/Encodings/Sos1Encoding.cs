namespace NetCompile.Milp;

/// <summary>SOS1: <c>a = h − s</c>, <c>h, s ≥ 0</c>, at most one of <c>h</c> and <c>s</c> not zero. No binaries; <c>0 ≤ h ≤ U</c>, <c>0 ≤ s ≤ −L</c>.</summary>
/// <remarks>The complementarity form of the ReLU; solvers without SOS1 get it with binaries and bounds.</remarks>
internal sealed class Sos1Encoding : ReluEncoding
{
    public override string Name => "sos1";

    internal override EncodingFamily Family => EncodingFamily.Sos1;

    internal override MilpVariable Encode(Neuron neuron, EncodingParts parts)
    {
        MilpModel model = neuron.Model;
        MilpVariable a = neuron.PreActivation;
        MilpVariable h = model.AddVariable(0, neuron.Upper, neuron.Name);
        MilpVariable s = model.AddVariable(0, -neuron.Lower, neuron.Named("slack"));
        model.AddRow(0, [h.Index, s.Index, a.Index], [1, -1, -1], 0, neuron.Named("split"));
        model.AddSos1([h, s], neuron.Named("phase"));
        parts.Completions.Add(values =>
        {
            values[h.Index] = Math.Max(0, values[a.Index]);
            values[s.Index] = Math.Max(0, -values[a.Index]);
        });
        return h;
    }
}
