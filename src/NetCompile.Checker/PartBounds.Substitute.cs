using NetCompile.Models;

namespace NetCompile.Checker;

/// <content>Backward substitution: rows <c>Σ A_k v_k + c</c> over operators' values are rewritten, last operator first, into lower bounds over the input.</content>
internal sealed partial class PartBounds
{
    /// <summary>Rows that are carried together, so that a weight is read once for all.</summary>
    public const int MaxRows = 32;

    private readonly double[]?[] _coefficients;
    private readonly bool[] _touched;
    private readonly int[] _indices;
    private readonly double[] _constant = new double[MaxRows];
    private readonly double[] _rowError = new double[MaxRows];
    private readonly int[] _chunk = new int[MaxRows];
    private readonly bool[] _chunkIsUpper = new bool[MaxRows];
    private readonly bool[] _upperFirst;
    private int _rows;

    /// <summary>Begins with <paramref name="rows"/> rows that are zero.</summary>
    public void BeginRows(int rows)
    {
        _rows = rows;
        Array.Clear(_touched);
        Array.Clear(_constant);
        Array.Clear(_rowError);
    }

    /// <summary>Adds <c>coefficient · v</c> to row <paramref name="r"/>.</summary>
    /// <param name="r">The row.</param>
    /// <param name="id">The operator whose value <c>v</c> is an element of.</param>
    /// <param name="element">The element.</param>
    /// <param name="coefficient">The coefficient.</param>
    /// <param name="relativeError">How far the coefficient may be from the one that is meant, relative to it.</param>
    public void AddTerm(int r, int id, int element, double coefficient, double relativeError = 0)
    {
        Accumulate(r, id, element, coefficient);
        // The coefficient becomes one term of a sum, in which it is rounded with the others.
        _rowError[r] += (_net.Gamma + relativeError) * Math.Abs(coefficient) * Magnitude(Lower(id)[element], Upper(id)[element]);
    }

    private void Accumulate(int r, int id, int element, double coefficient) => Coefficients(id)[(r * Kernels.Pad(_model.Operators[id].Count)) + element] += coefficient;

    /// <summary>
    /// Adds <c>−β a</c> where <c>a ≥ 0</c> was decided and <c>+β a</c> where <c>a ≤ 0</c> was, which raises no row, and lets what reads <c>a</c> be linear there.
    /// A decision counts in a row only where a multiplier, possibly zero, names it.
    /// </summary>
    /// <exception cref="CertificateException">A multiplier is negative or belongs to no decided phase.</exception>
    public void AddMultipliers(int r, IReadOnlyList<PhaseMultiplier> multipliers, PhaseSigns signs)
    {
        foreach (PhaseMultiplier m in multipliers)
        {
            if (!(m.Beta >= 0) || signs.Of(m.PreActivation, m.Neuron) is not (int sign and not 0))
            {
                throw new CertificateException($"the multiplier {m.Beta} of element {m.Neuron} of operator {m.PreActivation} is negative, or no phase of that element was decided above");
            }

            FixPhase(m.PreActivation, m.Neuron, sign);
            AddTerm(r, m.PreActivation, m.Neuron, -sign * m.Beta);
        }
    }

    /// <summary>The coefficient of an input in a row that was carried back; for choosing where to split, not for bounds.</summary>
    public double InputCoefficient(int r, int axis) => _touched[0] ? Coefficients(0)[(r * Kernels.Pad(_model.InputCount)) + axis] : 0;

    /// <summary>The undecided ReLU at which the upper line costs a row most; null where none costs anything. For choosing what to decide, not for bounds.</summary>
    public (int PreActivation, int Neuron)? LoosestPhase(int r, PhaseSigns signs)
    {
        (int PreActivation, int Neuron)? loosest = null;
        double most = 0;
        foreach (NetworkOperator o in _model.Operators)
        {
            if (o is not (ReluOperator or LeakyReluOperator) || !_touched[o.Id])
            {
                continue;
            }

            ReadOnlySpan<double> row = Coefficients(o.Id).Slice(r * Kernels.Pad(o.Count), o.Count), offset = Padded(AboveOffsetKind, o.Id);
            for (int k = 0; k < row.Length; k++)
            {
                if (-row[k] * offset[k] > most && signs.Of(o.Sources[0], k) == 0)
                {
                    most = -row[k] * offset[k];
                    loosest = (o.Sources[0], k);
                }
            }
        }

        return loosest;
    }

    /// <summary>Carries the rows back to the input.</summary>
    public void Substitute()
    {
        for (int id = _model.Operators.Length - 1; id > 0; id--)
        {
            if (_touched[id])
            {
                Pass(_model.Operators[id]);
            }
        }
    }

    /// <summary>The lower bound of a row on the part, rounded down; NaN or infinite where nothing can be said.</summary>
    public double RowBound(int r)
    {
        double value = _constant[r], error = _rowError[r];
        if (_touched[0])
        {
            ReadOnlySpan<double> a = Coefficients(0).Slice(r * Kernels.Pad(_model.InputCount), _model.InputCount), lower = Lower(0), upper = Upper(0), charge = Error(0);
            for (int j = 0; j < a.Length; j++)
            {
                value += a[j] * (a[j] >= 0 ? lower[j] : upper[j]);
                error += Math.Abs(a[j]) * charge[j];
            }
        }

        return Math.BitDecrement(value - ((error * (1 + 1e-6)) + Tiny));
    }

