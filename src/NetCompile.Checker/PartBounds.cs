using NetCompile.Models;

namespace NetCompile.Checker;

/// <summary>
/// Bounds of every value of the network on one part of the region: a box of inputs on which some pre-activations are known to be at most, or at least, zero.
/// One per thread. CERTIFICATE.md derives every error term.
/// </summary>
/// <remarks>
/// All numbers of a part stand in one array, so that a walk down the tree saves and restores a part by copying it. The bounds that an operator has when
/// <see cref="Recompute"/> begins are those of a larger part; they hold here too and are only tightened.
/// </remarks>
internal sealed partial class PartBounds
{
    /// <summary>Added to every bound for underflow: see CERTIFICATE.md.</summary>
    private const double Tiny = 1e-200;

    /// <summary>Up to this many inputs values are enclosed by linear functions of them; beyond, by constants.</summary>
    private const int MaxFormInputs = 16;

    // What stands in the state, each for all operators: lower and upper bounds come first.
    private const int ErrorKind = 2;
    private const int BelowSlopeKind = 3;
    private const int BelowOffsetKind = 4;
    private const int AboveSlopeKind = 5;
    private const int AboveOffsetKind = 6;
    private const int Kinds = 7;

    private readonly CheckedNetwork _net;
    private readonly NetworkModel _model;
    private readonly int[] _offset;
    private readonly int[] _count;
    private readonly int _total;
    private readonly Stack<double[]> _spare = new();
    private readonly double[] _slopes;
    private double[] _state;

    public PartBounds(CheckedNetwork net)
    {
        _net = net;
        _model = net.Model;
        int count = _model.Operators.Length;
        _offset = new int[count];
        _count = [.. _model.Operators.Select(o => o.Count)];
        foreach (NetworkOperator o in _model.Operators)
        {
            _offset[o.Id] = _total;
            _total += Kernels.Pad(o.Count);
        }

        _state = new double[(long)_total * Kinds];
        foreach (NetworkOperator o in _model.Operators)
        {
            Lower(o.Id).Fill(double.NegativeInfinity);
            Upper(o.Id).Fill(double.PositiveInfinity);
            for (int kind = ErrorKind; kind < Kinds; kind++)
            {
                // Until a part is bounded no line is valid: NaN proves nothing. The padding stays zero.
                Padded(kind, o.Id)[..o.Count].Fill(double.NaN);
            }
        }

        _slopes = new double[net.SlopeCount];
        _formInputs = _model.InputCount <= MaxFormInputs ? _model.InputCount : 0;
        _formStride = Kernels.Pad(_formInputs + 1);
        _forms = new double[(long)_total * _formStride];
        _radius = new double[_total];
        _scratch = [new double[_total], new double[_total], new double[_total]];
        _coefficients = new double[]?[count];
        _touched = new bool[count];
        _indices = new int[_model.Operators.Max(o => o.Count)];
        _upperFirst = new bool[_indices.Length];
    }

    /// <summary>Set where a magnitude left the range in which the claim and the error terms are valid: nothing is proved then.</summary>
    public bool Overflow { get; private set; }

    /// <summary>Whether bounds contradict each other, so that the part is empty. NaN does not.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>Lower bounds of operator <paramref name="id"/>.</summary>
    public Span<double> Lower(int id) => _state.AsSpan(_offset[id], _count[id]);

    /// <summary>Upper bounds.</summary>
    public Span<double> Upper(int id) => _state.AsSpan(_total + _offset[id], _count[id]);

    /// <summary>What passing an operator in a backward substitution adds to a row's error, for each unit of its coefficient.</summary>
    private Span<double> Error(int id) => _state.AsSpan((ErrorKind * _total) + _offset[id], _count[id]);

    private Span<double> Padded(int kind, int id) => _state.AsSpan((kind * _total) + _offset[id], Kernels.Pad(_count[id]));

    /// <summary>A copy of the part, to come back to once.</summary>
    public SavedPart Save()
    {
        double[] copy = _spare.TryPop(out double[]? buffer) ? buffer : new double[_state.Length];
        _state.CopyTo(copy, 0);
        return new SavedPart(copy, Overflow, IsEmpty);
    }

    /// <summary>Comes back to a part.</summary>
    public void Restore(SavedPart part)
    {
        _spare.Push(_state);
        (_state, Overflow, IsEmpty) = part;
    }

    /// <summary>Narrows the range of an input to what it has in common with <c>[lower, upper]</c>.</summary>
    public void NarrowInput(int axis, double lower, double upper) => Narrow(0, axis, lower, upper);

    /// <summary>Comes back to a wider range of an input.</summary>
    public void WidenInput(int axis, double lower, double upper, bool isEmpty) => (Lower(0)[axis], Upper(0)[axis], IsEmpty) = (lower, upper, isEmpty);

