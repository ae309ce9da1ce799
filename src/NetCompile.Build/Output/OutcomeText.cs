using System.Globalization;
using NetCompile.Build.Proofs;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Output;

/// <summary>Outcomes in words.</summary>
internal static class OutcomeText
{
    private const int MostText = 160;

    /// <summary>What is wrong with a property, with a remedy; on one line, without a final period. For one that holds, that it does.</summary>
    public static string Of(ProofOutcome outcome)
    {
        NetworkProperty property = outcome.Located.Property;
        return OneLine(outcome switch
        {
            { Record: null } => $"'{property}' cannot be verified: {outcome.Failure}",
            { Kind: OutcomeKind.Violated } =>
                $"'{property}' is violated: {property.Describe(outcome.Record.Counterexample!.ToCounterexample())}{Reservation(outcome.Record.Counterexample)}, which contradicts "
                + $"'{Shorten(property.Text)}'; train the network for such inputs, or correct the property or the ranges of the inputs",
            { Kind: OutcomeKind.Unknown } => $"'{property}' is neither proved nor refuted: {Explain(outcome.Record)}",
            { Kind: OutcomeKind.Vacuous } => $"'{property}' holds vacuously: no input in the declared ranges meets its conditions, so it says nothing about the network; correct the conditions or the ranges",
            _ => $"{property} holds ({Effort(outcome.Record)})",
        });
    }

    /// <summary>What a verdict took, <c>1,603 boxes, 77 ms</c>.</summary>
    public static string Effort(ProofRecord record) => $"{Boxes(record.Boxes)}, {Time(record.Seconds)}";

    /// <summary>A number of boxes.</summary>
    public static string Boxes(long boxes) => boxes == 1 ? "1 box" : string.Create(CultureInfo.InvariantCulture, $"{boxes:#,0} boxes");

    /// <summary>A time in the unit that suits it.</summary>
    public static string Time(double seconds) => seconds < 0.9995
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");

    private static string Explain(ProofRecord record) => record.Reason switch
    {
        UnknownReason.TimeLimit => $"the time limit ended the search after {Effort(record)}; raise NetCompileProveTimeout, or narrow the property or the ranges",
        UnknownReason.NodeLimit => $"the limit on boxes ended the search after {Effort(record)}; raise NetCompileProveNodes, or narrow the property or the ranges",
        UnknownReason.MemoryLimit => $"the open boxes outgrew the memory after {Effort(record)}; narrow the property or the ranges, or verify it with 'netcompile verify --memory'",
        UnknownReason.Precision => $"some box became too small to split after {Effort(record)}, so it holds or fails only by rounding; leave a margin in its bounds",
        UnknownReason.NumericalOverflow => $"bounds overflowed or became NaN somewhere in the region after {Effort(record)}; narrow the ranges",
        _ => $"{record.Reason} after {Effort(record)}; build again",
    };

    private static string Reservation(CounterexampleRecord counterexample) => counterexample switch
    {
        { IsWithinRounding: true } => " (by less than the rounding of the method's own sums: called with these numbers it still returns true)",
        { IsInputRounded: true } => " (at the float32 numbers nearest to inputs that the property fixes)",
        _ => "",
    };

    private static string Shorten(string text) => text.Length <= MostText ? text : text[..(MostText - 1)] + "…";

    /// <summary>A text on one line: MSBuild reads line by line.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n', '\u0085', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries));
}
