namespace NetCompile.Milp;

/// <summary>Choices of a <see cref="BranchAndBoundSolver"/> beyond those of every solve.</summary>
public sealed record BranchAndBoundOptions
{
    /// <summary>Makes feasible points of embedded networks; null for none.</summary>
    public PointCompletion? Completion { get; init; }

    /// <summary>Receives the state of the search now and then, on the thread that solves.</summary>
    public IProgress<BranchAndBoundProgress>? Progress { get; init; }
}

/// <summary>The state of a branch and bound.</summary>
/// <param name="Nodes">Nodes examined.</param>
/// <param name="Open">Nodes still to be examined.</param>
/// <param name="Objective">The best solution's objective, in the model's own direction; NaN where there is none.</param>
/// <param name="Bound">The proved bound, in the model's own direction.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record BranchAndBoundProgress(long Nodes, int Open, double Objective, double Bound, double Seconds);
