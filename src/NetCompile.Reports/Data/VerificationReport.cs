using System.Collections.Immutable;

namespace NetCompile.Reports;

/// <summary>All that one report shows. Plain data: <see cref="ReportFile"/> keeps it as JSON, <see cref="HtmlReport"/> turns it into a page.</summary>
public sealed record VerificationReport
{
    /// <summary>The heading: what was verified, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The properties, in the order in which they are shown.</summary>
    public required ImmutableArray<PropertyReport> Properties { get; init; }

    /// <summary>The properties that could not be verified at all.</summary>
    public ImmutableArray<PropertyFailure> Failures { get; init; } = [];
}
