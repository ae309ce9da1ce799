using NetCompile.Certificates;
using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Examines one box: refutes what its bounds exclude, clips it, attacks it, splits it. One per thread.</summary>
internal sealed class BoxSolver : INodeSolver
{
    /// <summary>Every so many boxes a gradient descent starts from the most promising point since the last one: a few per cent of the work.</summary>
    private const int DescentEvery = 100;

    /// <summary>Corners tried in one box at most, one for each row that is still open.</summary>
    private const int MaxCorners = 16;

    private readonly BoundsWorkspace _workspace;
    private readonly BoxRefuter _refuter;
    private readonly Attack? _attack;
    private readonly int _inputs;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly double[] _weights;
    private readonly float[] _bestPoint;
    private readonly IAxisHeuristic _heuristic;
    private CaseProblem? _bestCase;
    private double _bestMargin = double.PositiveInfinity;
    private long _examined;

    /// <param name="workspace">The memory to bound boxes in.</param>
    /// <param name="attack">Seeks counterexamples; null: none are sought.</param>
    /// <param name="heuristic">Chooses the input to cut.</param>
    public BoxSolver(BoundsWorkspace workspace, Attack? attack, IAxisHeuristic heuristic)
    {
        _heuristic = heuristic;
        _workspace = workspace;
        _refuter = new BoxRefuter(workspace);
        _attack = attack;
        _inputs = workspace.Tables.Width[0];
        _lower = new double[_inputs];
        _upper = new double[_inputs];
        _weights = new double[_inputs];
        _bestPoint = new float[_inputs];
    }

    /// <inheritdoc/>
    public int BatchSize => 1;

    /// <inheritdoc/>
    public Counterexample? Found => _attack?.Found;

    /// <inheritdoc/>
    public void Examine(IReadOnlyList<SearchNode> nodes, Span<NodeOutcome> outcomes, Action<SearchNode> push)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            outcomes[i] = Examine((BoxNode)nodes[i], push);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The workspaces belong to whoever created them.
    }

    private NodeOutcome Examine(BoxNode node, Action<SearchNode> push)
    {
        _examined++;
        node.Lower.CopyTo(_lower, 0);
        node.Upper.CopyTo(_upper, 0);
        int[] open = node.Open;
        SlopePolicy slopes = node.Slopes;
        bool overflow = !_refuter.Refute(node, _lower, _upper, ref slopes, ref open);
        if (node.Proof is { } proof)
        {
            proof.Slopes = slopes;
        }

        if (!overflow && (open.Length == 0 || !_refuter.Clip(node.Case.Specification, open, _lower, _upper)))
        {
            return NodeOutcome.Proved;
        }

        // A root that its bounds do not decide is attacked with all means first; most violated properties end here.
        if (_attack is not null && ((node.Depth == 0 && _attack.Root(node.Case)) || AttackBox(node, open)))
        {
            return NodeOutcome.Violated;
        }

        int axis = ChooseAxis(node);
        if (axis < 0)
        {
            return overflow ? NodeOutcome.Overflowed : NodeOutcome.TooSmall;
        }

        Split(node, axis, open, slopes, overflow, push);
        return NodeOutcome.Split;
    }

    private bool AttackBox(BoxNode node, int[] open)
    {
        if (_attack!.TryMidpoint(node.Case, _lower, _upper, out double margin))
        {
            return true;
        }

        Remember(node.Case, margin);
        int corners = 0;
        for (int i = 0; i < open.Length && corners < MaxCorners; i++)
        {
            foreach (int r in node.Case.Specification.Conjunctions[open[i]])
            {
                if (_refuter.Functions.Length == 0 || _refuter.Functions[r] is not { } f || corners == MaxCorners)
                {
                    continue;
                }

                corners++;
                if (_attack.TryCorner(node.Case, _lower, _upper, f.Coefficients, out margin))
                {
                    return true;
                }

                Remember(node.Case, margin);
            }
        }

        if (_examined % DescentEvery != 0)
        {
            return false;
        }

        _bestMargin = double.PositiveInfinity;
        return _attack.DescendFrom(_bestCase!, _bestPoint);
    }

    private void Remember(CaseProblem problem, double margin)
    {
        if (margin < _bestMargin || !ReferenceEquals(_bestCase, problem))
        {
            _bestMargin = margin;
            _bestCase = problem;
            _attack!.Point.CopyTo(_bestPoint);
        }
    }

    /// <summary>The axis to cut; −1 where no axis can be cut.</summary>
    private int ChooseAxis(BoxNode node)
    {
        Array.Clear(_weights);
        bool isWeighted = false;
        foreach (RowFunction? f in _refuter.Functions)
        {
            if (f is null)
            {
                continue;
            }

            isWeighted = true;
            for (int j = 0; j < _inputs; j++)
            {
                _weights[j] += Math.Abs(f.Coefficients[j]);
            }
        }

        return AxisChoice.Choose(_heuristic, _lower, _upper, node.Case.Box, isWeighted ? _weights : null, node.Depth, _workspace.Arithmetic);
    }

    private void Split(BoxNode node, int axis, int[] open, SlopePolicy slopes, bool overflow, Action<SearchNode> push)
    {
        double[] inheritedLower = [], inheritedUpper = [];
        if (!overflow)
        {
            inheritedLower = new double[_workspace.Tables.PreActivationCount];
            inheritedUpper = new double[_workspace.Tables.PreActivationCount];
            BoxBounds.CopyPreActivations(_workspace, inheritedLower, inheritedUpper);
        }

        double middle = (0.5 * _lower[axis]) + (0.5 * _upper[axis]);
        (ProofNode Below, ProofNode Above)? proofs = node.Proof?.SplitInput(axis, middle);
        for (int side = 0; side < 2; side++)
        {
            double[] lower = (double[])_lower.Clone(), upper = (double[])_upper.Clone();
            (side == 0 ? upper : lower)[axis] = middle;
            push(new BoxNode
            {
                Case = node.Case,
                Lower = lower,
                Upper = upper,
                InheritedLower = inheritedLower,
                InheritedUpper = inheritedUpper,
                Open = open,
                Slopes = slopes,
                Bound = _refuter.Bound,
                Depth = node.Depth + 1,
                Share = 0.5 * node.Share,
                Proof = side == 0 ? proofs?.Below : proofs?.Above,
            });
        }
    }
}
