namespace NetCompile.Milp;

/// <summary>What a branch and bound found out about a minimisation.</summary>
/// <param name="Values">The best solution, by column; null where none was found. Feasible within tolerances, integers whole.</param>
/// <param name="Objective">Its objective; +∞ where there is none.</param>
/// <param name="Bound">Proved with outward rounding: no exactly feasible point is better. +∞ where it is proved that there is none.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Nodes">Nodes examined.</param>
/// <param name="Iterations">Simplex iterations.</param>
/// <param name="IsRelaxationUnbounded">Whether the LP solver calls the root's linear relaxation unbounded.</param>
/// <param name="Message">What could not be settled; empty otherwise.</param>
internal sealed record SearchResult(
    double[]? Values, double Objective, double Bound, StopReason Reason, long Nodes, long Iterations, bool IsRelaxationUnbounded, string Message)
{
    /// <summary>Whether it is proved that nothing is feasible.</summary>
    public bool IsInfeasible => Values is null && double.IsPositiveInfinity(Bound);
}
