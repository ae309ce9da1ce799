using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Examines one box: bounds it, tries to refute every way of violating the property in it, clips it, attacks it, splits it. One per thread.</summary>
internal sealed unsafe class BoxSolver
{
    /// <summary>Up to this many inputs, linear functions of the input are propagated forward first; beyond, they cost more than they save.</summary>
    private const int SymbolicInputs = 23;

    /// <summary>Every so many splits the longest edge is cut whatever the scores say: a score alone can keep cutting one axis.</summary>
    private const int LongestEdgeEvery = 4;

    /// <summary>Every so many splits both slope policies are tried.</summary>
    private const int BothSlopesEvery = 3;

    /// <summary>Every so many boxes a gradient descent starts from the most promising midpoint since the last one: a few per cent of the work.</summary>
    private const int DescentEvery = 100;

    private readonly BoundsWorkspace _workspace;
    private readonly Attack _attack;
    private readonly int _inputs;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly double[] _score;
    private readonly double[] _passLower;
    private readonly double[] _passUpper;
    private readonly List<RowFunction> _functions = [];
    private readonly float[] _bestPoint;
    private CaseProblem? _bestCase;
    private double _bestMargin = double.PositiveInfinity;
    private double _bound = double.NegativeInfinity;
    private long _examined;

    public BoxSolver(BoundsWorkspace workspace, Attack attack)
    {
        _workspace = workspace;
        _attack = attack;
        _inputs = workspace.Tables.Width[0];
        _lower = new double[_inputs];
        _upper = new double[_inputs];
        _score = new double[_inputs];
        _passLower = new double[workspace.Tables.PreActivationCount];
        _passUpper = new double[workspace.Tables.PreActivationCount];
        _bestPoint = new float[_inputs];
    }

