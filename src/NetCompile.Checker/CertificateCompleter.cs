using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Checker;

/// <summary>
/// Turns a proof as a search left it into one that checks: names the rows of its leaves, and divides further where a leaf does not stand on its own
/// (a search inherits bounds and clips boxes; a leaf of a certificate is bounded anew).
/// </summary>
/// <remarks>Nothing here is trusted: what comes out is checked like any other certificate.</remarks>
public sealed class CertificateCompleter
{
    /// <summary>Every so many divisions the longest edge is cut, whatever the scores say.</summary>
    private const int LongestEdgeEvery = 4;

    /// <summary>Beyond, a division of the input gains little.</summary>
    private const int ManyInputs = 32;

    /// <summary>Signs decided below a leaf of the search.</summary>
    private const int MaxExtraPhases = 8;

    /// <summary>Divisions below a leaf of the search; beyond, the leaf is taken to be unprovable.</summary>
    private const int MaxExtraDepth = 400;

    /// <summary>The same with hundreds of inputs, where it rarely helps and every part takes long.</summary>
    private const int MaxDepthManyInputs = 3;

    private const int UnitsPerThread = 32;
    private const int StackSize = 64 << 20;

    private readonly CheckedNetwork _net;
    private readonly CaseStatement _case;
    private readonly WorkShare _share;
    private readonly Dictionary<CertificateNode, CertificateNode> _done;
    private readonly PartBounds _part;
    private readonly PhaseSigns _signs = new();
    private readonly int[] _refuted;

    private CertificateCompleter(CheckedNetwork net, CaseStatement @case, WorkShare share, Dictionary<CertificateNode, CertificateNode> done)
    {
        (_net, _case, _share, _done) = (net, @case, share, done);
        _part = new PartBounds(net);
        _refuted = new int[@case.Conjunctions.Length];
        for (int j = 0; j < @case.Lower.Length; j++)
        {
            _part.NarrowInput(j, @case.Lower[j], @case.Upper[j]);
        }
    }

    /// <summary>Completes the proofs of a certificate.</summary>
    /// <param name="draft">A certificate whose leaves may name no rows, and may not be proved on their own. No node may stand in two places.</param>
    /// <param name="model">The network.</param>
    /// <param name="property">The property.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="progress">Told about ten times a second how many leaves are done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CertificateException">A part cannot be proved.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static Certificate Complete(
        Certificate draft, NetworkModel model, VerificationProperty property, int threads = 0, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckedNetwork net = new(model, draft.IsFloat32);
        Dictionary<int, CertificateNode> cases = [];
        foreach ((int index, CertificateNode root) in draft.Cases)
        {
            if (CaseStatement.Of(property.Cases[index], index) is { Conjunctions.Length: > 0 } statement)
            {
                cases[index] = CompleteCase(net, statement, root, threads > 0 ? threads : Environment.ProcessorCount, progress, cancellationToken);
            }
        }

