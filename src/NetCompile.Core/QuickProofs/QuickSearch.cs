using NetCompile.Models;

namespace NetCompile.QuickProofs;

/// <summary>One run of <see cref="QuickProver"/>: best-first branch and bound on the inputs, with an attack at every box.</summary>
internal sealed class QuickSearch
{
    // Of the multiplications, what attacks may take.
    private const int AttackShare = 4;

    // Descents for each alternative of a case.
    private const int Starts = 8;

    private readonly NetworkModel _model;
    private readonly ProofCase[] _cases;
    private readonly CancellationToken _cancellationToken;
    private readonly ProofBudget _budget;
    private readonly PointAttack _attack;
    private readonly SortedSet<ProofNode> _open = new(new ProofNode.Order());
    private readonly long _intervalWork, _rowWork, _boundsWork;
    private readonly bool _useCrown;
    private QuickMethod _method = QuickMethod.Intervals;
    private QuickObstacle? _obstacle;
    private ProofNode? _stuck;
    private double _openShare;
    private int _sequence;

    public QuickSearch(NetworkModel model, ProofCase[] cases, int caseCount, QuickProofOptions options, CancellationToken cancellationToken)
    {
        (_model, _cases, _cancellationToken) = (model, cases, cancellationToken);
        _budget = new ProofBudget(options);
        _attack = new PointAttack(model, _budget, options.Work / AttackShare);
        _intervalWork = Float32Bounds.WorkOf(model, useCrown: false);
        _rowWork = Float32Bounds.RowWorkOf(model);

        // Pre-activations get linear bounds where half of the budget pays for one box; else intervals, and only the property's rows are substituted.
        long crownWork = Float32Bounds.WorkOf(model, useCrown: true);
        _useCrown = crownWork <= options.Work / 2;
        _boundsWork = _useCrown ? crownWork : _intervalWork;
        foreach (ProofCase @case in cases)
        {
            ProofNode root = new(_sequence++, @case, (double[])@case.Lower.Clone(), (double[])@case.Upper.Clone(), @case.Alternatives, 1.0 / caseCount);
            _openShare += root.Share;
            _open.Add(root);
        }
    }

    /// <summary>Runs to a verdict or to the end of the budget.</summary>
    public QuickProof Run()
    {
        if (!_budget.HasNode || !_budget.HasWork(_intervalWork))
        {
            return Undecided(_budget.HasNode ? QuickObstacle.TooLarge : QuickObstacle.Nodes);
        }

        // Every root first: their margins order the search.
        foreach (ProofNode root in _open.ToArray())
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _open.Remove(root);
            if (Visit(root, isRoot: true) is { } found)
            {
                return Refuted(root.Case, found);
            }

            if (_obstacle is not null)
            {
                return Undecided(_obstacle.Value);
            }
        }

        while (_open.Count > 0)
        {
            ProofNode node = _open.Min!;
            _open.Remove(node);
            int split = node.SplitInput();
            if (split < 0)
            {
                _stuck = node;
                return Undecided(QuickObstacle.Precision);
            }

            foreach (ProofNode child in Split(node, split))
            {
                _cancellationToken.ThrowIfCancellationRequested();
                if (_obstacle is null && Visit(child, isRoot: false) is { } found)
                {
                    return Refuted(child.Case, found);
                }

                if (_obstacle is not null && child.Share > 0 && !_open.Contains(child))
                {
                    // Not bounded any more: what is known of its parent is true of it.
                    child.Margin = node.Margin;
                    _open.Add(child);
                }
            }

            if (_obstacle is { } obstacle)
            {
                return Undecided(obstacle);
            }
        }

