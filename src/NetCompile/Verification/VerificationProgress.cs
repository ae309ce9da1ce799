namespace NetCompile.Verification;

/// <summary>How far a run is.</summary>
/// <param name="Elapsed">Wall-clock time so far; a resumed run counts its earlier parts here and below.</param>
/// <param name="Boxes">Boxes examined so far.</param>
/// <param name="OpenBoxes">Boxes waiting to be examined.</param>
/// <param name="ProvedFraction">The proved share of the region's volume, 0 to 1.</param>
/// <param name="Depth">The depth of the deepest box so far.</param>
public readonly record struct VerificationProgress(TimeSpan Elapsed, long Boxes, long OpenBoxes, double ProvedFraction, int Depth)
{
    /// <summary>About the lowest bound of any open box: how far the best row of its worst conjunction is from being excluded; −∞ before there is one. Boxes are proved above 0.</summary>
    public double LowestBound { get; init; } = double.NegativeInfinity;

    /// <summary>Boxes examined per second, over about the last second.</summary>
    public double BoxesPerSecond { get; init; }

    /// <summary>Physical memory of the process, in bytes.</summary>
    public long Memory { get; init; }
}
