using NetCompile.Models;

namespace NetCompile.Bounds;

/// <summary>Substitutes backward from one element of an operator to the input, keeping a linear function that bounds the element from below.</summary>
/// <remarks>
/// Coefficients are plain doubles. Wherever one is rounded by up to <c>e</c>, the value it multiplies is bounded by <c>m</c>, so lowering the constant by <c>e·m</c>
/// keeps the bound; constants themselves are rounded down at every step. An upper bound is the negated lower bound of the negated element.
/// Where operators are computed with an error of their own, as in float32, the constant is lowered by that error times the coefficient each operator receives.
/// </remarks>
internal sealed class CrownSubstitution
{
    private readonly NetworkModel _model;
    private readonly IReadOnlyList<OperatorBounds> _bounds;
    private readonly LowerSlope _rule;
    private readonly IReadOnlyList<double[]?>? _errors;
    private readonly LinearRelaxation[]?[] _relaxations;

    // The coefficients of the element being substituted on each operator's value, and whether any may be non-zero.
    private readonly double[]?[] _coefficients;
    private readonly bool[] _isUsed;
    private double[] _magnitudes = Array.Empty<double>();
    private double _constant;

    /// <summary>Starts; <paramref name="bounds"/> grows as operators are bounded, and relaxations are made from it when first needed.</summary>
    /// <param name="model">The network.</param>
    /// <param name="bounds">The bounds by operator id; they contain the values with their errors.</param>
    /// <param name="rule">The lower line of unstable units.</param>
    /// <param name="errors">How far each element of an operator may be from the exact function of its sources, by operator id; null for real arithmetic, or for an operator without error.</param>
    public CrownSubstitution(NetworkModel model, IReadOnlyList<OperatorBounds> bounds, LowerSlope rule, IReadOnlyList<double[]?>? errors = null)
    {
        (_model, _bounds, _rule, _errors) = (model, bounds, rule, errors);
        _relaxations = new LinearRelaxation[model.Operators.Length][];
        _coefficients = new double[model.Operators.Length][];
        _isUsed = new bool[model.Operators.Length];
    }

    /// <summary>Bounds on every element of <paramref name="o"/>, whose predecessors are all bounded.</summary>
    public OperatorBounds BoundsOf(NetworkOperator o)
    {
        double[] lower = new double[o.Count], upper = new double[o.Count];
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = LowerBoundOf(o, i, 1);
            upper[i] = -LowerBoundOf(o, i, -1);
        }

