namespace NetCompile.Milp;

/// <summary>
/// Clip (hard tanh, hard sigmoid): <c>clip(a, p, q) = p + ρ(a − p) − ρ(a − q)</c>, two ReLUs, one where only one end is within reach. Where the two have binaries, <c>z_q ≤ z_p</c>: above <c>q</c> is above <c>p</c>.
/// </summary>
/// <remarks>[PT] §4.5.2. Each ReLU is as tight as its formulation; the pair is not ideal.</remarks>
internal static class ClipEncoding
{
    public static AffineForm Encode(NetworkEncoding encoding, AffineForm form, float p, float q, double lower, double upper, string? name)
    {
        bool low = lower < p, high = upper > q;
        double least = Math.Max(lower, p), greatest = Math.Min(upper, q);
        AffineForm a = low && high ? AffineForm.Of(encoding.PreActivation(form, lower, upper, name)) : form;
        int first = encoding.Parts.Binaries.Count;
        if (low && high)
        {
            MilpVariable abovep = Shifted(encoding, a, p, 1, lower, upper, Part(name, "p")), aboveq = Shifted(encoding, a, q, 1, lower, upper, Part(name, "q"));
            if (encoding.Parts.Binaries.Count == first + 2)
            {
                encoding.Model.AddRow(0, [encoding.Parts.Binaries[first].Index, encoding.Parts.Binaries[first + 1].Index], [1, -1], double.PositiveInfinity);
            }

            return encoding.Materialize(new AffineForm([abovep.Index, aboveq.Index], [1, -1], p, 0), least, greatest, name);
        }

        // max(a, p) = p + ρ(a − p); min(a, q) = q − ρ(q − a).
        MilpVariable part = low ? Shifted(encoding, a, p, 1, lower, upper, Part(name, "p")) : Shifted(encoding, a, q, -1, lower, upper, Part(name, "q"));
        return encoding.Materialize(new AffineForm([part.Index], [low ? 1 : -1], low ? p : q, 0), least, greatest, name);
    }

    // ρ(sign · (a − end)).
    private static MilpVariable Shifted(NetworkEncoding encoding, AffineForm a, float end, int sign, double lower, double upper, string? name)
    {
        double constant = sign * (a.Constant - end), error = a.Constant == 0 ? 0 : OutwardRounding.SumError(Math.Abs(a.Constant) + Math.Abs((double)end), 2);
        AffineForm shifted = new(a.Columns.ToArray(), [.. a.Coefficients.ToArray().Select(c => sign * c)], constant, error == 0 ? a.Radius : OutwardRounding.Up(a.Radius + error));
        (double least, double greatest) = sign > 0 ? (lower - end, upper - end) : (end - upper, end - lower);
        return encoding.Unstable(shifted, OutwardRounding.Down(least), OutwardRounding.Up(greatest), name);
    }

    private static string? Part(string? name, string part) => name is null ? null : $"{name}.{part}";
}
