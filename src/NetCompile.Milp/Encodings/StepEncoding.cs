namespace NetCompile.Milp;

/// <summary>
/// Step (LTU, sign): <c>a ≤ U z₊</c>, <c>a ≥ L z₋</c>, <c>h = high z₊ + low z₋ + at-zero z₀</c>, <c>z₊ + z₋ + z₀ = 1</c>. Without <c>z₀</c> where the value at zero is one of the other two. The phases are closed sets, so at <c>a = 0</c> each is allowed.
/// </summary>
/// <remarks>[PT] §4.5.2, LTU: <c>a ≤ U z</c>, <c>a ≥ L (1 − z)</c>. A verifier over-approximates at zero; a counterexample counts only after the network confirmed it. A relaxation has continuous <c>z</c>: the hull.</remarks>
internal static class StepEncoding
{
    public static AffineForm Encode(NetworkEncoding encoding, AffineForm form, float low, float atZero, float high, double lower, double upper, string? name)
    {
        if (!(double.IsFinite(lower) && double.IsFinite(upper)))
        {
            throw new ArgumentException($"The bounds of {name ?? "a step"} are [{lower}, {upper}]; a step needs finite ones for its big-M. Give the inputs finite ranges.");
        }

        MilpModel model = encoding.Model;
        MilpVariable a = encoding.PreActivation(form, lower, upper, name);
        MilpVariable h = model.AddVariable(Math.Min(Math.Min(low, high), atZero), Math.Max(Math.Max(low, high), atZero), name);
        bool hasZero = atZero != low && atZero != high;
        MilpVariable plus = Phase(encoding, name, "plus"), minus = Phase(encoding, name, "minus");
        MilpVariable? zero = hasZero ? Phase(encoding, name, "zero") : null;
        RowBuilder one = new(3), value = new(4);
        value.Add(h.Index, -1);
        foreach ((MilpVariable? z, float v) in new (MilpVariable?, float)[] { (plus, high), (minus, low), (zero, atZero) })
        {
            if (z is { } phase)
            {
                one.Add(phase.Index, 1);
                value.Add(phase.Index, v);
            }
        }

        one.AddTo(model, 1, 1, isRounded: false, null);
        value.AddTo(model, 0, 0, isRounded: false, null);
        model.AddRow(double.NegativeInfinity, [a.Index, plus.Index], [1, -Math.Max(0, upper)], 0);
        model.AddRow(0, [a.Index, minus.Index], [1, -Math.Min(0, lower)], double.PositiveInfinity);
        encoding.Parts.Completions.Add(values =>
        {
            double x = values[a.Index];
            values[h.Index] = x > 0 ? high : x < 0 ? low : atZero;
            values[plus.Index] = x > 0 || (x == 0 && atZero == high) ? 1 : 0;
            values[minus.Index] = values[plus.Index] == 0 && (x < 0 || !hasZero) ? 1 : 0;
            if (zero is { } z)
            {
                values[z.Index] = x == 0 ? 1 : 0;
            }
        });
        return AffineForm.Of(h);
    }

    private static MilpVariable Phase(NetworkEncoding encoding, string? name, string part)
    {
        string? full = name is null ? null : $"{name}.{part}";
        return encoding.Formulation.Family == EncodingFamily.Relaxation ? encoding.Model.AddVariable(0, 1, full) : encoding.Parts.Binary(encoding.Model, full);
    }
}
