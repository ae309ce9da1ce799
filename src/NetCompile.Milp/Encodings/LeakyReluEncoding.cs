namespace NetCompile.Milp;

/// <summary>
/// Leaky ReLU <c>h = max(a, ε a)</c>. Big-M: <c>h ≥ a</c>, <c>h ≥ ε a</c>, <c>h ≤ a − (1 − ε) L (1 − z)</c>, <c>h ≤ ε a + (1 − ε) U z</c>. The other formulations by way of
/// <c>h = ε a + (1 − ε) ρ(a)</c>: an affine image of the ReLU, so what is ideal for the one is ideal for the other.
/// </summary>
/// <remarks>[PT] §4.5.2. In float32 <c>ε a</c> is rounded; the rows then leave room for it. Everything else is rounded outward.</remarks>
internal static class LeakyReluEncoding
{
    public static AffineForm Encode(NetworkEncoding encoding, AffineForm form, float slope, double lower, double upper, double rounding, string? name)
    {
        // Where the slope is applied, the lower end is ε L.
        double least = OutwardRounding.Down((slope * lower) - rounding), rest = 1 - (double)slope;
        if (encoding.Formulation is not BigMEncoding)
        {
            return ByRelu(encoding, form, slope, lower, upper, least, rounding, name);
        }

        MilpModel model = encoding.Model;
        if (!(double.IsFinite(lower) && double.IsFinite(upper)))
        {
            throw new ArgumentException($"The bounds of {name ?? "a leaky ReLU"} are [{lower}, {upper}]; the encoding '{encoding.Formulation.Name}' needs a finite big-M. Give the inputs finite ranges, or choose indicator or sos1.");
        }

        MilpVariable a = encoding.PreActivation(form, lower, upper, name);
        MilpVariable h = model.AddVariable(least, upper, name);
        MilpVariable z = encoding.Parts.Binary(model, name is null ? null : name + ".z");
        // At a = L the rounded ε a may be above ε L.
        double active = OutwardRounding.Up(OutwardRounding.Up(-rest * lower) + rounding), inactive = OutwardRounding.Up(rest * upper);
        model.AddRow(0, [h.Index, a.Index], [1, -1], double.PositiveInfinity);
        model.AddRow(-rounding, [h.Index, a.Index], [1, -slope], double.PositiveInfinity);
        model.AddRow(double.NegativeInfinity, [h.Index, a.Index, z.Index], [1, -1, active], active);
        model.AddRow(double.NegativeInfinity, [h.Index, a.Index, z.Index], [1, -slope, -inactive], rounding);
        encoding.Parts.Completions.Add(values =>
        {
            values[h.Index] = Math.Max(values[a.Index], slope * values[a.Index]);
            values[z.Index] = values[a.Index] > 0 ? 1 : 0;
        });
        return AffineForm.Of(h);
    }

    /// <summary>A stably inactive unit: <c>h = ε a</c>.</summary>
    public static AffineForm Inactive(NetworkEncoding encoding, AffineForm a, float slope, double lower, double upper, double rounding, string? name) =>
        encoding.Materialize(
            new AffineForm(a.Columns.ToArray(), [slope], 0, rounding), OutwardRounding.Down((slope * lower) - rounding), Math.Min(0, OutwardRounding.Up((slope * upper) + rounding)), name);

    private static AffineForm ByRelu(NetworkEncoding encoding, AffineForm form, float slope, double lower, double upper, double least, double rounding, string? name)
    {
        // Both take the same pre-activation: its rounding must not count twice, so it becomes a variable, or a term, before either.
        AffineForm shared = encoding.Formulation.UsesTerms ? encoding.Exact(form, name) : AffineForm.Of(encoding.PreActivation(form, lower, upper, name));
        MilpVariable r = encoding.Unstable(shared, lower, upper, name is null ? null : name + ".relu");
        MilpVariable a = encoding.PreActivation(shared, lower, upper, name);
        double rest = 1 - (double)slope;
        double error = (float)rest == rest ? 0 : OutwardRounding.Up(1.2e-16 * upper);
        return encoding.Materialize(new AffineForm([a.Index, r.Index], [slope, rest], 0, error == 0 ? rounding : OutwardRounding.Up(rounding + error)), least, upper, name);
    }
}