    /// <summary>Examines <paramref name="node"/>; children are given to <paramref name="push"/>.</summary>
    public NodeOutcome Examine(BoxNode node, Action<BoxNode> push)
    {
        _examined++;
        Specification specification = node.Case.Specification;
        node.Lower.CopyTo(_lower, 0);
        node.Upper.CopyTo(_upper, 0);
        int[] open = node.Open;
        SlopePolicy slopes = node.Slopes;
        Array.Clear(_score);
        bool overflow = !Bound(specification, node, ref slopes, ref open);
        if (!overflow)
        {
            if (open.Length == 0)
            {
                return NodeOutcome.Proved;
            }

            if (!Clip(specification, open))
            {
                return NodeOutcome.Proved;
            }
        }

        if (AttackBox(node, specification, open))
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

    /// <summary>Bounds the box and drops the conjunctions that are refuted; now and then both slope policies are tried and the better one is kept for the children.</summary>
    /// <returns>False where bounds overflowed, so that nothing may be concluded.</returns>
    private bool Bound(Specification specification, BoxNode node, ref SlopePolicy slopes, ref int[] open)
    {
        BoundsSettings settings = new(UseSymbolic: _inputs <= SymbolicInputs, UseCrown: true, slopes);
        BoxBounds.Compute(_workspace, _lower, _upper, settings, node.InheritedLower, node.InheritedUpper);
        if (_workspace.Overflow)
        {
            return false;
        }

        open = Refute(specification, open, out double score);
        if (open.Length == 0 || node.Depth % BothSlopesEvery != 0)
        {
            return true;
        }

        // The second pass inherits the first one's bounds, so it can only be tighter at every neuron.
        BoxBounds.CopyPreActivations(_workspace, _passLower, _passUpper);
        SlopePolicy other = slopes == SlopePolicy.Adaptive ? SlopePolicy.Zero : SlopePolicy.Adaptive;
        BoxBounds.Compute(_workspace, _lower, _upper, settings with { Slopes = other }, _passLower, _passUpper);
        open = Refute(specification, open, out double otherScore);
        if (otherScore > score)
        {
            slopes = other;
        }

        return !_workspace.Overflow;
    }

    /// <summary>Bounds the rows of the open conjunctions and returns those conjunctions that no row refutes.</summary>
    /// <param name="specification">The rows.</param>
    /// <param name="open">The open conjunctions.</param>
    /// <param name="score">The sum over them of the best row's bound: greater is nearer to a proof.</param>
    private int[] Refute(Specification specification, int[] open, out double score)
    {
        _functions.Clear();
        double[] best = new double[specification.Rows.Length];
        Array.Fill(best, double.NaN);
        int[] rows = [.. open.SelectMany(c => specification.Conjunctions[c]).Distinct()];
        for (int first = 0; first < rows.Length; first += BoundsWorkspace.RowChunk)
        {
            int count = Math.Min(BoundsWorkspace.RowChunk, rows.Length - first);
            CrownPropagation.Begin(_workspace);
            for (int r = 0; r < count; r++)
            {
                SpecificationBounds.SetRow(_workspace, specification.Rows[rows[first + r]], r);
            }

            CrownPropagation.Run(_workspace, count, _workspace.Runner.Model.Output);
            for (int r = 0; r < count; r++)
            {
                int row = rows[first + r];
                double bound = Math.Max(CrownPropagation.RowBound(_workspace, r), SpecificationBounds.DirectBound(_workspace, specification.Rows[row]));
                best[row] = bound;
                _functions.Add(RowFunction.Take(_workspace, r, row));
            }
        }

        _bound = open.Min(c => specification.Conjunctions[c].Length == 0 ? double.NegativeInfinity : specification.Conjunctions[c].Max(r => best[r] - specification.Rows[r].BoundUp));
        score = open.Sum(c => specification.Conjunctions[c].Length == 0 ? 0 : specification.Conjunctions[c].Max(r => best[r] - specification.Rows[r].BoundUp));
        return [.. open.Where(c => !specification.Conjunctions[c].Any(r => specification.Rows[r].IsRefutedBy(best[r])))];
    }

    /// <summary>Shrinks the box to where every row of some open conjunction can still be met; false where nothing is left.</summary>
    private bool Clip(Specification specification, int[] open)
    {
        double[] hullLower = new double[_inputs], hullUpper = new double[_inputs];
        Array.Fill(hullLower, double.PositiveInfinity);
        Array.Fill(hullUpper, double.NegativeInfinity);
        double[] lower = new double[_inputs], upper = new double[_inputs];
        foreach (int c in open)
        {
            _lower.CopyTo(lower, 0);
            _upper.CopyTo(upper, 0);
            bool empty = false;
            foreach (RowFunction f in _functions)
            {
                if (specification.Conjunctions[c].Contains(f.Row) && !f.Clip(specification.Rows[f.Row].BoundUp, lower, upper))
                {
                    empty = true;
                    break;
                }
            }

            if (!empty)
            {
                for (int j = 0; j < _inputs; j++)
                {
                    hullLower[j] = Math.Min(hullLower[j], lower[j]);
                    hullUpper[j] = Math.Max(hullUpper[j], upper[j]);
                }
            }
        }

        for (int j = 0; j < _inputs; j++)
        {
            if (!(hullLower[j] <= hullUpper[j]))
            {
                return false;
            }
        }

        hullLower.CopyTo(_lower, 0);
        hullUpper.CopyTo(_upper, 0);
        return true;
    }

    private bool AttackBox(BoxNode node, Specification specification, int[] open)
    {
        if (_attack.TryMidpoint(node.Case, _lower, _upper, out double margin))
        {
            return true;
        }

        Remember(node.Case, margin);
        foreach (RowFunction f in _functions)
        {
            if (!open.Any(c => specification.Conjunctions[c].Contains(f.Row)))
            {
                continue;
            }

            if (_attack.TryCorner(node.Case, _lower, _upper, f.Coefficients, out margin))
            {
                return true;
            }

            Remember(node.Case, margin);
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
            _attack.Point.CopyTo(_bestPoint);
        }
    }

    /// <summary>The axis to cut: the greatest <c>Σ_rows |A_j| · width_j</c>, now and then the longest edge; −1 where no axis can be cut.</summary>
    private int ChooseAxis(BoxNode node)
    {
        foreach (RowFunction f in _functions)
        {
            for (int j = 0; j < _inputs; j++)
            {
                _score[j] += Math.Abs(f.Coefficients[j]) * (_upper[j] - _lower[j]);
            }
        }

        bool longest = node.Depth % LongestEdgeEvery == LongestEdgeEvery - 1 || _functions.Count == 0;
        int best = -1;
        double bestScore = double.NegativeInfinity;
        InputBox root = node.Case.Box;
        for (int j = 0; j < _inputs; j++)
        {
            if (!IsSplittable(_lower[j], _upper[j]))
            {
                continue;
            }

            double score = longest ? (_upper[j] - _lower[j]) / (root.Upper[j] - root.Lower[j]) : _score[j];
            if (score > bestScore || best < 0)
            {
                best = j;
                bestScore = score;
            }
        }

        return best;
    }

    /// <summary>Whether cutting the interval can still help: the middle is a third double and, in float32 arithmetic, the ends are further apart than float32 numbers are.</summary>
    private bool IsSplittable(double lower, double upper)
    {
        double middle = (0.5 * lower) + (0.5 * upper);
        double grain = _workspace.Arithmetic == Arithmetic.Float32
            ? Math.Max((Math.Max(Math.Abs(lower), Math.Abs(upper)) * Rounding.SingleUnit), Rounding.SingleTiny)
            : 0;
        return lower < middle && middle < upper && upper - lower > grain;
    }

    private void Split(BoxNode node, int axis, int[] open, SlopePolicy slopes, bool overflow, Action<BoxNode> push)
    {
        double[] inheritedLower = [], inheritedUpper = [];
        if (!overflow)
        {
            inheritedLower = new double[_workspace.Tables.PreActivationCount];
            inheritedUpper = new double[_workspace.Tables.PreActivationCount];
            BoxBounds.CopyPreActivations(_workspace, inheritedLower, inheritedUpper);
        }

        double middle = (0.5 * _lower[axis]) + (0.5 * _upper[axis]);
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
                Bound = _bound,
                Depth = node.Depth + 1,
                Share = 0.5 * node.Share,
            });
        }
    }
}
