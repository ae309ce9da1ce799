namespace NetCompile.Build.Output;

/// <summary>A message of the build step.</summary>
/// <param name="Id">Its code, to which <c>NoWarn</c>, <c>WarningsAsErrors</c> and <c>TreatWarningsAsErrors</c> apply.</param>
/// <param name="IsError">Whether it fails the build; else it is a warning.</param>
/// <param name="Title">What it is about.</param>
internal sealed record BuildRule(string Id, bool IsError, string Title)
{
    public static readonly BuildRule Violated = new("NC0511", true, "Property is violated, found in the build");
    public static readonly BuildRule Unknown = new("NC0512", false, "Property is undecided within the build's budget");
    public static readonly BuildRule Failed = new("NC0513", true, "Properties cannot be proved in the build");
    public static readonly BuildRule Vacuous = new("NC0514", false, "Property holds vacuously, found in the build");

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<BuildRule> All { get; } = [Violated, Unknown, Failed, Vacuous];

    /// <summary>The rule of an outcome that is reported, or null for one that holds.</summary>
    public static BuildRule? Of(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Violated => Violated,
        OutcomeKind.Unknown => Unknown,
        OutcomeKind.Failed => Failed,
        OutcomeKind.Vacuous => Vacuous,
        _ => null,
    };
}
