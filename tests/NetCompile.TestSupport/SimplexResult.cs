namespace NetCompile.TestSupport;

/// <summary>What <see cref="DenseSimplex.Solve"/> found.</summary>
/// <param name="Value">The least value; NaN where nothing is feasible.</param>
/// <param name="X">Where it is attained; empty where nothing is feasible.</param>
/// <param name="Multipliers"><c>y ≤ 0</c> of the rows: with <c>c − Aᵀy ≥ 0</c> at an optimum, with <c>−Aᵀy ≥ 0</c> and <c>y·b &gt; 0</c> where nothing is feasible.</param>
/// <param name="IsInfeasible">Whether nothing is feasible.</param>
/// <param name="IsUnbounded">Whether there is no least value.</param>
public sealed record SimplexResult(double Value, double[] X, double[] Multipliers, bool IsInfeasible, bool IsUnbounded);
