using System.Runtime.CompilerServices;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Checker;

/// <summary>Walks the proof of one case from its root and confirms every leaf. One per thread.</summary>
/// <remarks>
/// That the leaves cover the region needs no check of its own: a split is two closed halves of the part it divides, whatever value it names. What is checked is that on every leaf
/// the bounds refute every conjunction.
/// </remarks>
internal sealed class TreeWalk
{
    private const double FourUnits = 4.0 / (1L << 53);

    private readonly CheckedNetwork _net;
    private readonly NetworkModel _model;
    private readonly CaseStatement _case;
    private readonly WorkShare _share;
    private readonly PartBounds _part;
    private readonly PhaseSigns _signs = new();
    private readonly int[] _refuted;
    private int _open;

    public TreeWalk(CheckedNetwork net, CaseStatement @case, WorkShare share)
    {
        _net = net;
        _model = net.Model;
        _case = @case;
        _share = share;
        _part = new PartBounds(net);
        _refuted = new int[@case.Conjunctions.Length];
        _open = _refuted.Length;
        for (int j = 0; j < @case.Lower.Length; j++)
        {
            _part.NarrowInput(j, @case.Lower[j], @case.Upper[j]);
        }
    }

    /// <summary>The current part.</summary>
    public PartBounds Part => _part;

    /// <summary>Confirms everything below a node that no other thread has taken.</summary>
    /// <exception cref="CertificateException">A leaf is not proved, or a node names what does not exist.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled, or another thread has refused the certificate.</exception>
    public void Run(CertificateNode root) => Walk(root, isMine: false);

    private void Walk(CertificateNode node, bool isMine)
    {
        if (!isMine && _share.IsUnit(node))
        {
            if (!_share.TryTake(node))
            {
                return;
            }

            isMine = true;
        }

        if (_part.IsEmpty)
        {
            return;
        }

        switch (node)
        {
            case InputSplit s:
                Divide(s, isMine);
                break;
            case PhaseSplit s:
                RequireElement(s.Line, s.PreActivation, s.Neuron);
                Decide(s, -1, s.Inactive, isMine);
                Decide(s, 1, s.Active, isMine);
                break;
            case ConjunctionSplit s:
                Separate(s, isMine);
                break;
            case BoundStep b:
                Bound(b, isMine);
                break;
            case RowStep r:
                Mark(r.Row, IsRefuted(r), 1);
                Walk(r.Next, isMine);
                Mark(r.Row, true, -1);
                break;
            case BoxLeaf leaf:
                _share.CountLeaf();
                RequireProved(leaf, TryBox(leaf));
                break;
            case EndLeaf:
                _share.CountLeaf();
                RequireProved(node, _open == 0);
                break;
            default:
                throw new InvalidOperationException($"A {node.GetType().Name} cannot be checked.");
        }
    }

    private void Divide(InputSplit s, bool isMine)
    {
        if ((uint)s.Axis >= (uint)_model.InputCount || !double.IsFinite(s.Value))
        {
            throw new CertificateException($"input {s.Axis} is divided at {s.Value}; the network has {_model.InputCount} inputs", s.Line);
        }

        double lower = _part.Lower(0)[s.Axis], upper = _part.Upper(0)[s.Axis];
        _part.NarrowInput(s.Axis, double.NegativeInfinity, s.Value);
        Walk(s.Below, isMine);
        _part.WidenInput(s.Axis, lower, upper, isEmpty: false);
        _part.NarrowInput(s.Axis, s.Value, double.PositiveInfinity);
        Walk(s.Above, isMine);
        _part.WidenInput(s.Axis, lower, upper, isEmpty: false);
    }

    private void Decide(PhaseSplit s, int sign, CertificateNode next, bool isMine)
    {
        // Where bounds show the other sign no input is left.
        if (sign > 0 ? _part.Upper(s.PreActivation)[s.Neuron] < 0 : _part.Lower(s.PreActivation)[s.Neuron] > 0)
        {
            return;
        }

        int before = _signs.Set(s.PreActivation, s.Neuron, sign);
        Walk(next, isMine);
        _signs.Set(s.PreActivation, s.Neuron, before);
    }

    /// <summary>First all others are taken for refuted, then the one.</summary>
    private void Separate(ConjunctionSplit s, bool isMine)
    {
        if ((uint)s.Conjunction >= (uint)_refuted.Length)
        {
            throw new CertificateException($"conjunction {s.Conjunction} is named; the case has {_refuted.Length}", s.Line);
        }

        for (int c = 0; c < _refuted.Length; c++)
        {
            MarkConjunction(c, c == s.Conjunction ? 0 : 1);
        }

        Walk(s.Own, isMine);
        for (int c = 0; c < _refuted.Length; c++)
        {
            MarkConjunction(c, c == s.Conjunction ? 1 : -1);
        }

        Walk(s.Others, isMine);
        MarkConjunction(s.Conjunction, -1);
    }

    private void Bound(BoundStep b, bool isMine)
    {
        if (b.Rules.Count == 0)
        {
            throw new CertificateException("pre-activations are bounded by no rule", b.Line);
        }

        foreach (ElementBound e in b.Elements)
        {
            RequireElement(b.Line, e.PreActivation, e.Neuron);
            RequirePart(e, e.Whole);
        }

        SavedPart saved = _part.Save();
        _part.Recompute(b.Rules, b.Elements, _signs);
        if (_part.Overflow)
        {
            throw new CertificateException("bounds overflow there, so nothing below is proved", b.Line);
        }

        Walk(b.Next, isMine);
        _part.Restore(saved);
    }

