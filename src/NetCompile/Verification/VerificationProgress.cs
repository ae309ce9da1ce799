namespace NetCompile.Verification;

/// <summary>How far a run is.</summary>
/// <param name="Elapsed">Wall-clock time so far.</param>
/// <param name="Boxes">Boxes examined so far.</param>
/// <param name="OpenBoxes">Boxes waiting to be examined.</param>
/// <param name="ProvedFraction">The proved share of the region's volume, 0 to 1.</param>
/// <param name="Depth">The depth of the deepest box so far.</param>
public readonly record struct VerificationProgress(TimeSpan Elapsed, long Boxes, long OpenBoxes, double ProvedFraction, int Depth);
