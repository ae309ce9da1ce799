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
    private readonly PhaseRefinement _refinement;
    private readonly PhaseBounding _bounding;
    private readonly PhaseBranching _branching;
    private readonly Attack? _attack;
    private PhaseEpoch? _loaded;

    public PhaseSolver(BoundsWorkspace workspace, Attack? attack, SearchControl control, PhaseProblems problems)
    {
        _workspace = workspace;
        _attack = attack;
        _root = new PhaseRoot(workspace, attack, control, problems);
        _refinement = new PhaseRefinement(workspace, control, problems);
        _optimizer = new RowOptimizer(workspace);
        _bounding = new PhaseBounding(_optimizer, control.ShouldStop);
        BranchingHeuristic heuristic = control.Options.Heuristic;
        _branching = new PhaseBranching(
            heuristic == BranchingHeuristic.Babsr ? null : new FilteredSmartBranching(_optimizer), AxisChoice.Of(heuristic), workspace.Arithmetic);
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

            PhaseProblem problem = node.Problem!;
            _refinement.Refine(problem, push);
            if (!ReferenceEquals(node.Epoch, problem.Current))
            {
                outcomes[first++] = NodeOutcome.Superseded;
                continue;
            }

            if (node.HasOwnBox)
            {
                outcomes[first++] = ExamineOwnBox(node, push);
                continue;
            }

            // As many nodes of the same epoch as have rows for one batch.
            if (!Load(problem, node.Epoch!))
            {
                node.Epoch!.Closed(node);
                outcomes[first++] = NodeOutcome.Overflowed;
                continue;
            }

            List<PhaseNode> batch = [];
            int rows = 0;
            while (first + batch.Count < nodes.Count)
            {
                PhaseNode next = (PhaseNode)nodes[first + batch.Count];
                if (next.HasOwnBox || !ReferenceEquals(next.Epoch, node.Epoch))
                {
                    break;
                }

                rows += problem.Rows[next.Conjunction].Length;
                if (rows > BoundsWorkspace.RowChunk)
                {
                    break;
                }

                batch.Add(next);
            }

            Examine([.. batch], outcomes.Slice(first, batch.Count), push);
            first += batch.Count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();

    /// <summary>Examines a node whose input box was split: its bounds are computed for its own box and phases, so that they get exact as the box shrinks.</summary>
    private NodeOutcome ExamineOwnBox(PhaseNode node, Action<SearchNode> push)
    {
        _loaded = null;
        PhaseEpoch epoch = node.Epoch!;
        double[] lower = (double[])epoch.PreActivationLower.Clone(), upper = (double[])epoch.PreActivationUpper.Clone();
        foreach (int decision in node.Decisions)
        {
            int id = node.Problem!.Layout.Activation(decision >> 1);
            int at = _workspace.Tables.PreActivationOffset[_workspace.Runner.Model.Operators[id].Sources[0]] + node.Problem.Layout.Element(decision >> 1);
            if ((decision & 1) != 0)
            {
                lower[at] = Math.Max(lower[at], 0);
            }
            else
            {
                upper[at] = Math.Min(upper[at], 0);
            }
        }

        BoxBounds.Compute(_workspace, node.Lower, node.Upper, new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive), lower, upper);
        if (_workspace.Overflow)
        {
            epoch.Closed(node);
            return NodeOutcome.Overflowed;
        }

        if (IsEmpty())
        {
            epoch.Closed(node);
            return NodeOutcome.Proved;
        }

        NodeOutcome[] outcome = new NodeOutcome[1];
        Examine([node], outcome, push);
        return outcome[0];
    }

    /// <summary>Whether sound bounds of a value cross: then no input of the box has the phases.</summary>
    private unsafe bool IsEmpty()
    {
        for (int id = 0; id < _workspace.Tables.PreActivationOffset.Length; id++)
        {
            for (int k = 0; _workspace.Tables.PreActivationOffset[id] >= 0 && k < _workspace.Tables.Width[id]; k++)
            {
                if (_workspace.Lower(id)[k] > _workspace.Upper(id)[k])
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Examine(PhaseNode[] nodes, Span<NodeOutcome> outcomes, Action<SearchNode> push)
    {
        BoundedNode[] open = _bounding.Bound(nodes);
        outcomes.Fill(NodeOutcome.Proved);
        if (_attack is not null && open.Length > 0 && Attack(open))
        {
            outcomes[Array.IndexOf(nodes, open[0].Node)] = NodeOutcome.Violated;
            return;
        }

        if (open.Length > 0)
        {
            _branching.Split(open, outcomes, nodes, child =>
            {
                ((PhaseNode)child).Epoch!.Opened((PhaseNode)child);
                push(child);
            });
        }

        foreach (PhaseNode examined in nodes)
        {
            examined.Epoch!.Closed(examined);
        }
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

    /// <summary>Has the workspace hold the bounds of an epoch; false where they overflow.</summary>
    /// <remarks>They can, though they did not at the root: values that feed no activation are bounded by intervals alone here, and by linear functions there.</remarks>
    private bool Load(PhaseProblem problem, PhaseEpoch epoch)
    {
        if (ReferenceEquals(_loaded, epoch))
        {
            return true;
        }

        BoxBounds.Compute(
            _workspace, problem.Case.Box.Lower, problem.Case.Box.Upper, new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Adaptive),
            epoch.PreActivationLower, epoch.PreActivationUpper);
        _loaded = _workspace.Overflow ? null : epoch;
        return _loaded is not null;
    }
}
