using NetCompile.Certificates;
using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Prepares the ReLU-splitting search of one case: attack, bounds over the whole region, and the conjunctions that these do not refute.</summary>
internal sealed class PhaseRoot(BoundsWorkspace workspace, Attack? attack, SearchControl control, PhaseProblems problems)
{
    /// <summary>Rows of one conjunction that are bounded at every node: its best ones.</summary>
    private const int MaxRows = 4;

    private readonly BoxRefuter _refuter = new(workspace);

    /// <summary>Examines a root; the nodes of the conjunctions that stay open are given to <paramref name="push"/>.</summary>
    public NodeOutcome Examine(PhaseNode node, Action<SearchNode> push)
    {
        NodeOutcome outcome = Prepare(node.Case, isAttacked: true, node.Proof, out int[] open, out PhaseProblem? problem);
        if (outcome != NodeOutcome.Split)
        {
            return outcome;
        }

        node.Proof?.SplitConjunctions(open);
        problem!.InCurrentEpoch(epoch =>
        {
            for (int c = 0; c < open.Length; c++)
            {
                push(PhaseRefinement.Root(problem, epoch, open[c], node.Depth, node.Share / open.Length, node.Proof?.Conjunctions[c].Proof));
            }
        });
        return NodeOutcome.Split;
    }

    /// <summary>Gives a node that was taken up from a checkpoint the problem of its case.</summary>
    /// <returns><see cref="NodeOutcome.Split"/> where the node is now to be examined, else what became of it.</returns>
    public NodeOutcome Restore(PhaseNode node)
    {
        PhaseProblem? problem;
        lock (problems.Gate)
        {
            problem = problems.Find(node.Case);
            if (problem is null)
            {
                NodeOutcome outcome = Prepare(node.Case, isAttacked: false, proof: null, out _, out problem);
                if (outcome != NodeOutcome.Split)
                {
                    return outcome;
                }
            }
        }

        node.Problem = problem;
        problem!.InCurrentEpoch(epoch =>
        {
            node.Epoch = epoch;
            epoch.Opened(node);
        });
        return NodeOutcome.Split;
    }

    private NodeOutcome Prepare(CaseProblem @case, bool isAttacked, ProofNode? proof, out int[] open, out PhaseProblem? problem)
    {
        problem = null;
        open = [.. Enumerable.Range(0, @case.Specification.Conjunctions.Length)];
        if (!Refute(@case, ref open, [], []))
        {
            return NodeOutcome.Overflowed;
        }

        if (open.Length == 0)
        {
            return NodeOutcome.Proved;
        }

        if (isAttacked && attack is not null && attack.Root(@case))
        {
            return NodeOutcome.Violated;
        }

        if (open.Any(c => @case.Specification.Conjunctions[c].Length == 0))
        {
            // Every output meets a conjunction without constraints: there is no row to refute it by, wherever it is split.
            return NodeOutcome.TooSmall;
        }

        double[] lower = new double[workspace.Tables.PreActivationCount], upper = new double[workspace.Tables.PreActivationCount];
        BoxBounds.CopyPreActivations(workspace, lower, upper);
        PhaseProofRoot? proofRoot = proof is null ? null : new PhaseProofRoot(proof, new ProofElements(workspace.Runner.Model));
        PreActivationOptimizer optimizer = new(workspace.Runner, workspace.Arithmetic, PhaseRefinement.Iterations, control.Threads, control.ShouldStop)
        {
            Proof = proofRoot?.Elements,
        };
        lock (problems.Gate)
        {
            optimizer.Tighten(@case.Box.Lower, @case.Box.Upper, lower, upper);
        }

        proofRoot?.SetBounds();
        if (!Refute(@case, ref open, lower, upper))
        {
            return NodeOutcome.Overflowed;
        }

        if (open.Length == 0)
        {
            return NodeOutcome.Proved;
        }

        problem = PhaseProblem.Create(@case, workspace, [.. @case.Specification.Conjunctions.Select(Best)], proofRoot);
        problems.Add(@case, problem);
        return NodeOutcome.Split;
    }

    private bool Refute(CaseProblem @case, ref int[] open, double[] inheritedLower, double[] inheritedUpper)
    {
        SlopePolicy slopes = SlopePolicy.Adaptive;
        BoxNode box = new()
        {
            Case = @case, Lower = @case.Box.Lower, Upper = @case.Box.Upper, Open = open, InheritedLower = inheritedLower, InheritedUpper = inheritedUpper,
        };
        return _refuter.Refute(box, box.Lower, box.Upper, ref slopes, ref open);
    }

    /// <summary>The rows of a conjunction that are nearest to refuting it.</summary>
    private int[] Best(int[] rows) => rows.Length <= MaxRows ? rows : [.. rows.OrderByDescending(_refuter.RowBound).Take(MaxRows)];
}
