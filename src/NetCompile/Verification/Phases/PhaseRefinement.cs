using NetCompile.Certificates;
using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Tightens the bounds over the whole region, harder each time, whenever a search goes on for longer than it should with those it has.</summary>
/// <remarks>
/// Looseness compounds from layer to layer: where the conjunctions are far from refuted, an effort spent on the pre-activations of early layers gains more than splitting
/// does. The effort is measured in nodes, not in time, so that a search with one thread stays deterministic.
/// </remarks>
internal sealed class PhaseRefinement(BoundsWorkspace workspace, SearchControl control, PhaseProblems problems)
{
    /// <summary>Ascent steps for each unstable neuron's bounds.</summary>
    public const int Iterations = 20;

    private const long EpochGrowth = 4;
    private const int FirstLeaves = 16;
    private const int LeavesGrowth = 4;

    /// <summary>About what a leaf takes beside its slopes: phases, multipliers, and the objects themselves.</summary>
    private const int LeafBytes = 300;

    /// <summary>Beyond, a neuron's own search costs more than it gains.</summary>
    private const int MaxLeaves = 4096;

    /// <summary>The same where a proof is recorded, which holds a row for each part of each end: beyond, it would fill gigabytes.</summary>
    private const int MaxRecordedLeaves = 256;

    /// <summary>Starts a new epoch of the problem if it is time for one; nodes to search anew are given to <paramref name="push"/>.</summary>
    public void Refine(PhaseProblem problem, Action<SearchNode> push)
    {
        lock (problem.Gate)
        {
            PhaseEpoch epoch = problem.Current;
            int maxLeaves = problem.Proof is null ? MaxLeaves : MaxRecordedLeaves;
            if (epoch.Examined < Nodes(epoch.Number) || Leaves(epoch.Number) > maxLeaves || control.ShouldStop())
            {
                return;
            }

            double[] lower = (double[])epoch.PreActivationLower.Clone(), upper = (double[])epoch.PreActivationUpper.Clone();
            InputBox box = problem.Case.Box;
            problem.Proof?.Elements.BeginEpoch();
            int leaves = (int)Math.Min(Leaves(epoch.Number), MostLeaves(problem));
            PreActivationOptimizer optimizer = new(workspace.Runner, workspace.Arithmetic, Iterations, control.Threads, control.ShouldStop, leaves)
            {
                Proof = problem.Proof?.Elements,
            };
            lock (problems.Gate)
            {
                optimizer.Tighten(box.Lower, box.Upper, lower, upper);
            }

            problem.Proof?.SetBounds();
            PhaseEpoch next = new(epoch.Number + 1, lower, upper, problem.Rows.Length);
            for (int conjunction = 0; conjunction < problem.Rows.Length; conjunction++)
            {
                if (epoch.IsOpen(conjunction, out double share))
                {
                    push(Root(problem, next, conjunction, 0, share, problem.Proof?.Root.Renew(conjunction)));
                }
            }

            problem.Current = next;
        }
    }

    /// <summary>The node of a whole conjunction.</summary>
    public static PhaseNode Root(PhaseProblem problem, PhaseEpoch epoch, int conjunction, int depth, double share, ProofNode? proof = null)
    {
        PhaseNode root = new()
        {
            Case = problem.Case,
            Problem = problem,
            Epoch = epoch,
            Conjunction = conjunction,
            Lower = problem.Case.Box.Lower,
            Upper = problem.Case.Box.Upper,
            Depth = depth,
            Share = share,
            Proof = proof,
        };
        epoch.Opened(root);
        return root;
    }

    private long Nodes(int epoch) => control.Options.RefineAfter * (long)Math.Pow(EpochGrowth, epoch);

    /// <summary>
    /// As many leaves as fit in half of the memory that nodes may hold: each thread has a batch of neurons' ends in work, and each leaf a slope for every neuron, and one for a proof.
    /// </summary>
    private long MostLeaves(PhaseProblem problem)
    {
        int slopeBytes = sizeof(float) + (problem.Proof is null ? 0 : sizeof(ushort));
        return control.Memory.Limit / 2 / ((long)control.Threads * BoundsWorkspace.RowChunk * (((long)slopeBytes * problem.Neurons.Length) + LeafBytes));
    }

    private static int Leaves(int epoch) => FirstLeaves * (int)Math.Pow(LeavesGrowth, epoch);
}
