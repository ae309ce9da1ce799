namespace NetCompile.Milp;

/// <summary>What a solver claims. A claim, not a proof: see <see cref="MilpSolution"/>.</summary>
public enum MilpStatus
{
    /// <summary>A solution within the gap of the best bound.</summary>
    Optimal,

    /// <summary>A solution, but the search stopped before it was shown to be best; <see cref="MilpSolution.StopReason"/> says why.</summary>
    Feasible,

    /// <summary>No solution exists.</summary>
    Infeasible,

    /// <summary>The objective can be improved without limit.</summary>
    Unbounded,

    /// <summary>Nothing: neither a solution nor that there is none; <see cref="MilpSolution.StopReason"/> says why.</summary>
    Unknown,
}
