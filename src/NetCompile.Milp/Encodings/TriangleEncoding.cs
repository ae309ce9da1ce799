namespace NetCompile.Milp;

/// <summary>The triangle relaxation: <c>h ≥ 0</c>, <c>h ≥ a</c>, <c>h ≤ U (a − L) / (U − L)</c>. The hull of a ReLU over an interval of <c>a</c>; not exact.</summary>
/// <remarks>[PT] eq. (8); the survey's print drops <c>− L</c>. The slope <c>s</c> is a rounded number; the intercept is the larger of <c>−s L</c> and <c>U − s U</c>, rounded up, so that the line is above both ends.</remarks>
internal sealed class TriangleEncoding : ReluEncoding
{
    public override string Name => "triangle";

    public override bool IsExact => false;

    internal override EncodingFamily Family => EncodingFamily.Relaxation;

    internal override MilpVariable Encode(Neuron neuron, EncodingParts parts)
    {
        MilpVariable a = neuron.PreActivation;
        MilpVariable h = neuron.Model.AddVariable(0, neuron.Upper, neuron.Name);
        AddRows(neuron, a, h);
        parts.Completions.Add(values => values[h.Index] = Math.Max(0, values[a.Index]));
        return h;
    }

    internal static void AddRows(Neuron neuron, MilpVariable a, MilpVariable h)
    {
        neuron.Model.AddRow(0, [h.Index, a.Index], [1, -1], double.PositiveInfinity, neuron.Named("above"));
        (double slope, double intercept) = Chord(neuron.Lower, neuron.Upper);
        if (double.IsFinite(slope) && double.IsFinite(intercept))
        {
            neuron.Model.AddRow(double.NegativeInfinity, [h.Index, a.Index], [1, -slope], intercept, neuron.Named("below"));
        }
    }

    /// <summary>A line above <c>max(0, a)</c> on <c>[L, U]</c>: through the ends, but for rounding.</summary>
    internal static (double Slope, double Intercept) Chord(double lower, double upper)
    {
        double slope = upper / (upper - lower);
        return (slope, Math.Max(OutwardRounding.Up(-slope * lower), OutwardRounding.Up(OutwardRounding.Up(-slope * upper) + upper)));
    }
}
