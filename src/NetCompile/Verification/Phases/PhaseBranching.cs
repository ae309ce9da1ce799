using NetCompile.Certificates;

namespace NetCompile.Verification;

/// <summary>Splits nodes of the ReLU-splitting search: on the phase of a neuron, or on the input where phases no longer help.</summary>
/// <remarks>
/// A child that its trial already refutes is not searched. Where that happens for one phase of a neuron the other phase is no branch at all, only a constraint gained.
/// </remarks>
/// <param name="trials">Tries children before one neuron is chosen; null: the first candidate is taken.</param>
/// <param name="axes">Chooses the input where the input is split.</param>
/// <param name="arithmetic">What the verdict is about.</param>
internal sealed class PhaseBranching(FilteredSmartBranching? trials, IAxisHeuristic axes, Arithmetic arithmetic)
{
    /// <summary>Phases fixed before the input is split where there are few inputs: most patterns of many phases are empty, and boxes show that sooner.</summary>
    private const int MaxPhasesOfFewInputs = 8;

    /// <summary>Splits nodes and gives their children to <paramref name="push"/>.</summary>
    public void Split(BoundedNode[] open, Span<NodeOutcome> outcomes, PhaseNode[] nodes, Action<SearchNode> push)
    {
        double[][]? bounds = trials?.Try(open, SplitsInput);
        for (int i = 0; i < open.Length; i++)
        {
            int at = Array.IndexOf(nodes, open[i].Node);
            outcomes[at] = SplitsInput(open[i]) ? SplitInput(open[i], push) : SplitPhase(open[i], bounds?[i], push);
        }
    }

    /// <summary>Whether the input is to be split: no phase is left, or there are so few inputs that a few phases are enough to choose from their patterns.</summary>
    private static bool SplitsInput(BoundedNode parent) =>
        parent.Candidates.Length == 0
        || parent.Node.HasOwnBox
        || (parent.Node.Lower.Length <= SearchEngine.MaxInputsToSplit && parent.Node.Decisions.Length >= MaxPhasesOfFewInputs);

    private static NodeOutcome SplitPhase(BoundedNode parent, double[]? bounds, Action<SearchNode> push)
    {
        List<int> decisions = [.. parent.Node.Decisions];
        ProofNode? proof = parent.Node.Proof;
        int best = bounds is null ? 0 : -1;
        double bestScore = double.NegativeInfinity;
        for (int c = 0; bounds is not null && c < parent.Candidates.Length; c++)
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
            double score = (0.5 * Math.Min(low, gap)) + (0.5 * Math.Min(high, gap));
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
            double bound = bounds is null ? parent.Margin : Math.Max(parent.Margin, bounds[(2 * best) + phase]);
            push(Child(parent, [.. decisions, (2 * parent.Candidates[best]) + phase], bound, 0.5, phase == 0 ? proofs?.Inactive : proofs?.Active));
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

    /// <summary>Cuts an input.</summary>
    private NodeOutcome SplitInput(BoundedNode parent, Action<SearchNode> push)
    {
        double[] lower = parent.Node.Lower, upper = parent.Node.Upper;
        int axis = AxisChoice.Choose(axes, lower, upper, parent.Node.Case.Box, parent.InputWeights, parent.Node.Depth, arithmetic);
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
