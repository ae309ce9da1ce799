using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Prepares the ReLU-splitting search of one case: attack, bounds over the whole region, and the conjunctions that these do not refute.</summary>
internal sealed class PhaseRoot(BoundsWorkspace workspace, Attack? attack, SearchControl control)
{
    /// <summary>Ascent steps for each unstable neuron's bounds.</summary>
    private const int Iterations = 20;

    /// <summary>Rows of one conjunction that are bounded at every node: its best ones.</summary>
    public const int MaxRows = 4;

    private readonly BoxRefuter _refuter = new(workspace);

    /// <summary>Examines a root; the nodes of the conjunctions that stay open are given to <paramref name="push"/>.</summary>
    public NodeOutcome Examine(PhaseNode node, Action<SearchNode> push)
    {
        int[] open = [.. Enumerable.Range(0, node.Case.Specification.Conjunctions.Length)];
        if (!Refute(node, ref open, [], []))
        {
            return NodeOutcome.Overflowed;
        }

        if (open.Length == 0)
        {
            return NodeOutcome.Proved;
        }

        if (attack is not null && attack.Root(node.Case))
        {
            return NodeOutcome.Violated;
        }

        double[] lower = new double[workspace.Tables.PreActivationCount], upper = new double[workspace.Tables.PreActivationCount];
        BoxBounds.CopyPreActivations(workspace, lower, upper);
        PreActivationOptimizer optimizer = new(workspace.Runner, workspace.Arithmetic, Iterations, control.Threads, control.ShouldStop);
        optimizer.Tighten(node.Lower, node.Upper, lower, upper);
        if (!Refute(node, ref open, lower, upper))
        {
            return NodeOutcome.Overflowed;
        }

        if (open.Length == 0)
        {
            return NodeOutcome.Proved;
        }

        PhaseProblem problem = PhaseProblem.Create(workspace, [.. node.Case.Specification.Conjunctions.Select(Best)]);
        foreach (int conjunction in open)
        {
            push(new PhaseNode
            {
                Case = node.Case,
                Problem = problem,
                Conjunction = conjunction,
                Lower = node.Lower,
                Upper = node.Upper,
                Depth = node.Depth,
                Share = node.Share / open.Length,
            });
        }

        return NodeOutcome.Split;
    }

    private bool Refute(PhaseNode node, ref int[] open, double[] inheritedLower, double[] inheritedUpper)
    {
        SlopePolicy slopes = SlopePolicy.Adaptive;
        BoxNode box = new()
        {
            Case = node.Case, Lower = node.Lower, Upper = node.Upper, Open = open, InheritedLower = inheritedLower, InheritedUpper = inheritedUpper,
        };
        return _refuter.Refute(box, node.Lower, node.Upper, ref slopes, ref open);
    }

    /// <summary>The rows of a conjunction that are nearest to refuting it.</summary>
    private int[] Best(int[] rows) => rows.Length <= MaxRows ? rows : [.. rows.OrderByDescending(r => _refuter.RowBound(r)).Take(MaxRows)];
}