    /// <summary>Bounds the current part on its own and tells whether the rows refute every conjunction there, together with those above.</summary>
    private bool TryBox(BoxLeaf leaf)
    {
        SavedPart saved = _part.Save();
        _part.Recompute([leaf.Rule], [], _signs);
        bool isProved = !_part.Overflow && (_part.IsEmpty || AllRefuted(leaf.Rows, RowBounds(leaf.Rows, leaf)));
        _part.Restore(saved);
        return isProved;
    }

    /// <summary>The lower bounds of rows on the current part, with the lines that are set.</summary>
    private double[] RowBounds(IReadOnlyList<int> rows, CertificateNode node)
    {
        double[] bounds = new double[rows.Count];
        for (int first = 0; first < rows.Count; first += PartBounds.MaxRows)
        {
            int count = Math.Min(PartBounds.MaxRows, rows.Count - first);
            _part.BeginRows(count);
            for (int r = 0; r < count; r++)
            {
                SetRow(r, rows[first + r], node);
            }

            _part.Substitute();
            for (int r = 0; r < count; r++)
            {
                bounds[first + r] = _part.RowBound(r);
            }
        }

        return bounds;
    }

    private bool AllRefuted(IReadOnlyList<int> rows, double[] bounds)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            Mark(rows[i], CaseStatement.IsRefuted(_case.Rows[rows[i]], bounds[i]), 1);
        }

        bool all = _open == 0;
        for (int i = 0; i < rows.Count; i++)
        {
            Mark(rows[i], CaseStatement.IsRefuted(_case.Rows[rows[i]], bounds[i]), -1);
        }

        return all;
    }

    private bool IsRefuted(RowStep step)
    {
        RequireSlopes(step.Line, step.Slopes);
        _part.SetLines(step.Slopes, step.Rule);
        _part.BeginRows(1);
        SetRow(0, step.Row, step);
        RequireMultipliers(step, step.Multipliers);
        _part.AddMultipliers(0, step.Multipliers, _signs);
        _part.Substitute();
        double bound = _part.RowBound(0);
        return CaseStatement.IsRefuted(_case.Rows[step.Row], bound)
            ? true
            : throw new CertificateException($"row {step.Row}, {_case.Rows[step.Row]}, is not refuted: its left-hand side is at least {bound}", step.Line);
    }

    private void SetRow(int r, int row, CertificateNode node)
    {
        if ((uint)row >= (uint)_case.Rows.Length)
        {
            throw new CertificateException($"row {row} is named; the case has {_case.Rows.Length}", node.Line);
        }

        foreach (LinearTerm term in _case.Rows[row].Terms)
        {
            _part.AddTerm(r, term.Variable.IsOutput ? _model.Output : 0, term.Variable.Index, term.Coefficient.Value, term.Coefficient.IsExact ? 0 : FourUnits);
        }
    }

    // A conjunction may be refuted more than once on the way down; it is open again when all of that is taken back.
    private void Mark(int row, bool isRefuted, int change)
    {
        if (!isRefuted)
        {
            return;
        }

        foreach (int c in _case.ConjunctionsOf[row])
        {
            MarkConjunction(c, change);
        }
    }

    private void MarkConjunction(int c, int change)
    {
        int before = _refuted[c];
        _refuted[c] += change;
        _open += (before > 0 ? 1 : 0) - (_refuted[c] > 0 ? 1 : 0);
    }

    private void RequireProved(CertificateNode node, bool isProved)
    {
        if (!isProved)
        {
            throw new CertificateException("the bounds of this leaf do not exclude every way of violating the property", node.Line);
        }
    }

    private void RequireSlopes(int line, SlopeVector? slopes)
    {
        if (slopes is not null && !slopes.Fits(_net.SlopeCount))
        {
            throw new CertificateException($"slopes are given for {slopes.Neurons.Length} elements, some of which the network's {_net.SlopeCount} activations do not have", line);
        }
    }

    private void RequireElement(int line, int id, int neuron)
    {
        if ((uint)id >= (uint)_model.Operators.Length || (uint)neuron >= (uint)_model.Operators[id].Count)
        {
            throw new CertificateException($"element {neuron} of operator {id} is named, which the network does not have", line);
        }
    }

    private void RequirePart(ElementBound e, ElementPart part)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (part)
        {
            case ElementSplit s:
                RequireBefore(e, s.PreActivation, s.Neuron);
                RequirePart(e, s.Inactive);
                RequirePart(e, s.Active);
                break;
            case ElementRow r:
                RequireSlopes(e.Line, r.Slopes);
                foreach (PhaseMultiplier m in r.Multipliers)
                {
                    RequireBefore(e, m.PreActivation, m.Neuron);
                }

                break;
            default:
                throw new InvalidOperationException($"A {part.GetType().Name} cannot be checked.");
        }
    }

    /// <summary>What is decided for an end must stand before it: the lines of later operators are not those of this part yet.</summary>
    private void RequireBefore(ElementBound e, int id, int neuron)
    {
        RequireElement(e.Line, id, neuron);
        if (id >= e.PreActivation)
        {
            throw new CertificateException($"element {e.Neuron} of operator {e.PreActivation} is bounded by a decision about operator {id}, which does not stand before it", e.Line);
        }
    }

    private void RequireMultipliers(CertificateNode node, IReadOnlyList<PhaseMultiplier> multipliers)
    {
        foreach (PhaseMultiplier m in multipliers)
        {
            RequireElement(node.Line, m.PreActivation, m.Neuron);
        }
    }
}