        return draft with { Cases = cases };
    }

    private static CertificateNode CompleteCase(
        CheckedNetwork net, CaseStatement statement, CertificateNode root, int threads, IProgress<long>? progress, CancellationToken cancellation)
    {
        Dictionary<CertificateNode, CertificateNode> done = new(ReferenceEqualityComparer.Instance);
        Workers.Run(
            threads, root, UnitsPerThread, StackSize, progress, cancellation, share => new CertificateCompleter(net, statement, share, done).Walk(root, isMine: false));
        return Assemble(root);

        CertificateNode Assemble(CertificateNode node) => done.TryGetValue(node, out CertificateNode? completed)
            ? completed
            : node switch
            {
                InputSplit s => s with { Below = Assemble(s.Below), Above = Assemble(s.Above) },
                ConjunctionSplit s => s with { Own = Assemble(s.Own), Others = Assemble(s.Others) },
                PhaseSplit s => s with { Inactive = Assemble(s.Inactive), Active = Assemble(s.Active) },
                BoundStep b => b with { Next = Assemble(b.Next) },
                // Below an empty part nothing was looked at.
                _ => node,
            };
    }

    private CertificateNode Walk(CertificateNode node, bool isMine)
    {
        if (!isMine && _share.IsUnit(node))
        {
            if (_share.TryTake(node))
            {
                CertificateNode completed = Walk(node, isMine: true);
                lock (_done)
                {
                    _done[node] = completed;
                }
            }

            return node;
        }

        if (_part.IsEmpty)
        {
            return new EndLeaf();
        }

        switch (node)
        {
            case InputSplit s:
                (CertificateNode below, CertificateNode above) = Divide(s.Axis, s.Value, () => Walk(s.Below, isMine), () => Walk(s.Above, isMine));
                return s with { Below = below, Above = above };
            case PhaseSplit s:
                return s with { Inactive = Decide(s, -1, s.Inactive, isMine), Active = Decide(s, 1, s.Active, isMine) };
            case ConjunctionSplit s:
                return Separate(s, isMine);
            case BoundStep b:
                SavedPart saved = _part.Save();
                _part.Recompute(b.Rules, b.Elements, _signs);
                CertificateNode next = Walk(b.Next, isMine);
                _part.Restore(saved);
                return b with { Next = next };
            case RowStep r:
                return Keep(r, isMine);
            case BoxLeaf leaf:
                return CompleteBox(leaf.Rule, 0);
            default:
                return CompleteRows();
        }
    }

    /// <summary>Where conjunctions are still open at an end: rows by rule with the bounds that the part has, else bounds of its own.</summary>
    private CertificateNode CompleteRows() => RowsByRule() ?? CompleteBox(SlopeRule.Adaptive, 0);

    /// <summary>Rows by rule that refute all that is open; null where there are none.</summary>
    private CertificateNode? RowsByRule()
    {
        int open = Array.FindIndex(_refuted, c => c == 0);
        if (open < 0)
        {
            return End();
        }

        IReadOnlyList<PhaseMultiplier> decided = [.. _signs.All.Select(s => new PhaseMultiplier(s.PreActivation, s.Neuron, 0))];
        foreach (int row in _case.Conjunctions[open])
        {
            foreach (SlopeRule rule in (ReadOnlySpan<SlopeRule>)[SlopeRule.Adaptive, SlopeRule.Zero])
            {
                RowStep step = new(row, null, rule, decided, new EndLeaf());
                if (!IsRefuted(step))
                {
                    continue;
                }

                Array.ForEach(_case.ConjunctionsOf[row], c => _refuted[c]++);
                CertificateNode? next = RowsByRule();
                Array.ForEach(_case.ConjunctionsOf[row], c => _refuted[c]--);
                return next is null ? null : step with { Next = next };
            }
        }

        return null;
    }

    /// <summary>Bounds by both rules together, the tighter of each: dearer than a leaf, and cheaper than the two or more that a division gives.</summary>
    private BoundStep? BothRules()
    {
        SavedPart saved = _part.Save();
        IReadOnlyList<SlopeRule> rules = [SlopeRule.Adaptive, SlopeRule.Zero];
        _part.Recompute(rules, [], _signs);
        CertificateNode? next = _part.Overflow ? null : _part.IsEmpty ? End() : RowsByRule();
        _part.Restore(saved);
        return next is null ? null : new BoundStep(rules, [], next);
    }

    private CertificateNode End()
    {
        _share.CountLeaf();
        return new EndLeaf();
    }

    private (CertificateNode Below, CertificateNode Above) Divide(int axis, double value, Func<CertificateNode> below, Func<CertificateNode> above)
    {
        double lower = _part.Lower(0)[axis], upper = _part.Upper(0)[axis];
        _part.NarrowInput(axis, double.NegativeInfinity, value);
        CertificateNode first = below();
        _part.WidenInput(axis, lower, upper, isEmpty: false);
        _part.NarrowInput(axis, value, double.PositiveInfinity);
        CertificateNode second = above();
        _part.WidenInput(axis, lower, upper, isEmpty: false);
        return (first, second);
    }

    private CertificateNode Decide(PhaseSplit s, int sign, CertificateNode next, bool isMine)
    {
        if (sign > 0 ? _part.Upper(s.PreActivation)[s.Neuron] < 0 : _part.Lower(s.PreActivation)[s.Neuron] > 0)
        {
            return new EndLeaf();
        }

        int before = _signs.Set(s.PreActivation, s.Neuron, sign);
        CertificateNode completed = Walk(next, isMine);
        _signs.Set(s.PreActivation, s.Neuron, before);
        return completed;
    }

    private CertificateNode Separate(ConjunctionSplit s, bool isMine)
    {
        for (int c = 0; c < _refuted.Length; c++)
        {
            _refuted[c] += c == s.Conjunction ? 0 : 1;
        }

        CertificateNode own = Walk(s.Own, isMine);
        for (int c = 0; c < _refuted.Length; c++)
        {
            _refuted[c] += c == s.Conjunction ? 1 : -1;
        }

        CertificateNode others = Walk(s.Others, isMine);
        _refuted[s.Conjunction]--;
        return s with { Own = own, Others = others };
    }

    /// <summary>Keeps a row that refutes something, as it is or by a rule, and drops one that does not.</summary>
    private CertificateNode Keep(RowStep step, bool isMine)
    {
        RowStep? kept = ((RowStep[])[step, step with { Slopes = null, Rule = SlopeRule.Adaptive }, step with { Slopes = null, Rule = SlopeRule.Zero }]).FirstOrDefault(IsRefuted);
        if (kept is null)
        {
            // Recorded slopes are rounded, and the bounds behind them a little different: a leaf that was just proved may need one more decision.
            return step.Next is EndLeaf && DivideByPhase(step, 0) is { } divided ? divided : Walk(step.Next, isMine);
        }

        Array.ForEach(_case.ConjunctionsOf[step.Row], c => _refuted[c]++);
        CertificateNode next = Walk(step.Next, isMine);
        Array.ForEach(_case.ConjunctionsOf[step.Row], c => _refuted[c]--);
        return kept with { Next = next };
    }

    /// <summary>Divides by the signs that the row's relaxation loses most by, until the row is refuted on every part; null where that takes too many, or would not be all.</summary>
    private CertificateNode? DivideByPhase(RowStep step, int depth)
    {
        if (IsRefuted(step))
        {
            Array.ForEach(_case.ConjunctionsOf[step.Row], c => _refuted[c]++);
            bool isAll = Array.TrueForAll(_refuted, c => c > 0);
            Array.ForEach(_case.ConjunctionsOf[step.Row], c => _refuted[c]--);
            return isAll ? step with { Next = End() } : null;
        }

        if (depth == MaxExtraPhases || _part.LoosestPhase(0, _signs) is not (int preActivation, int neuron))
        {
            return null;
        }

        CertificateNode?[] parts = new CertificateNode?[2];
        for (int side = 0; side < 2; side++)
        {
            int before = _signs.Set(preActivation, neuron, side == 0 ? -1 : 1);
            parts[side] = DivideByPhase(step with { Multipliers = [.. step.Multipliers, new PhaseMultiplier(preActivation, neuron, 0)] }, depth + 1);
            _signs.Set(preActivation, neuron, before);
            if (parts[side] is null)
            {
                return null;
            }
        }

        return new PhaseSplit(preActivation, neuron, parts[0]!, parts[1]!);
    }

    private bool IsRefuted(RowStep step)
    {
        _part.SetLines(step.Slopes, step.Rule);
        _part.BeginRows(1);
        SetRow(0, step.Row);
        _part.AddMultipliers(0, step.Multipliers, _signs);
        _part.Substitute();
        return CaseStatement.IsRefuted(_case.Rows[step.Row], _part.RowBound(0));
    }

    private void SetRow(int r, int row)
    {
        foreach (LinearTerm term in _case.Rows[row].Terms)
        {
            _part.AddTerm(r, term.Variable.IsOutput ? _net.Model.Output : 0, term.Variable.Index, term.Coefficient.Value, term.Coefficient.IsExact ? 0 : 4.0 / (1L << 53));
        }
    }

    /// <summary>Proves the current part with one bounding, by either rule, or with both, or divides it.</summary>
    private CertificateNode CompleteBox(SlopeRule rule, int depth)
    {
        double[] scores = new double[_net.Model.InputCount];
        SlopeRule other = rule == SlopeRule.Adaptive ? SlopeRule.Zero : SlopeRule.Adaptive;
        double best = double.NegativeInfinity;
        SlopeRule better = rule;
        foreach (SlopeRule tried in (ReadOnlySpan<SlopeRule>)[rule, other])
        {
            SavedPart saved = _part.Save();
            _part.Recompute([tried], [], _signs);
            CertificateNode? leaf = _part.IsEmpty ? new BoxLeaf(tried, []) : LeafOfRows(tried, scores, ref best, ref better);
            leaf = _part.Overflow ? null : leaf;
            _part.Restore(saved);
            if (leaf is not null)
            {
                _share.CountLeaf();
                return leaf;
            }
        }

        if (BothRules() is { } both)
        {
            return both;
        }

        int axis = ChooseAxis(scores, depth);
        if (axis < 0 || depth >= (scores.Length > ManyInputs ? MaxDepthManyInputs : MaxExtraDepth))
        {
            throw new CertificateException(
                "a part that the search proved is not proved by the checker's own bounds, and cannot be divided further: no certificate can be written; try the other arithmetic or a looser property");
        }

        double middle = (0.5 * _part.Lower(0)[axis]) + (0.5 * _part.Upper(0)[axis]);
        (CertificateNode below, CertificateNode above) = Divide(axis, middle, () => CompleteBox(better, depth + 1), () => CompleteBox(better, depth + 1));
        return new InputSplit(axis, middle, below, above);
    }

    /// <summary>The leaf, where the rows refute every open conjunction: for each of them the row that does so best. Else null, and the scores of the axes.</summary>
    private BoxLeaf? LeafOfRows(SlopeRule rule, double[] scores, ref double best, ref SlopeRule better)
    {
        double[] bounds = new double[_case.Rows.Length];
        bool[] isRefuted = new bool[bounds.Length];
        double[] score = new double[scores.Length];
        for (int first = 0; first < bounds.Length; first += PartBounds.MaxRows)
        {
            int count = Math.Min(PartBounds.MaxRows, bounds.Length - first);
            _part.BeginRows(count);
            for (int r = 0; r < count; r++)
            {
                SetRow(r, first + r);
            }

            _part.Substitute();
            for (int r = 0; r < count; r++)
            {
                bounds[first + r] = _part.RowBound(r) - _case.Rows[first + r].Bound.Value;
                isRefuted[first + r] = CaseStatement.IsRefuted(_case.Rows[first + r], _part.RowBound(r));
                if (isRefuted[first + r])
                {
                    continue;
                }

                for (int j = 0; j < score.Length; j++)
                {
                    score[j] += Math.Abs(_part.InputCoefficient(r, j)) * (_part.Upper(0)[j] - _part.Lower(0)[j]);
                }
            }
        }

        SortedSet<int> rows = [];
        double worst = double.PositiveInfinity;
        for (int c = 0; c < _refuted.Length; c++)
        {
            if (_refuted[c] > 0)
            {
                continue;
            }

            if (_case.Conjunctions[c].Length == 0)
            {
                // Always met: no row can refute it.
                worst = double.NegativeInfinity;
                continue;
            }

            int row = _case.Conjunctions[c].MaxBy(r => double.IsNaN(bounds[r]) ? double.NegativeInfinity : bounds[r]);
            worst = Math.Min(worst, double.IsNaN(bounds[row]) ? double.NegativeInfinity : bounds[row]);
            rows.Add(row);
        }

        if (rows.All(r => isRefuted[r]) && worst > double.NegativeInfinity)
        {
            return new BoxLeaf(rule, [.. rows]);
        }

        if (worst > best || best == double.NegativeInfinity)
        {
            (best, better) = (worst, rule);
            score.CopyTo(scores, 0);
        }

        return null;
    }

    private int ChooseAxis(double[] scores, int depth)
    {
        bool longest = depth % LongestEdgeEvery == LongestEdgeEvery - 1 || scores.All(s => !(s > 0));
        int best = -1;
        double bestScore = double.NegativeInfinity;
        for (int j = 0; j < scores.Length; j++)
        {
            double lower = _part.Lower(0)[j], upper = _part.Upper(0)[j], middle = (0.5 * lower) + (0.5 * upper);
            double score = longest ? (upper - lower) / Math.Max(_case.Upper[j] - _case.Lower[j], double.Epsilon) : scores[j];
            if (lower < middle && middle < upper && score > bestScore)
            {
                (best, bestScore) = (j, score);
            }
        }

        return best;
    }
}
