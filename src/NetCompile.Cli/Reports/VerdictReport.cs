using NetCompile.Verification;

namespace NetCompile.Cli.Reports;

/// <summary>A verdict with its evidence, for people; the first line is the verdict alone, for scripts.</summary>
internal static class VerdictReport
{
    /// <summary>Values of a counterexample that are listed; an image has hundreds, which belong in a file.</summary>
    private const int MaxListed = 20;

    public static void WriteVerdict(TextWriter output, VerificationResult result)
    {
        output.WriteLine(VerdictText.Word(result));
        output.Flush();
    }

    /// <param name="output">Standard output.</param>
    /// <param name="result">The result.</param>
    /// <param name="earlier">What the run went on from, or null.</param>
    public static void WriteDetails(TextWriter output, VerificationResult result, VerificationCheckpoint? earlier)
    {
        string verdict = VerdictText.Word(result);
        Line(output, "VNN-LIB", VerdictText.VnnLibWord(verdict) + verdict switch
        {
            VerdictText.Holds => " (no input satisfies the violation)",
            VerdictText.Violated => " (an input satisfies the violation)",
            _ => "",
        });
        if (result.IsVacuous)
        {
            Line(output, "vacuous", "the input region is empty, so the property says nothing about the network");
        }

        if (result.Verdict == Verdict.Unknown)
        {
            Line(output, "reason", VerdictText.Explain(result.Reason));
        }

        Line(output, "arithmetic", VerdictText.Explain(result.Arithmetic));
        Line(output, "boxes", $"{VerdictText.Count(result.Boxes)} (depth {result.Depth})");
        Line(output, "seconds", VerdictText.Seconds(result.Elapsed.TotalSeconds));
        if (earlier is not null)
        {
            Line(output, "resumed", $"after {VerdictText.Count(earlier.Boxes)} boxes and {VerdictText.Seconds(earlier.Elapsed.TotalSeconds)} s, which are counted above");
        }

        if (result.Counterexample is { } counterexample)
        {
            Line(output, "counterexample", counterexample.IsInputRounded
                ? "confirmed by the forward pass; some input is fixed to a number that is no float32, and its nearest float32 was taken"
                : "confirmed by the forward pass; it lies in the region exactly");
            Values(output, "X", counterexample.Input);
            Values(output, "Y", counterexample.Output);
        }
    }

    /// <summary>Says where what is left to do was written.</summary>
    public static void WriteCheckpoint(TextWriter output, string path, VerificationCheckpoint checkpoint) => Line(
        output, "checkpoint", $"{VerdictText.Count(checkpoint.OpenBoxes)} open boxes are in {path}; --resume {path} goes on"
        + (checkpoint.GivenUp == UnknownReason.None ? "" : ", but boxes that were given up can no longer be proved"));

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"{name,-15} {text}");

    private static void Values(TextWriter output, string variable, IReadOnlyList<float> values)
    {
        for (int i = 0; i < Math.Min(values.Count, MaxListed); i++)
        {
            output.WriteLine($"  {variable}_{i} = {VerdictText.Number(values[i])}");
        }

        if (values.Count > MaxListed)
        {
            output.WriteLine($"  … {values.Count - MaxListed} more; --counterexample FILE writes them all");
        }
    }
}
