using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>How far the float32 forward pass of a network can be from the real-valued network, output by output.</summary>
/// <remarks>
/// Each operator computes <c>v̂ = f(ŝ) + δ</c>; the bounds <c>|δ| ≤ d</c> are those of <c>Propagation/ROUNDING.md</c> and hold for any order of summation. Two bounds on <c>|v̂ − v|</c> follow, and the
/// smaller one counts for each value: an interval, <c>e = |f'| e_s + d</c>, and an affine form (<see cref="ErrorForms"/>), which keeps the signs of weights; that matters in deep networks. In a network too large for
/// forms the signs are kept for the outputs alone (<see cref="ErrorDerivatives"/>). A neuron that is on one linear piece for both <c>v</c> and <c>v̂</c> has one derivative.
/// Everything is computed in double and rounded up.
/// </remarks>
internal sealed class ForwardError
{
    /// <summary>Half the distance of 1 to the next float32.</summary>
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>The smallest positive float32: an operation that underflows is off by at most half of it.</summary>
    private const double Smallest = float.Epsilon;

    private readonly NetworkModel _model;
    private readonly double[][] _lower, _upper;
    private readonly double[]?[] _constantErrors;
    private readonly double[][] _errors, _local;
    private readonly ErrorForms _forms;

    private ForwardError(NetworkModel model, double[][] lower, double[][] upper, double[]?[] constantErrors, long maxFormWork)
    {
        (_model, _lower, _upper, _constantErrors) = (model, lower, upper, constantErrors);
        _errors = new double[model.Operators.Length][];
        _local = new double[model.Operators.Length][];
        _forms = new ErrorForms(model, maxFormWork);
    }

    /// <summary>The bound for each output; infinite where a value may overflow.</summary>
    /// <param name="model">The network as it runs, without maxima.</param>
    /// <param name="lower">For each operator the least real value of each element over the inputs in question.</param>
    /// <param name="upper">For each operator the greatest.</param>
    /// <param name="constantErrors">For each operator what its elements are off by because its constants are not those of the real-valued network; null where they are.</param>
    /// <param name="maxFormWork">Multiplications that affine forms may cost.</param>
    public static double[] OfOutputs(NetworkModel model, double[][] lower, double[][] upper, double[]?[] constantErrors, long maxFormWork = ErrorForms.MaxWork)
    {
        ForwardError pass = new(model, lower, upper, constantErrors, maxFormWork);
        foreach (NetworkOperator o in model.Operators)
        {
            pass.Forward(o);
        }

        double[] errors = pass._errors[model.Output];
        return pass._forms.IsExhausted ? ErrorDerivatives.Tighten(model, pass._local, pass.Slopes, errors) : errors;
    }

    private void Forward(NetworkOperator o)
    {
        double[] errors = new double[o.Count], local = new double[o.Count];
        (_errors[o.Id], _local[o.Id]) = (errors, local);
        for (int i = 0; i < errors.Length; i++)
        {
            double carried = 0;
            switch (o)
            {
                case InputOperator:
                    break;

                case DenseOperator d:
                    (carried, local[i]) = Dense(d, i);
                    break;

                case ScaleOperator s:
                    double factor = Math.Abs((double)s.Factor.Values[i]), error = _errors[s.Sources[0]][i];
                    carried = Outward.Up(s.IsDivision ? error / factor : error * factor);
                    local[i] = Rounding(s.IsDivision ? Magnitude(s.Sources[0], i) / factor : Magnitude(s.Sources[0], i) * factor);
                    break;

                case ShiftOperator t:
                    carried = _errors[t.Sources[0]][i];
                    local[i] = Rounding(Magnitude(t.Sources[0], i) + Math.Abs((double)t.Offset.Values[i]));
                    break;

                case SumOperator s:
                    carried = Outward.Up(_errors[s.Sources[0]][i] + _errors[s.Sources[1]][i]);
                    local[i] = Rounding(Magnitude(s.Sources[0], i) + Magnitude(s.Sources[1], i));
                    break;

                case GatherOperator g:
                    carried = _errors[g.Sources[g.Indices[i].Source]][g.Indices[i].Element];
                    break;

                default:
                    (_, double steepest) = Slopes(o, i);
                    carried = steepest == 0 ? 0 : Outward.Up(steepest * _errors[o.Sources[0]][i]);
                    local[i] = o switch
                    {
                        LeakyReluOperator { Slope: not (0 or 1) } l when PieceOf(o, i) != ActivationPiece.Active => Rounding(l.Slope * Magnitude(o.Sources[0], i)),
                        StepOperator s when PieceOf(o, i) == ActivationPiece.Unstable => Outward.Up((double)s.High - s.Low),
                        _ => 0,
                    };
                    break;
            }

            if (_constantErrors[o.Id] is { } constants && constants[i] != 0)
            {
                local[i] = Outward.Up(local[i] + constants[i]);
            }

            errors[i] = carried == 0 ? local[i] : Outward.Up(carried + local[i]);
        }

        Tighten(o);
    }

