namespace NetCompile.Milp;

/// <summary>
/// Big-M: <c>h ≥ a</c>, <c>h ≥ 0</c>, <c>h ≤ a − L(1 − z)</c>, <c>h ≤ U z</c>, <c>z ∈ {0, 1}</c>. Valid because <c>L</c> and <c>U</c> are proven bounds of <c>a</c>; as strong as they are tight.
/// </summary>
/// <remarks>[PT] eq. (4). One binary, four rows besides that of <c>a</c>, <c>h</c> counted by its bounds.</remarks>
internal sealed class BigMEncoding : ReluEncoding
{
    public override string Name => "big-m";

    internal override MilpVariable Encode(Neuron neuron, EncodingParts parts)
    {
        MilpModel model = neuron.Model;
        MilpVariable a = neuron.PreActivation;
        MilpVariable h = model.AddVariable(0, neuron.Upper, neuron.Name);
        MilpVariable z = parts.Binary(model, neuron.Named("z"));
        AddRows(neuron, a, h, z);
        parts.Completions.Add(values =>
        {
            values[h.Index] = Math.Max(0, values[a.Index]);
            values[z.Index] = values[a.Index] > 0 ? 1 : 0;
        });
        return h;
    }

    /// <summary>The rows, for encodings that keep them beside their own.</summary>
    internal static void AddRows(Neuron neuron, MilpVariable a, MilpVariable h, MilpVariable z)
    {
        MilpModel model = neuron.Model;
        (double lower, double upper) = (neuron.Lower, neuron.Upper);
        model.AddRow(0, [h.Index, a.Index], [1, -1], double.PositiveInfinity, neuron.Named("above"));
        model.AddRow(double.NegativeInfinity, [h.Index, a.Index, z.Index], [1, -1, -lower], -lower, neuron.Named("active"));
        model.AddRow(double.NegativeInfinity, [h.Index, z.Index], [1, -upper], 0, neuron.Named("inactive"));
    }
}
