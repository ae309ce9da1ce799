namespace NetCompile.Milp;

/// <summary>Where a <see cref="MilpVerifier"/> is.</summary>
/// <param name="Done">Conjunctions that are done.</param>
/// <param name="Total">Conjunctions in all.</param>
/// <param name="Step">What it does now.</param>
/// <param name="Seconds">Wall-clock seconds so far.</param>
public sealed record MilpVerificationProgress(int Done, int Total, string Step, double Seconds);