    /// <summary>Rows that are multiplied: two or three are filled up with zeros to a block of four.</summary>
    private int CarriedRows => _rows == 1 ? 1 : (_rows + 3) / 4 * 4;

    private Span<double> Coefficients(int id)
    {
        int stride = Kernels.Pad(_model.Operators[id].Count);
        Span<double> all = _coefficients[id] ??= new double[(long)MaxRows * stride];
        if (!_touched[id])
        {
            all[..(CarriedRows * stride)].Clear();
            _touched[id] = true;
        }

        return all;
    }

    /// <summary>Rewrites the rows from an operator's value to its sources', and charges the operator's error.</summary>
    private void Pass(NetworkOperator o)
    {
        int count = o.Count, stride = Kernels.Pad(count);
        Span<double> a = Coefficients(o.Id);
        ReadOnlySpan<double> error = Error(o.Id);
        if (o is DenseOperator dense)
        {
            for (int r = 0; r < _rows; r++)
            {
                (double constant, double charge) = Kernels.Dots(a.Slice(r * stride, stride), _net.Bias(o.Id), Padded(ErrorKind, o.Id));
                _constant[r] += constant;
                _rowError[r] += charge;
            }

            int live = Kernels.LiveColumns(a, stride, _rows, count, _indices);
            Kernels.AddProduct(a, stride, CarriedRows, _indices.AsSpan(0, live), _net.Weights(o.Id), Coefficients(o.Sources[0]), Kernels.Pad(dense.Inputs));
            return;
        }

        if (o.IsActivation)
        {
            PassActivation(o, a);
            return;
        }

        for (int r = 0; r < _rows; r++)
        {
            for (int k = 0; k < count; k++)
            {
                double c = a[(r * stride) + k];
                if (c == 0)
                {
                    continue;
                }

                _rowError[r] += Math.Abs(c) * error[k];
                switch (o)
                {
                    case ScaleOperator s:
                        Accumulate(r, o.Sources[0], k, c * (s.IsDivision ? 1 / (double)s.Factor.Values[k] : s.Factor.Values[k]));
                        break;
                    case ShiftOperator s:
                        _constant[r] += c * s.Offset.Values[k];
                        Accumulate(r, o.Sources[0], k, c);
                        break;
                    case SumOperator s:
                        Accumulate(r, o.Sources[0], k, c);
                        Accumulate(r, o.Sources[1], k, s.IsDifference ? -c : c);
                        break;
                    case GatherOperator g:
                        Accumulate(r, o.Sources[g.Indices[k].Source], g.Indices[k].Element, c);
                        break;
                    default:
                        throw new NotSupportedException($"The checker knows no operator of kind {o.Kind}.");
                }
            }
        }
    }

    private void PassActivation(NetworkOperator o, ReadOnlySpan<double> a)
    {
        ActivationLines lines = new()
        {
            BelowSlope = Padded(BelowSlopeKind, o.Id),
            BelowOffset = Padded(BelowOffsetKind, o.Id),
            AboveSlope = Padded(AboveSlopeKind, o.Id),
            AboveOffset = Padded(AboveOffsetKind, o.Id),
            Error = Padded(ErrorKind, o.Id),
        };
        Span<double> target = Coefficients(o.Sources[0]);
        int stride = Kernels.Pad(o.Count);
        for (int r = 0; r < _rows; r++)
        {
            (double constant, double charge) = Kernels.Relax(a.Slice(r * stride, stride), lines, target.Slice(r * stride, stride));
            _constant[r] += constant;
            _rowError[r] += charge;
        }
    }

    /// <summary>Tightens the elements whose sign is open: the end nearer to zero first, since it may settle the sign; then the other.</summary>
    private void TightenOpenSigns(int id)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            int taken = 0;
            for (int k = 0; k < _model.Operators[id].Count; k++)
            {
                double lower = Lower(id)[k], upper = Upper(id)[k];
                // Not "lower < 0 && upper > 0": a NaN counts as open.
                if (!(lower >= 0) && !(upper <= 0))
                {
                    _upperFirst[k] = pass == 0 ? upper < -lower : _upperFirst[k];
                    _chunk[taken] = k;
                    _chunkIsUpper[taken++] = _upperFirst[k] == (pass == 0);
                }

                if (taken == MaxRows || (taken > 0 && k == _model.Operators[id].Count - 1))
                {
                    TightenChunk(id, taken);
                    taken = 0;
                }
            }
        }
    }

    private void TightenChunk(int id, int taken)
    {
        BeginRows(taken);
        for (int r = 0; r < taken; r++)
        {
            AddTerm(r, id, _chunk[r], _chunkIsUpper[r] ? -1 : 1);
        }

        Substitute();
        for (int r = 0; r < taken; r++)
        {
            TakeElement(id, _chunk[r], _chunkIsUpper[r], RowBound(r));
        }
    }

    private void TakeElement(int id, int k, bool isUpper, double bound)
    {
        if (double.IsFinite(bound))
        {
            Narrow(id, k, isUpper ? double.NegativeInfinity : bound, isUpper ? -bound : double.PositiveInfinity);
        }
    }
}