    // The affine form's bound where it is less, and none where a value may be beyond float32: the forward pass is infinite there.
    private void Tighten(NetworkOperator o)
    {
        if (!_forms.IsExhausted)
        {
            _forms.Add(o, _local[o.Id], i => Slopes(o, i));
        }

        double[] errors = _errors[o.Id];
        for (int i = 0; i < errors.Length; i++)
        {
            if (!_forms.IsExhausted && _forms.Bound(o.Id, i) is var bound && bound < errors[i])
            {
                errors[i] = bound;
            }

            // Written so that NaN is infinite as well.
            if (!(Math.Max(Math.Abs(_lower[o.Id][i]), Math.Abs(_upper[o.Id][i])) + errors[i] < float.MaxValue))
            {
                errors[i] = double.PositiveInfinity;
                if (!_forms.IsExhausted)
                {
                    _forms.Lose(o.Id, i);
                }
            }
        }
    }

    // Every product is rounded at most as often as there are terms, and once more: on its own or fused, and in the sums up to the bias. A product with zero, which units that are off give, rounds nothing.
    private (double Carried, double Local) Dense(DenseOperator d, int row)
    {
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan().Slice(row * d.Inputs, d.Inputs);
        double[] errors = _errors[d.Sources[0]];
        int terms = 0;
        double carried = 0, magnitude = d.Bias is null ? 0 : Math.Abs((double)d.Bias.Values[row]);
        for (int j = 0; j < weights.Length; j++)
        {
            if (weights[j] != 0)
            {
                double weight = Math.Abs((double)weights[j]), value = Magnitude(d.Sources[0], j);
                carried += weight * errors[j];
                magnitude += weight * value;
                terms += value == 0 ? 0 : 1;
            }
        }

        if (terms == 0)
        {
            return (0, 0); // The bias.
        }

        double roundings = (terms + 1) * UnitRoundoff, gamma = roundings < 1 ? roundings / (1 - roundings) : double.PositiveInfinity;
        carried = carried == 0 ? 0 : Affine.Total(0, carried, d.Inputs + 1) + carried;

        magnitude += Affine.Total(0, magnitude, d.Inputs + 1);
        double local = Outward.Up(Outward.Up(Outward.Up(gamma) * magnitude) + ((terms + 1) * Smallest));

        // Partial sums, as they are rounded, are at most the magnitude and that; where it overflows, so may they. NaN is infinite as well.
        local = Outward.Up(magnitude + local) < float.MaxValue ? local : double.PositiveInfinity;
        return (Outward.Up(carried), local);
    }

    // One rounding of a result of at most this magnitude, which was computed in double.
    private static double Rounding(double magnitude) => magnitude < float.MaxValue ? Outward.Up(Outward.Up(Outward.Up(magnitude) * UnitRoundoff) + Smallest) : double.PositiveInfinity;

    // The float32 value's magnitude.
    private double Magnitude(int id, int element)
    {
        double real = Math.Max(Math.Abs(_lower[id][element]), Math.Abs(_upper[id][element]));
        return _errors[id][element] == 0 ? real : Outward.Up(real + _errors[id][element]);
    }

    // Where both the real and the float32 pre-activation are.
    private ActivationPiece PieceOf(NetworkOperator o, int i)
    {
        int x = o.Sources[0];
        double error = _errors[x][i];
        return ActivationShape.PieceOf(o, i, error == 0 ? _lower[x][i] : Outward.Down(_lower[x][i] - error), error == 0 ? _upper[x][i] : Outward.Up(_upper[x][i] + error));
    }

    /// <summary>The slopes of the chords of an activation between its real and its float32 pre-activation. A step that may be crossed has its height as local error instead.</summary>
    private (double Least, double Greatest) Slopes(NetworkOperator o, int i) => PieceOf(o, i) switch
    {
        ActivationPiece.Active => (1, 1),
        ActivationPiece.Inactive => (ActivationShape.InactiveSlope(o), ActivationShape.InactiveSlope(o)),
        _ => o is StepOperator ? (0, 0) : (ActivationShape.InactiveSlope(o), 1),
    };
}
