namespace NetCompile.Verification;

/// <summary>Examines nodes of the search: proves them, splits them, or finds a counterexample. One per thread.</summary>
internal interface INodeSolver : IDisposable
{
    /// <summary>How many nodes it likes to examine at once.</summary>
    int BatchSize { get; }

    /// <summary>The counterexample, once an outcome was <see cref="NodeOutcome.Violated"/>.</summary>
    Counterexample? Found { get; }

    /// <summary>Examines nodes; children are given to <paramref name="push"/>.</summary>
    /// <param name="nodes">At most <see cref="BatchSize"/> nodes.</param>
    /// <param name="outcomes">One outcome a node on return.</param>
    /// <param name="push">Takes the children of nodes that were split.</param>
    void Examine(IReadOnlyList<SearchNode> nodes, Span<NodeOutcome> outcomes, Action<SearchNode> push);
}