        return new OperatorBounds(lower, upper);
    }

    /// <summary>A lower bound of <c>sign · y_element</c>; −∞ where nothing is known.</summary>
    private double LowerBoundOf(NetworkOperator o, int element, double sign)
    {
        _constant = 0;
        Coefficients(o.Id)[element] = sign;
        return ToInput(o.Id, null);
    }

    /// <summary>A lower bound of <c>Σ c_k v_k + constant</c> over elements of bounded operators; −∞ where nothing is known.</summary>
    /// <param name="terms">The terms, by operator id.</param>
    /// <param name="constant">The constant.</param>
    /// <param name="inputCoefficients">Takes the coefficients of the inputs in the linear function that is the bound; null where nobody asks.</param>
    public double LowerBoundOf(IReadOnlyList<(int Operator, int Element, double Coefficient)> terms, double constant, double[]? inputCoefficients)
    {
        _constant = constant;
        int last = 0;
        foreach ((int id, int element, double coefficient) in terms)
        {
            Add(id, element, coefficient, isExact: true);
            last = Math.Max(last, id);
        }

        return ToInput(last, inputCoefficients);
    }

    private double ToInput(int last, double[]? inputCoefficients)
    {
        for (int id = last; id > 0; id--)
        {
            if (_isUsed[id])
            {
                if (_errors?[id] is { } error)
                {
                    Charge(_coefficients[id]!, error);
                }

                Substitute(_model.Operators[id], _coefficients[id]!);
                Array.Clear(_coefficients[id]!, 0, _coefficients[id]!.Length);
                _isUsed[id] = false;
            }
        }

        double bound = _isUsed[0] ? OverInput(_coefficients[0]!) : _constant;
        if (inputCoefficients is not null)
        {
            Array.Clear(inputCoefficients, 0, inputCoefficients.Length);
            if (_isUsed[0])
            {
                _coefficients[0]!.CopyTo(inputCoefficients, 0);
            }
        }

        if (_isUsed[0])
        {
            Array.Clear(_coefficients[0]!, 0, _coefficients[0]!.Length);
            _isUsed[0] = false;
        }

        return double.IsNaN(bound) ? double.NegativeInfinity : bound;
    }

    private void Charge(double[] a, double[] error)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            // An operator that nobody reads here is not charged, whatever its error.
            sum += a[i] == 0 ? 0 : Math.Abs(a[i]) * error[i];
        }

        Lower(sum + Outward.SumError(sum, a.Length));
    }

    private double OverInput(double[] a)
    {
        OperatorBounds x = _bounds[0];
        double sum = 0, magnitude = 0;
        for (int j = 0; j < a.Length; j++)
        {
            double product = a[j] == 0 ? 0 : a[j] * (a[j] > 0 ? x.Lower[j] : x.Upper[j]);
            sum += product;
            magnitude += Math.Abs(product);
        }

        return Outward.Down(_constant + Outward.Down(sum - Outward.SumError(magnitude, a.Length)));
    }

    private void Substitute(NetworkOperator o, double[] a)
    {
        int source = o.Sources[0];
        switch (o)
        {
            case DenseOperator d:
                Dense(d, a);
                break;

            case ScaleOperator s:
                for (int i = 0; i < a.Length; i++)
                {
                    double factor = s.Factor.Values[i];
                    Add(source, i, s.IsDivision ? a[i] / factor : a[i] * factor, isExact: a[i] == 0 || factor == 1);
                }

                break;

            case ShiftOperator t:
                for (int i = 0; i < a.Length; i++)
                {
                    AddConstant(a[i], t.Offset.Values[i]);
                    Add(source, i, a[i], isExact: true);
                }

                break;

            case SumOperator s:
                for (int i = 0; i < a.Length; i++)
                {
                    Add(source, i, a[i], isExact: true);
                    Add(s.Sources[1], i, s.IsDifference ? -a[i] : a[i], isExact: true);
                }

                break;

            case GatherOperator g:
                for (int i = 0; i < a.Length; i++)
                {
                    Add(g.Sources[g.Indices[i].Source], g.Indices[i].Element, a[i], isExact: true);
                }

                break;

            case MaximumOperator m:
                for (int i = 0; i < a.Length; i++)
                {
                    if (a[i] != 0)
                    {
                        Maximum(m, i, a[i]);
                    }
                }

                break;

            case { IsActivation: true }:
                LinearRelaxation[] lines = Relaxations(o);
                for (int i = 0; i < a.Length; i++)
                {
                    (double slope, double offset) = a[i] > 0 ? (lines[i].LowerSlope, lines[i].LowerOffset) : (lines[i].UpperSlope, lines[i].UpperOffset);
                    AddConstant(a[i], offset);
                    Add(source, i, a[i] * slope, isExact: a[i] == 0 || slope is 0 or 1);
                }

                break;

            default:
                throw new InvalidOperationException($"No backward rule for {o}.");
        }
    }

    private void Dense(DenseOperator d, double[] a)
    {
        // Columns of zeros take part: a product may have vanished by underflow. The products go to a fresh row first: its rounding error is bounded by the sum of their magnitudes, column by column.
        int inputs = d.Inputs, source = d.Sources[0], terms = 0;
        if (_magnitudes.Length < 2 * inputs)
        {
            _magnitudes = new double[2 * inputs];
        }

        Span<double> sums = _magnitudes.AsSpan(0, inputs), magnitudes = _magnitudes.AsSpan(inputs, inputs);
        sums.Clear();
        magnitudes.Clear();
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan();
        for (int i = 0; i < a.Length; i++)
        {
            double coefficient = a[i];
            if (coefficient == 0)
            {
                continue;
            }

            terms++;
            AddConstant(coefficient, d.Bias is null ? 0 : d.Bias.Values[i]);
            ReadOnlySpan<float> row = weights.Slice(i * inputs, inputs);
            for (int j = 0; j < row.Length; j++)
            {
                double product = coefficient * row[j];
                sums[j] += product;
                magnitudes[j] += Math.Abs(product);
            }
        }

        OperatorBounds x = _bounds[source];
        double[] target = Coefficients(source);
        double error = 0;
        for (int j = 0; j < inputs; j++)
        {
            double sum = target[j] + sums[j];
            magnitudes[j] += Math.Abs(target[j]);
            target[j] = sum;
            error += Outward.SumError(magnitudes[j], terms + 1) * x.Magnitude(j);
        }

        // The sum of the errors is rounded as well: by less than its SumError.
        Lower(error + Outward.SumError(error, inputs));
    }

    private void Maximum(MaximumOperator m, int i, double a)
    {
        MaximumRelaxation relaxation = MaximumRelaxation.Of(m, i, _bounds[m.Sources[0]]);
        if (a > 0 || relaxation.IsSingle)
        {
            Add(m.Sources[0], relaxation.Lower, a, isExact: true);
        }
        else
        {
            AddConstant(a, relaxation.Upper);
        }
    }

    private void Add(int source, int element, double value, bool isExact)
    {
        if (value == 0 && isExact)
        {
            return;
        }

        double[] target = Coefficients(source);
        double before = target[element], sum = before + value;
        target[element] = sum;
        if (!isExact || (before != 0 && value != 0))
        {
            Lower(Outward.Up(Outward.SumError(Math.Abs(value) + Math.Abs(before), 2) * _bounds[source].Magnitude(element)));
        }
    }

    private void AddConstant(double coefficient, double value)
    {
        if (coefficient != 0 && value != 0)
        {
            _constant = Outward.Down(_constant + Outward.Down(coefficient * value));
        }
    }

    private void Lower(double error) => _constant = Outward.Down(_constant - error);

    private double[] Coefficients(int id)
    {
        _isUsed[id] = true;
        return _coefficients[id] ??= new double[_model.Operators[id].Count];
    }

    private LinearRelaxation[] Relaxations(NetworkOperator o)
    {
        if (_relaxations[o.Id] is { } known)
        {
            return known;
        }

        OperatorBounds x = _bounds[o.Sources[0]];
        LinearRelaxation[] lines = new LinearRelaxation[o.Count];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = LinearRelaxation.Of(o, i, x.Lower[i], x.Upper[i], _rule);
        }

        return _relaxations[o.Id] = lines;
    }
}
