using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>
/// Filtered smart branching (De Palma et al., <i>Improved Branch and Bound for Neural Network Verification via Lagrangian Decomposition</i>, 2021): the neurons with the best BaBSR scores are tried,
/// one backward substitution for each phase, and the one whose worse child is bounded best is split on.
/// </summary>
/// <remarks>A child that its trial already refutes is not searched. Where that happens for one phase of a neuron the other phase is no branch at all, only a constraint gained.</remarks>
internal sealed class PhaseBranching(RowOptimizer optimizer)
{
    private readonly List<(int Node, int Candidate)> _trials = [];
    private readonly SpecificationRow[] _rows = new SpecificationRow[BoundsWorkspace.RowChunk];

    /// <summary>Splits nodes and gives their children to <paramref name="push"/>.</summary>
    public void Split(BoundedNode[] open, Span<NodeOutcome> outcomes, PhaseNode[] nodes, Action<SearchNode> push)
    {
        double[][] bounds = Try(open);
        for (int i = 0; i < open.Length; i++)
        {
            int at = Array.IndexOf(nodes, open[i].Node);
            outcomes[at] = open[i].Candidates.Length == 0 ? SplitInput(open[i], push) : SplitPhase(open[i], bounds[i], push);
        }
    }

    /// <summary>For each node the margins of the trial children: inactive and active for each candidate in turn.</summary>
    private double[][] Try(BoundedNode[] open)
    {
        double[][] bounds = [.. open.Select(o => new double[2 * o.Candidates.Length])];
        _trials.Clear();
        for (int i = 0; i < open.Length; i++)
        {
            for (int c = 0; c < open[i].Candidates.Length; c++)
            {
                _trials.Add((i, c));
                if (2 * _trials.Count == BoundsWorkspace.RowChunk)
                {
                    Evaluate(open, bounds);
                }
            }
        }

        Evaluate(open, bounds);
        return bounds;
    }

    private void Evaluate(BoundedNode[] open, double[][] bounds)
    {
        if (_trials.Count == 0)
        {
            return;
        }

        for (int t = 0; t < _trials.Count; t++)
        {
            (int i, int c) = _trials[t];
            BoundedNode parent = open[i];
            PhaseProblem problem = parent.Node.Problem!;
            int neuron = parent.Candidates[c];
            for (int phase = 0; phase < 2; phase++)
            {
                int slot = (2 * t) + phase;
                PhaseBounding.Start(optimizer, slot, parent.Node, parent.Slopes[parent.BestRow], parent.Multipliers[parent.BestRow]);
                optimizer.Rows.Fix(slot, problem.Layout.Activation(neuron), problem.Layout.Element(neuron), phase == 1, 0);
                _rows[slot] = parent.Node.Case.Specification.Rows[problem.Rows[parent.Node.Conjunction][parent.BestRow]];
            }
        }

        optimizer.Evaluate(2 * _trials.Count, new SpecificationSeed(_rows));
        for (int t = 0; t < _trials.Count; t++)
        {
            (int i, int c) = _trials[t];
            for (int phase = 0; phase < 2; phase++)
            {
                int slot = (2 * t) + phase;
                bounds[i][(2 * c) + phase] = _rows[slot].IsRefutedBy(optimizer.Bounds[slot]) ? double.PositiveInfinity : optimizer.Bounds[slot] - _rows[slot].BoundUp;
            }
        }

        _trials.Clear();
    }

    private static NodeOutcome SplitPhase(BoundedNode parent, double[] bounds, Action<SearchNode> push)
    {
        List<int> decisions = [.. parent.Node.Decisions];
        int best = -1;
        double bestScore = double.NegativeInfinity;
        for (int c = 0; c < parent.Candidates.Length; c++)
        {
            double inactive = bounds[2 * c], active = bounds[(2 * c) + 1];
            if (double.IsPositiveInfinity(inactive) && double.IsPositiveInfinity(active))
            {
                return NodeOutcome.Proved;
            }

            if (double.IsPositiveInfinity(inactive) || double.IsPositiveInfinity(active))
            {
                decisions.Add((2 * parent.Candidates[c]) + (double.IsPositiveInfinity(inactive) ? 1 : 0));
                continue;
            }

            double gap = -parent.Margin;
            double low = Math.Min(inactive, active) - parent.Margin, high = Math.Max(inactive, active) - parent.Margin;
            double score = (0.8 * Math.Min(low, gap)) + (0.2 * Math.Min(high, gap));
            if (score > bestScore || best < 0)
            {
                bestScore = score;
                best = c;
            }
        }

        if (decisions.Count > parent.Node.Decisions.Length || best < 0)
        {
            // Constraints for free: bound the node again with them before it is branched.
            push(Child(parent, [.. decisions], parent.Margin, 1));
            return NodeOutcome.Split;
        }

        for (int phase = 0; phase < 2; phase++)
        {
            push(Child(parent, [.. decisions, (2 * parent.Candidates[best]) + phase], Math.Max(parent.Margin, bounds[(2 * best) + phase]), 0.5));
        }

        return NodeOutcome.Split;
    }

    private static PhaseNode Child(BoundedNode parent, int[] decisions, double bound, double share) => new()
    {
        Case = parent.Node.Case,
        Problem = parent.Node.Problem,
        Epoch = parent.Node.Epoch,
        Conjunction = parent.Node.Conjunction,
        Decisions = decisions,
        Slopes = parent.Slopes,
        Multipliers = parent.Multipliers,
        Lower = parent.Node.Lower,
        Upper = parent.Node.Upper,
        Bound = bound,
        Depth = parent.Node.Depth + 1,
        Share = share * parent.Node.Share,
    };

    /// <summary>Cuts the axis over which the best row varies most.</summary>
    private NodeOutcome SplitInput(BoundedNode parent, Action<SearchNode> push)
    {
        double[] lower = parent.Node.Lower, upper = parent.Node.Upper;
        int axis = -1;
        double greatest = double.NegativeInfinity;
        for (int j = 0; j < lower.Length; j++)
        {
            double score = Math.Abs(parent.InputCoefficients[j]) * (upper[j] - lower[j]);
            if (score > greatest && InputSplit.IsPossible(lower[j], upper[j], optimizer.Workspace.Arithmetic))
            {
                axis = j;
                greatest = score;
            }
        }

        if (axis < 0)
        {
            return NodeOutcome.TooSmall;
        }

        double middle = (0.5 * lower[axis]) + (0.5 * upper[axis]);
        for (int side = 0; side < 2; side++)
        {
            double[] childLower = (double[])lower.Clone(), childUpper = (double[])upper.Clone();
            (side == 0 ? childUpper : childLower)[axis] = middle;
            push(new PhaseNode
            {
                Case = parent.Node.Case,
                Problem = parent.Node.Problem,
                Epoch = parent.Node.Epoch,
                Conjunction = parent.Node.Conjunction,
                Decisions = parent.Node.Decisions,
                Slopes = parent.Slopes,
                Multipliers = parent.Multipliers,
                Lower = childLower,
                Upper = childUpper,
                Bound = parent.Margin,
                Depth = parent.Node.Depth + 1,
                Share = 0.5 * parent.Node.Share,
            });
        }

        return NodeOutcome.Split;
    }
}
