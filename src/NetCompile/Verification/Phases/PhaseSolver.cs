using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>
/// Branch and bound on ReLU phases: bounds nodes in batches with β-CROWN, attacks where the relaxation is lowest, and splits on a neuron. One per thread.
/// </summary>
/// <remarks>
/// The children of a node fix one unstable neuron as active (<c>a ≥ 0</c>) or inactive (<c>a ≤ 0</c>): together they cover it. Where no unstable neuron is left to fix and the bound
/// still does not decide, the input box is split, which ends at the precision of the inputs.
/// </remarks>
internal sealed class PhaseSolver : INodeSolver
{
    private readonly BoundsWorkspace _workspace;
    private readonly RowOptimizer _optimizer;
    private readonly PhaseRoot _root;
    private readonly PhaseBounding _bounding;
    private readonly PhaseBranching _branching;
    private readonly Attack? _attack;
    private PhaseProblem? _loaded;

    public PhaseSolver(BoundsWorkspace workspace, Attack? attack, SearchControl control, PhaseProblems problems)
    {
        _workspace = workspace;
        _attack = attack;
        _root = new PhaseRoot(workspace, attack, control, problems);
        _optimizer = new RowOptimizer(workspace);
        _bounding = new PhaseBounding(_optimizer, control.ShouldStop);
        _branching = new PhaseBranching(_optimizer);
    }

    /// <inheritdoc/>
    public int BatchSize => BoundsWorkspace.RowChunk;

    /// <inheritdoc/>
    public Counterexample? Found => _attack?.Found;

    /// <inheritdoc/>
    public void Examine(IReadOnlyList<SearchNode> nodes, Span<NodeOutcome> outcomes, Action<SearchNode> push)
    {
        for (int first = 0; first < nodes.Count;)
        {
            PhaseNode node = (PhaseNode)nodes[first];
            if (node.Conjunction == PhaseNode.AllConjunctions)
            {
                _loaded = null;
                outcomes[first++] = _root.Examine(node, push);
                continue;
            }

            if (node.Problem is null)
            {
                _loaded = null;
                outcomes[first] = _root.Restore(node);
                if (outcomes[first] != NodeOutcome.Split)
                {
                    first++;
                    continue;
                }
            }

            // As many nodes of the same problem as have rows for one batch.
            Load(node);
            int count = 0, rows = 0;
            while (first + count < nodes.Count && ReferenceEquals(((PhaseNode)nodes[first + count]).Problem, node.Problem))
            {
                int more = node.Problem!.Rows[((PhaseNode)nodes[first + count]).Conjunction].Length;
                if (rows + more > BoundsWorkspace.RowChunk)
                {
                    break;
                }

                rows += more;
                count++;
            }

            PhaseNode[] batch = new PhaseNode[count];
            for (int i = 0; i < count; i++)
            {
                batch[i] = (PhaseNode)nodes[first + i];
            }

            Examine(batch, outcomes.Slice(first, count), push);
            first += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();

    private void Examine(PhaseNode[] nodes, Span<NodeOutcome> outcomes, Action<SearchNode> push)
    {
        BoundedNode[] open = _bounding.Bound(nodes);
        outcomes.Fill(NodeOutcome.Proved);
        if (open.Length == 0)
        {
            return;
        }

        if (_attack is not null && Attack(open))
        {
            outcomes[Array.IndexOf(nodes, open[0].Node)] = NodeOutcome.Violated;
            return;
        }

        _branching.Split(open, outcomes, nodes, push);
    }

    /// <summary>Tries the input at which the lowest relaxation attains its bound.</summary>
    private bool Attack(BoundedNode[] open)
    {
        BoundedNode lowest = open[0];
        foreach (BoundedNode node in open)
        {
            lowest = node.Margin < lowest.Margin ? node : lowest;
        }

        return _attack!.TryPoint(lowest.Node.Case, lowest.Minimizer, out _);
    }

    private void Load(PhaseNode node)
    {
        if (ReferenceEquals(_loaded, node.Problem))
        {
            return;
        }

        PhaseProblem problem = node.Problem!;
        BoxBounds.Compute(
            _workspace, node.Case.Box.Lower, node.Case.Box.Upper, new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Adaptive),
            problem.PreActivationLower, problem.PreActivationUpper);
        if (_workspace.Overflow)
        {
            throw new InvalidOperationException("Bounds that did not overflow at the root overflow when they are computed again.");
        }

        _loaded = problem;
    }
}
