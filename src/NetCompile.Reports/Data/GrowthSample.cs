namespace NetCompile.Reports;

/// <summary>The state of a search at one moment.</summary>
/// <param name="Seconds">Wall-clock time since its start.</param>
/// <param name="Boxes">Boxes examined.</param>
/// <param name="Open">Boxes that wait or are being examined.</param>
/// <param name="Proved">The proved share of the region's volume, 0 to 1.</param>
/// <param name="Depth">The depth of the deepest box.</param>
public readonly record struct GrowthSample(double Seconds, long Boxes, long Open, double Proved, int Depth);