    /// <summary>Bounds every operator on this part, in order: enclosures, then backward substitution for pre-activations whose sign is open, then what the certificate adds.</summary>
    /// <param name="rules">The slope rules to substitute with, one after the other; the last one's lines stay.</param>
    /// <param name="elements">Ends of pre-activations with slopes of their own.</param>
    /// <param name="signs">The phases decided for this part.</param>
    public void Recompute(IReadOnlyList<SlopeRule> rules, IReadOnlyList<ElementBound> elements, PhaseSigns signs)
    {
        Overflow = false;
        foreach ((int id, int neuron, int sign) in signs.All)
        {
            Narrow(id, neuron, sign > 0 ? 0 : double.NegativeInfinity, sign > 0 ? double.PositiveInfinity : 0);
        }

        EncloseInput();
        ILookup<int, ElementBound> byOperator = elements.ToLookup(e => e.PreActivation);
        foreach (NetworkOperator o in _model.Operators)
        {
            if (o is not InputOperator)
            {
                Enclose(o);
            }

            if (o.IsActivation)
            {
                SetLines(o, false, rules[^1]);
            }

            if (_net.IsPreActivation[o.Id] && o is not InputOperator)
            {
                foreach (SlopeRule rule in rules)
                {
                    if (rules.Count > 1)
                    {
                        SetLinesBefore(o.Id, null, rule);
                    }

                    TightenOpenSigns(o.Id);
                }

                foreach (ElementBound element in byOperator[o.Id])
                {
                    TakeElement(o.Id, element.Neuron, element.IsUpper, ElementLower(element, element.Whole, rules[^1], signs));
                }
            }

            if (_formInputs == 0)
            {
                FormsFromBounds(o.Id);
            }
        }
    }

    /// <summary>Sets the lower lines of all activations for a row of its own.</summary>
    public void SetLines(SlopeVector? slopes, SlopeRule rule) => SetLinesBefore(int.MaxValue, slopes, rule);

    private void SetLinesBefore(int id, SlopeVector? slopes, SlopeRule rule)
    {
        slopes?.Spread(_slopes);
        foreach (NetworkOperator o in _model.Operators)
        {
            if (o.Id < id && o.IsActivation)
            {
                SetLines(o, slopes is not null, rule);
            }
        }
    }

    private void SetLines(NetworkOperator o, bool hasSlopes, SlopeRule rule)
    {
        int offset = _net.SlopeOffset[o.Id];
        for (int i = 0; i < o.Count; i++)
        {
            SetLine(o, i, hasSlopes && offset >= 0 ? _slopes[offset + i] : double.NaN, rule);
        }
    }

    private void SetLine(NetworkOperator o, int i, double recordedSlope, SlopeRule rule)
    {
        double lower = Lower(o.Sources[0])[i], upper = Upper(o.Sources[0])[i], slope = Relaxation.LinearSlope(o, i, lower, upper);
        if (!double.IsNaN(slope))
        {
            double offset = o is ClipOperator && slope == 0 ? Relaxation.Value(o, i, lower) : 0;
            StoreLine(o, i, slope, offset, slope, offset);
            return;
        }

        double above = Relaxation.AboveSlope(o, i, lower, upper), below = double.IsNaN(recordedSlope) ? Relaxation.BelowSlope(o, i, lower, upper, rule) : recordedSlope;
        StoreLine(o, i, below, Relaxation.Offsets(o, i, lower, upper, below).Below, above, Relaxation.Offsets(o, i, lower, upper, above).Above);
    }

    /// <summary>Replaces the lines of what reads a pre-activation by the one piece that its decided sign leaves.</summary>
    private void FixPhase(int id, int neuron, int sign)
    {
        foreach (NetworkOperator o in _model.Operators)
        {
            if (o is ReluOperator or LeakyReluOperator && o.Sources[0] == id)
            {
                double slope = sign > 0 ? 1 : Relaxation.Slopes(o).Least;
                StoreLine(o, neuron, slope, 0, slope, 0);
            }
        }
    }

    /// <summary>Sets both lines, and the error of passing them: a coefficient times a slope acts on the source's magnitude, times an offset is added to the constant.</summary>
    private void StoreLine(NetworkOperator o, int i, double below, double belowOffset, double above, double aboveOffset)
    {
        int at = _offset[o.Id] + i;
        double lower = Lower(o.Sources[0])[i], magnitude = Magnitude(lower, Upper(o.Sources[0])[i]);
        double charged = (Math.Max(Math.Abs(below), Math.Abs(above)) * magnitude) + Math.Max(Math.Abs(belowOffset), Math.Abs(aboveOffset));
        // Only a leaky ReLU rounds in float32, where its argument is negative.
        double single = o is LeakyReluOperator && !(lower >= 0) ? _net.SingleError(1, magnitude) : 0;
        _state[(ErrorKind * _total) + at] = (_net.Gamma * charged) + single;
        _state[(BelowSlopeKind * _total) + at] = below;
        _state[(BelowOffsetKind * _total) + at] = belowOffset;
        _state[(AboveSlopeKind * _total) + at] = above;
        _state[(AboveOffsetKind * _total) + at] = aboveOffset;
    }

    private void Narrow(int id, int element, double lower, double upper)
    {
        double l = Math.Max(Lower(id)[element], lower), u = Math.Min(Upper(id)[element], upper);
        Lower(id)[element] = l;
        Upper(id)[element] = u;
        IsEmpty |= l > u;
    }

    private static double Magnitude(double lower, double upper) => Math.Max(Math.Abs(lower), Math.Abs(upper));
}

/// <summary>What <see cref="PartBounds.Restore"/> takes.</summary>
internal readonly record struct SavedPart(double[] State, bool Overflow, bool IsEmpty);
