using System.Globalization;
using NetCompile.Verification;

namespace NetCompile.Cli.Reports;

/// <summary>The words and numbers in which results are written.</summary>
internal static class VerdictText
{
    public const string Holds = "holds";
    public const string Violated = "violated";
    public const string Unknown = "unknown";
    public const string Timeout = "timeout";

    /// <summary>The verdict in one word; the time limit has one of its own.</summary>
    public static string Word(VerificationResult result) => result switch
    {
        { Verdict: Verdict.Holds } => Holds,
        { Verdict: Verdict.Violated } => Violated,
        { Reason: UnknownReason.TimeLimit } => Timeout,
        _ => Unknown,
    };

    /// <summary>The same in VNN-LIB's terms, which speak of the violation: can its constraints be satisfied?</summary>
    public static string VnnLibWord(string verdict) => verdict switch
    {
        Holds => "unsat",
        Violated => "sat",
        _ => verdict,
    };

    /// <summary>Why a verdict is unknown, for people.</summary>
    public static string Explain(UnknownReason reason) => reason switch
    {
        UnknownReason.None => "",
        UnknownReason.TimeLimit => "the time limit ended the search; a larger --timeout may decide it",
        UnknownReason.NodeLimit => "the limit on boxes ended the search; a larger --nodes may decide it",
        UnknownReason.MemoryLimit => "the open boxes outgrew the memory limit; a larger --memory may decide it",
        UnknownReason.Cancelled => "cancelled",
        UnknownReason.Precision => "some box became too small to split in double precision: the property holds or fails only by rounding",
        UnknownReason.NumericalOverflow => "bounds overflowed or became NaN somewhere in the region",
        _ => reason.ToString(),
    };

    /// <summary>What a verdict is about.</summary>
    public static string Explain(Arithmetic arithmetic) => arithmetic == Arithmetic.Float32
        ? "float32 (the forward pass that runs, its rounding included)"
        : "real (the network over the real numbers)";

    /// <summary>A float32 in the fewest digits that read back as the same number.</summary>
    public static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A double in the fewest digits that read back as the same number.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Seconds to the millisecond.</summary>
    public static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A count with separators.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
