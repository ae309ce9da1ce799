using System.Globalization;
using NetCompile.Milp;
using NetCompile.Verification;

namespace NetCompile.Cli.Reports;

/// <summary>What <c>milp</c> found, for people and as JSON; the first line is the verdict alone, for scripts.</summary>
internal static class MilpReport
{
    // Values of a counterexample that are listed.
    private const int MaxListed = 20;

    /// <param name="output">Standard output.</param>
    /// <param name="result">The result.</param>
    /// <param name="trusted">The file that bounds were taken from, or null.</param>
    public static void Write(TextWriter output, MilpVerification result, string? trusted)
    {
        output.WriteLine(Word(result));
        if (result.Claimant is not null)
        {
            Line(output, "claim", $"{result.Claimant} says that it holds; not proved: --prove, or --solver {Commands.MilpOptions.Certified}, proves it");
        }
        else if (result.Reason.Length > 0)
        {
            Line(output, "reason", result.Reason);
        }

        if (result.IsVacuous)
        {
            Line(output, "vacuous", "the input region is empty, so the property says nothing about the network");
        }

        if (trusted is not null)
        {
            Line(output, "trusted", $"the bounds in {trusted}, which were not computed again");
        }

        Line(output, "arithmetic", VerdictText.Explain(result.Arithmetic));
        Line(output, "seconds", VerdictText.Seconds(result.Seconds));
        foreach (MilpConjunction c in result.Conjunctions)
        {
            Write(output, c);
        }

        if (result.Counterexample is { } counterexample)
        {
            Line(output, "counterexample", "confirmed by the forward pass" + (counterexample.IsInputRounded ? "; some input is fixed to a number that is no float32, and its nearest float32 was taken" : ""));
            Values(output, "X", counterexample.Input);
            Values(output, "Y", counterexample.Output);
        }
    }

    public static int ExitCodeOf(MilpVerification result) => result switch
    {
        { Verdict: Verdict.Holds } => ExitCodes.Holds,
        { Verdict: Verdict.Violated } => ExitCodes.Violated,
        { IsCancelled: true } => ExitCodes.Cancelled,
        { IsTimeout: true } => ExitCodes.Timeout,
        _ => ExitCodes.Unknown,
    };

    public static MilpJson ToJson(MilpVerification result, string model, string hash, string property, string encoding, string bounds) => new(
        MilpJson.CurrentFormat,
        model,
        hash,
        property,
        Word(result),
        result.Claimant,
        result.Reason.Length == 0 ? null : result.Reason,
        result.IsVacuous,
        CamelCase(result.Arithmetic.ToString()),
        encoding,
        bounds,
        result.Seconds,
        result.Counterexample is { } c ? new CounterexampleJson(c.Input, c.Output, c.CaseIndex, c.IsInputRounded) : null,
        [.. result.Conjunctions.Select(k => new MilpSolveJson(
            k.Case, k.Index, CamelCase(k.State.ToString()), k.Solution.Solver, CamelCase(k.Solution.Status.ToString()), CamelCase(k.Solution.StopReason.ToString()), k.Solution.Objective, k.Solution.Bound,
            k.Solution.IsBoundProved, k.Solution.Gap, k.Solution.Nodes, k.Solution.Seconds, k.BoundsSeconds, k.BuildSeconds, k.Rows, k.Columns, k.Binaries, k.Unstable, k.StablyActive, k.StablyInactive,
            k.Solution.Discrepancies.IsEmpty ? null : k.Solution.Discrepancies[0].Largest))]);

    private static string Word(MilpVerification result) => result switch
    {
        { Verdict: Verdict.Holds } => VerdictText.Holds,
        { Verdict: Verdict.Violated } => VerdictText.Violated,
        { IsTimeout: true } => VerdictText.Timeout,
        _ => VerdictText.Unknown,
    };

    private static void Write(TextWriter output, MilpConjunction c)
    {
        MilpSolution s = c.Solution;
        output.WriteLine();
        output.WriteLine($"case {c.Case}, conjunction {c.Index}: {StateOf(c.State)}");
        Line(output, "status", $"{s.Status}{(s.StopReason == StopReason.Completed ? "" : $", stopped: {s.StopReason}")} ({s.Solver}){(s.Message.Length > 0 ? $": {s.Message}" : "")}");
        Line(output, "margin", $"{Number(s.Objective)}, bound {Number(s.Bound)} ({(s.IsBoundProved ? "proved" : "the solver's")}), gap {(double.IsNaN(s.Gap) ? "—" : s.Gap.ToString("P4", CultureInfo.InvariantCulture))}");
        Line(output, "nodes", VerdictText.Count(s.Nodes));
        Line(output, "seconds", $"{VerdictText.Seconds(s.Seconds)} solving, {VerdictText.Seconds(c.BoundsSeconds)} bounds, {VerdictText.Seconds(c.BuildSeconds)} building");
        Line(output, "model", $"{VerdictText.Count(c.Rows)} rows, {VerdictText.Count(c.Columns)} columns, {VerdictText.Count(c.Binaries)} binaries");
        Line(output, "units", $"{VerdictText.Count(c.Unstable)} unstable, {VerdictText.Count(c.StablyActive)} stably active, {VerdictText.Count(c.StablyInactive)} stably inactive");
        if (!s.Discrepancies.IsEmpty)
        {
            Discrepancy d = s.Discrepancies[0];
            Line(output, "discrepancy", $"{d.Largest.ToString("E2", CultureInfo.InvariantCulture)} between the solution's outputs and the forward pass at its input ({d.Relative.ToString("E2", CultureInfo.InvariantCulture)} relative)");
        }
    }

    private static string StateOf(ConjunctionState state) => state switch
    {
        ConjunctionState.Refuted => "cannot be met (proved)",
        ConjunctionState.ClaimedRefuted => "cannot be met (the solver says)",
        ConjunctionState.Met => "can be met",
        _ => "open",
    };

    private static string Number(double value) => double.IsNaN(value) ? "—" : value.ToString("G9", CultureInfo.InvariantCulture);

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"{name,-15} {text}");

    private static void Values(TextWriter output, string variable, IReadOnlyList<float> values)
    {
        for (int i = 0; i < Math.Min(values.Count, MaxListed); i++)
        {
            output.WriteLine($"  {variable}_{i} = {VerdictText.Number(values[i])}");
        }

        if (values.Count > MaxListed)
        {
            output.WriteLine($"  … {values.Count - MaxListed} more; --json FILE writes them all");
        }
    }
}
