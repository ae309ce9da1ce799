namespace NetCompile.Milp;

/// <summary>What <see cref="CutRounds"/> did.</summary>
/// <param name="Rounds">Rounds that added cuts.</param>
/// <param name="Cuts">Cuts that are in the model now.</param>
/// <param name="Before">The relaxation's objective before, as the solver computed it; NaN where it found no optimum.</param>
/// <param name="After">The relaxation's objective with the cuts.</param>
public sealed record CutRoundsResult(int Rounds, int Cuts, double Before, double After);
