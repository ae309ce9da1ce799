using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Reports.Analysis;

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

    /// <summary>Refuses what does not fit a network.</summary>
    /// <exception cref="ArgumentException">A slice names an input that the network does not have or one input twice, or the picture has another number of pixels than the network has inputs.</exception>
    public void Require(NetworkModel model)
    {
        if (Image is { } image)
        {
            ImageAnalysis.Require(image, model.InputCount);
        }

        foreach ((int horizontal, int vertical) in Slices)
        {
            if (horizontal < 0 || vertical < 0 || horizontal >= model.InputCount || vertical >= model.InputCount || horizontal == vertical)
            {
                throw new ArgumentException(
                    $"a slice along inputs {horizontal} and {vertical} is impossible: it needs two different inputs, and the network has {model.InputCount}, counted from 0");
            }
        }
    }
}