        return new QuickProof(QuickVerdict.Holds, _budget.Nodes, _budget.Work) { Method = _method, ShareProved = 1, Margin = 0 };
    }

    // Bounds a node, drops the alternatives that are refuted, attacks the others, and queues what is left.
    private QuickCounterexample? Visit(ProofNode node, bool isRoot)
    {
        if (!Contract(node))
        {
            _openShare -= node.Share;
            return null;
        }

        bool needsIntervals = isRoot || !_useCrown;
        if (!_budget.HasNode || !_budget.HasWork((needsIntervals ? _intervalWork : 0) + (isRoot ? 0 : _boundsWork)))
        {
            _obstacle = _budget.HasNode ? QuickObstacle.Work : QuickObstacle.Nodes;
            if (isRoot)
            {
                _open.Add(node);
            }

            return null;
        }

        _budget.SpendNode();
        bool byLines = false;
        if (needsIntervals)
        {
            _budget.TrySpend(_intervalWork);
            Bound(node, Float32Bounds.Compute(_model, node.Lower, node.Upper, useCrown: false), byLines: false);
            if (!node.Open.IsEmpty && isRoot && Start(node) is { } early)
            {
                return early;
            }
        }

        if (!node.Open.IsEmpty && _budget.TrySpend(_boundsWork))
        {
            byLines = true;
            Bound(node, Float32Bounds.Compute(_model, node.Lower, node.Upper, _useCrown), byLines: true);
        }
        else if (!node.Open.IsEmpty)
        {
            _obstacle = QuickObstacle.Work;
        }

        _method = !isRoot ? QuickMethod.Splitting : byLines && _method == QuickMethod.Intervals ? QuickMethod.LinearBounds : _method;
        if (node.Open.IsEmpty)
        {
            _openShare -= node.Share;
            return null;
        }

        _open.Add(node);
        return _attack.Try(node.Case, j => node.Gradient.Length == 0 || node.Gradient[j] == 0 ? node.Middle(j) : node.Gradient[j] > 0 ? node.Lower[j] : node.Upper[j])
            ?? _attack.Try(node.Case, node.Middle);
    }

    // The attack on a whole case: from the middle, and from fixed points inside.
    private QuickCounterexample? Start(ProofNode node)
    {
        Random random = new(1);
        foreach (Alternative alternative in node.Open)
        {
            double[] lower = (double[])node.Lower.Clone(), upper = (double[])node.Upper.Clone();
            InputContraction.Run(alternative.Rows, lower, upper);
            double Inside(int j, double share) => lower[j] + (share * (upper[j] - lower[j]));
            for (int start = 0; start < Starts; start++)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                bool isMiddle = start == 0;
                if (_attack.Descend(node.Case, alternative, lower, upper, j => Inside(j, isMiddle ? 0.5 : random.NextDouble())) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private void Bound(ProofNode node, Float32Bounds bounds, bool byLines)
    {
        double[] scratch = new double[_model.InputCount], gradient = new double[_model.InputCount];
        double least = double.PositiveInfinity;
        foreach (Alternative alternative in node.Open)
        {
            if (byLines && !_budget.TrySpend(_rowWork * alternative.Rows.Count))
            {
                // The alternatives that are left have the margin of intervals at best.
                _obstacle = QuickObstacle.Work;
                least = double.NegativeInfinity;
                break;
            }

            (double margin, bool isRefuted) = alternative.MarginOf(bounds, byLines, byLines ? scratch : null, byLines ? gradient : null);
            if (isRefuted)
            {
                node.Open = node.Open.Remove(alternative);
            }
            else if (margin < least || double.IsNaN(margin))
            {
                least = double.IsNaN(margin) ? double.NegativeInfinity : margin;
                node.Gradient = byLines ? (double[])gradient.Clone() : node.Gradient;
            }
        }

        if (bounds.MayOverflow)
        {
            least = double.NegativeInfinity;
        }

        // Both are bounds: the margin of intervals stays where lines know less.
        node.Margin = byLines && !double.IsInfinity(least) ? Math.Max(least, node.Margin) : least;
        node.Overflows = bounds.MayOverflow;
    }

    // Conditions on the inputs cut the box only where a single alternative is left: others may need the rest of it.
    private bool Contract(ProofNode node)
    {
        if (node.Open.Length != 1)
        {
            return true;
        }

        double[] lower = (double[])node.Lower.Clone(), upper = (double[])node.Upper.Clone();
        if (!InputContraction.Run(node.Open[0].Rows, node.Lower, node.Upper))
        {
            return false;
        }

        double before = node.Share;
        for (int j = 0; j < lower.Length; j++)
        {
            node.Share *= upper[j] > lower[j] ? (node.Upper[j] - node.Lower[j]) / (upper[j] - lower[j]) : 1;
        }

        _openShare -= before - node.Share;
        return true;
    }

    private IEnumerable<ProofNode> Split(ProofNode node, int j)
    {
        double[] below = (double[])node.Upper.Clone(), above = (double[])node.Lower.Clone();
        below[j] = above[j] = node.Middle(j);
        yield return new ProofNode(_sequence++, node.Case, (double[])node.Lower.Clone(), below, node.Open, node.Share / 2);
        yield return new ProofNode(_sequence++, node.Case, above, (double[])node.Upper.Clone(), node.Open, node.Share / 2);
    }

    private QuickProof Refuted(ProofCase @case, QuickCounterexample found)
    {
        QuickCounterexample simple = _attack.Simplify(@case, found);
        (Properties.LinearConstraint, double)? evidence = NeverHolds.EvidenceOf(_model, _cases, simple.Violation, _useCrown, _boundsWork, _rowWork, _budget);
        return new QuickProof(evidence is null ? QuickVerdict.Violated : QuickVerdict.NeverHolds, _budget.Nodes, _budget.Work)
        {
            Counterexample = simple,
            Evidence = evidence,
        };
    }

    private QuickProof Undecided(QuickObstacle obstacle)
    {
        double margin = Math.Min(_open.Count > 0 ? _open.Min!.Margin : double.PositiveInfinity, _stuck?.Margin ?? double.PositiveInfinity);
        bool overflows = _open.Any(n => n.Overflows) || _stuck is { Overflows: true };
        return new QuickProof(QuickVerdict.Undecided, _budget.Nodes, _budget.Work)
        {
            Obstacle = overflows ? QuickObstacle.Overflow : obstacle,
            ShareProved = Math.Min(Math.Max(1 - _openShare, 0), 1),
            Margin = margin,
        };
    }
}
