namespace NetCompile.Milp;

/// <summary>A part of the search space: its parent's, with a few integer columns restricted further.</summary>
internal sealed class BranchNode
{
    /// <summary>The node it is a part of; null for the root.</summary>
    public BranchNode? Parent { get; init; }

    /// <summary>How many branchings led here.</summary>
    public int Depth { get; init; }

    /// <summary>Proved: no point of the part has a lower objective. Only ever rises.</summary>
    public double Bound { get; set; } = double.NegativeInfinity;

    /// <summary>Restrictions beyond the parent's, the branching first; more are added while the node is examined.</summary>
    public List<BoundChange> Changes { get; } = [];

    /// <summary>The basis of the parent's linear program; shared with the sibling.</summary>
    public byte[]? Basis { get; set; }

    /// <summary>The parent's objective as the LP solver says, to learn from how much it changes; NaN where there is none.</summary>
    public double ParentObjective { get; init; } = double.NaN;

    /// <summary>How far the branching moves the column from its value in the parent's linear program; negative downward, 0 where it had none.</summary>
    public double BranchStep { get; init; }
}

/// <summary>A restriction of a column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Lower">At least this.</param>
/// <param name="Upper">At most this.</param>
internal readonly record struct BoundChange(int Column, double Lower, double Upper);
