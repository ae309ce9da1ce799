using NetCompile.Certificates;
using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>
/// Filtered smart branching (De Palma et al., <i>Improved Branch and Bound for Neural Network Verification via Lagrangian Decomposition</i>, 2021): the neurons with the best BaBSR scores are tried,
/// one backward substitution for each phase, and the one whose worse child is bounded best is split on.
/// </summary>
/// <remarks>A child that its trial already refutes is not searched. Where that happens for one phase of a neuron the other phase is no branch at all, only a constraint gained.</remarks>
internal sealed class PhaseBranching(RowOptimizer optimizer)
{
    /// <summary>Phases fixed before the input is split where there are few inputs: most patterns of many phases are empty, and boxes show that sooner.</summary>
    private const int MaxPhasesOfFewInputs = 8;

    /// <summary>Every so many splits the longest edge is cut whatever the scores say.</summary>
    private const int LongestEdgeEvery = 4;

    private readonly List<(int Node, int Candidate)> _trials = [];
    private readonly SpecificationRow[] _rows = new SpecificationRow[BoundsWorkspace.RowChunk];

    /// <summary>Splits nodes and gives their children to <paramref name="push"/>.</summary>
    public void Split(BoundedNode[] open, Span<NodeOutcome> outcomes, PhaseNode[] nodes, Action<SearchNode> push)
    {
        double[][] bounds = Try(open);
        for (int i = 0; i < open.Length; i++)
        {
            int at = Array.IndexOf(nodes, open[i].Node);
            outcomes[at] = SplitsInput(open[i]) ? SplitInput(open[i], push) : SplitPhase(open[i], bounds[i], push);
        }
    }

    /// <summary>Whether the input is to be split: no phase is left, or there are so few inputs that a few phases are enough to choose from their patterns.</summary>
    private static bool SplitsInput(BoundedNode parent) =>
        parent.Candidates.Length == 0
        || parent.Node.HasOwnBox
        || (parent.Node.Lower.Length <= SearchEngine.MaxInputsToSplit && parent.Node.Decisions.Length >= MaxPhasesOfFewInputs);

    /// <summary>For each node the margins of the trial children: inactive and active for each candidate in turn.</summary>
    private double[][] Try(BoundedNode[] open)
    {
        double[][] bounds = [.. open.Select(o => new double[2 * o.Candidates.Length])];
        _trials.Clear();
        for (int i = 0; i < open.Length; i++)
        {
            for (int c = 0; c < open[i].Candidates.Length && !SplitsInput(open[i]); c++)
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
        ProofNode? proof = parent.Node.Proof;
        int best = -1;
        double bestScore = double.NegativeInfinity;
        for (int c = 0; c < parent.Candidates.Length; c++)
        {
            double inactive = bounds[2 * c], active = bounds[(2 * c) + 1];
            bool isInactiveRefuted = double.IsPositiveInfinity(inactive), isActiveRefuted = double.IsPositiveInfinity(active);
            if (isInactiveRefuted || isActiveRefuted)
            {
                if (proof is not null)
                {
                    proof = PhaseProof.SplitRefuted(parent, proof, parent.Candidates[c], isInactiveRefuted, isActiveRefuted);
                }

                if (isInactiveRefuted && isActiveRefuted)
                {
                    return NodeOutcome.Proved;
                }

                decisions.Add((2 * parent.Candidates[c]) + (isInactiveRefuted ? 1 : 0));
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
            push(Child(parent, [.. decisions], parent.Margin, 1, proof));
            return NodeOutcome.Split;
        }

        (ProofNode Inactive, ProofNode Active)? proofs = proof is null ? null : PhaseProof.Split(parent.Node.Problem!, proof, parent.Candidates[best]);
        for (int phase = 0; phase < 2; phase++)
        {
            push(Child(
                parent, [.. decisions, (2 * parent.Candidates[best]) + phase], Math.Max(parent.Margin, bounds[(2 * best) + phase]), 0.5,
                phase == 0 ? proofs?.Inactive : proofs?.Active));
        }

        return NodeOutcome.Split;
    }

    private static PhaseNode Child(BoundedNode parent, int[] decisions, double bound, double share, ProofNode? proof) => new()
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
        Proof = proof,
    };

    /// <summary>Cuts the axis over which the rows vary most, now and then the longest.</summary>
    private NodeOutcome SplitInput(BoundedNode parent, Action<SearchNode> push)
    {
        double[] lower = parent.Node.Lower, upper = parent.Node.Upper;
        bool longest = parent.Node.Depth % LongestEdgeEvery == LongestEdgeEvery - 1;
        InputBox whole = parent.Node.Case.Box;
        int axis = -1;
        double greatest = double.NegativeInfinity;
        for (int j = 0; j < lower.Length; j++)
        {
            double score = (longest ? 1 / (whole.Upper[j] - whole.Lower[j]) : parent.InputWeights[j]) * (upper[j] - lower[j]);
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
        (ProofNode Below, ProofNode Above)? proofs = parent.Node.Proof?.SplitInput(axis, middle);
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
                // Not the multipliers: on a small box the phases' constraints are mostly far from binding, and the bounds know the phases anyway.
                Lower = childLower,
                Upper = childUpper,
                Bound = parent.Margin,
                Depth = parent.Node.Depth + 1,
                Share = 0.5 * parent.Node.Share,
                Proof = side == 0 ? proofs?.Below : proofs?.Above,
            });
        }

        return NodeOutcome.Split;
    }
}
