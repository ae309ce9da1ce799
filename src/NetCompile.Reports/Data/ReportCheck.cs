using NetCompile.Reports.Analysis;
using NetCompile.Verification;

namespace NetCompile.Reports;

/// <summary>Refuses a saved report whose parts do not fit together, so that whoever draws it may rely on them.</summary>
internal static class ReportCheck
{
    /// <exception cref="FormatException">They do not; the message says which.</exception>
    public static void Require(VerificationReport report)
    {
        Check(report.Title is not null && !report.Properties.IsDefault, "the report has no title or no properties");
        Check(!report.Failures.IsDefault && report.Failures.All(f => f is { Network: not null, Name: not null, Reason: not null }), "a property that could not be verified has no name or reason");
        foreach (PropertyReport p in report.Properties)
        {
            Check(p is { Network: not null, Name: not null, Text: not null, Model: not null }, "a property has no name, text or model");
            Property(p);
        }
    }

    private static void Property(PropertyReport p)
    {
        Check(
            !p.InputNames.IsDefault && !p.OutputNames.IsDefault && !p.Phases.IsDefault && !p.Growth.IsDefault && !p.Cases.IsDefault && !p.Bounds.IsDefault && !p.Slices.IsDefault,
            $"a list of '{p.Name}' is missing");
        Check(Enum.IsDefined(p.Verdict) && Enum.IsDefined(p.Reason) && Enum.IsDefined(p.Arithmetic), $"the verdict of '{p.Name}' is none");
        Check((p.Verdict == Verdict.Violated) == p.Counterexample is not null, $"'{p.Name}' {(p.Counterexample is null ? "is violated and has no" : $"{p.Verdict.ToString().ToLowerInvariant()} and has a")} counterexample");
        int inputs = p.InputNames.Length, outputs = p.OutputNames.Length;
        Check(p.InputNames.Concat(p.OutputNames).All(n => n is not null), $"an input or output of '{p.Name}' has no name");
        Check(double.IsFinite(p.Seconds) && p.Phases.All(t => t is { Name: not null } && double.IsFinite(t.Seconds) && t.Seconds >= 0), $"a time of '{p.Name}' is no number of seconds");
        foreach (CaseReport c in p.Cases)
        {
            Check(c is { Lower.IsDefault: false, Upper.IsDefault: false }, $"a case of '{p.Name}' has no ends");
            Check(c.Lower.Length == inputs && c.Upper.Length == inputs, $"case {c.Index} of '{p.Name}' has {c.Lower.Length} and {c.Upper.Length} ends; there are {inputs} inputs");
            Check(!c.Unsafe.IsDefault && c.Unsafe.All(u => !u.IsDefault && u.All(t => t is not null)), $"case {c.Index} of '{p.Name}' does not say what must not happen");
        }

        if (p.Counterexample is { } counterexample)
        {
            Check(!counterexample.Input.IsDefault && !counterexample.Output.IsDefault, $"the counterexample of '{p.Name}' has no values");
            Check(
                counterexample.Input.Length == inputs && counterexample.Output.Length == outputs,
                $"the counterexample of '{p.Name}' has {counterexample.Input.Length} inputs and {counterexample.Output.Length} outputs; the property has {inputs} and {outputs}");
        }

        for (int i = 0; i < p.Bounds.Length; i++)
        {
            Check(
                p.Bounds[i] is { Method: not null, Layers.IsDefault: false } && p.Bounds[i].Layers.Length == p.Bounds[0].Layers.Length && p.Bounds[i].Layers.Zip(p.Bounds[0].Layers).All(l => IsSame(l.First, l.Second)),
                $"two methods bound different layers of '{p.Name}'");
        }

        foreach (SliceReport s in p.Slices)
        {
            Check(s is { Values.IsDefault: false, Base.IsDefault: false }, $"a slice of '{p.Name}' has no values");
            Slice(p, s, inputs);
        }
    }

    private static bool IsSame(LayerBounds a, LayerBounds b) =>
        a is { Name: not null, Kind: not null } && a.Operator == b.Operator && a.Count == b.Count && a.Stability is null == b.Stability is null && !a.Elements.IsDefault;

    private static void Slice(PropertyReport p, SliceReport s, int inputs)
    {
        Check(s.Horizontal >= 0 && s.Horizontal < inputs && s.Vertical >= 0 && s.Vertical < inputs && s.Base.Length == inputs, $"a slice of '{p.Name}' is along inputs that do not exist");
        Check(s.Cells is >= 1 and <= 1024, $"a slice of '{p.Name}' has {s.Cells} cells a side; 1 to 1024 are possible");
        Check(double.IsFinite(s.XLower) && double.IsFinite(s.XUpper) && double.IsFinite(s.YLower) && double.IsFinite(s.YUpper), $"a slice of '{p.Name}' has an end that is not finite");
        Check(s.Tree is not null, $"a slice of '{p.Name}' has no tree");
        SliceTree.Leaves(s.Tree!);
        Check(s.Values.Length == p.Slices[0].Values.Length, $"two slices of '{p.Name}' show different values");
        foreach (SliceValues values in s.Values)
        {
            Check(values is { Name: not null, Grid: not null } && double.IsFinite(values.Lowest) && double.IsFinite(values.Highest), $"values of a slice of '{p.Name}' are not finite");
            byte[] grid = new byte[s.Cells * s.Cells];
            Check(Convert.TryFromBase64String(values.Grid!, grid, out int written) && written == grid.Length, $"the grid of '{values.Name}' of '{p.Name}' does not have {s.Cells}x{s.Cells} bytes");
        }
    }

    private static void Check(bool isRight, string problem)
    {
        if (!isRight)
        {
            throw new FormatException($"this saved report is damaged: {problem}");
        }
    }
}
