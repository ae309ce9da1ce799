namespace NetCompile.Milp;

/// <summary>Why a solver stopped.</summary>
public enum StopReason
{
    /// <summary>It was done.</summary>
    Completed,

    /// <summary>The limit of wall-clock time.</summary>
    TimeLimit,

    /// <summary>The limit of nodes (MILP) or iterations (LP).</summary>
    NodeLimit,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It met numerical trouble or failed; <see cref="MilpSolution.Message"/> says more.</summary>
    Failure,
}
