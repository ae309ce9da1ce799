using System.Collections.Immutable;

namespace NetCompile.Reports;

/// <summary>What a report gathers beside the verdict.</summary>
public sealed record ReportOptions
{
    /// <summary>The defaults: the most telling slices, a picture where the inputs look like one.</summary>
    public static ReportOptions Default { get; } = new();

    /// <summary>How the inputs form a picture; null: found out from the network's input.</summary>
    public ImageShape? Image { get; init; }

    /// <summary>Pairs of inputs to slice along; empty: all pairs of at most six inputs, pairs of the most influential ones of more.</summary>
    public ImmutableArray<(int Horizontal, int Vertical)> Slices { get; init; } = [];

    /// <summary>Whether slices are gathered at all.</summary>
    public bool WithSlices { get; init; } = true;

    /// <summary>Whether bounds per layer are gathered at all.</summary>
    public bool WithBounds { get; init; } = true;
}
