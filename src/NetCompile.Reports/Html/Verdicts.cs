using NetCompile.Verification;

namespace NetCompile.Reports.Html;

/// <summary>Verdicts in words, shapes and colours: none is told by colour alone.</summary>
internal static class Verdicts
{
    /// <summary>The word.</summary>
    public static string Word(PropertyReport property) => property.Verdict switch
    {
        Verdict.Holds when property.IsVacuous => "vacuous",
        Verdict.Holds => "holds",
        Verdict.Violated => "violated",
        _ => "unknown",
    };

    /// <summary>A badge: a shape and the word.</summary>
    public static string Badge(PropertyReport property)
    {
        string word = Word(property);
        return $"<span class=\"badge {word}\"><span class=\"shape\" aria-hidden=\"true\">{Shape(word)}</span>{word}</span>";
    }

    /// <summary>The badge of a property that could not be verified at all.</summary>
    public const string NoVerdict = "<span class=\"badge unknown\"><span class=\"shape\" aria-hidden=\"true\">!</span>no verdict</span>";

    /// <summary>What the verdict means, in a sentence.</summary>
    public static string Meaning(PropertyReport property) => property.Verdict switch
    {
        Verdict.Holds when property.IsVacuous => "No input satisfies its conditions, so it says nothing about the network: most likely a mistake in the property.",
        Verdict.Holds => $"Proved for every input of its region, {About(property)}, with outward-rounded bounds.",
        Verdict.Violated when property.Counterexample is { IsWithinRounding: true } => "Refuted: the forward pass confirmed the counterexample in exact arithmetic, though by less than the rounding of the property's own C# sums.",
        Verdict.Violated => "Refuted: the forward pass confirmed the counterexample below.",
        _ => $"Neither proved nor refuted: {Why(property.Reason)}.",
    };

    /// <summary>What the verdict is about.</summary>
    public static string About(PropertyReport property) =>
        property.Arithmetic == Arithmetic.Float32 ? "for the float32 forward pass that ships" : "for the network over the real numbers";

    private static string Shape(string word) => word switch
    {
        "holds" => "✓",
        "violated" => "✕",
        "vacuous" => "∅",
        _ => "?",
    };

    private static string Why(UnknownReason reason) => reason switch
    {
        UnknownReason.TimeLimit => "the time limit ended the search; a larger one may decide it",
        UnknownReason.NodeLimit => "the limit on boxes ended the search; a larger one may decide it",
        UnknownReason.MemoryLimit => "the open boxes outgrew the memory limit; a larger one may decide it",
        UnknownReason.Cancelled => "the search was cancelled",
        UnknownReason.Precision => "some box became too small to split in double precision, so the property holds or fails only by rounding",
        UnknownReason.NumericalOverflow => "bounds overflowed or became NaN somewhere in the region",
        _ => "the search ended without a reason",
    };
}
