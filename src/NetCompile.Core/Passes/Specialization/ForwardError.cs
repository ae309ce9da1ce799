using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>How far the float32 forward pass of a network can be from the real-valued network, output by output.</summary>
/// <remarks>
/// Each operator computes <c>v̂ = f(ŝ) + δ</c>; the bounds <c>|δ| ≤ d</c> are those of <c>Propagation/ROUNDING.md</c> and hold for any order of summation. Two bounds on <c>|v̂ − v|</c> follow, and the
/// smaller one counts for each output: forward, <c>e = |f'| e_s + d</c>; and backward, where each output's interval of derivatives with respect to each value multiplies that value's <c>d</c>.
/// The second keeps the signs of weights, which matters in deep networks; a neuron that is on one linear piece for both <c>v</c> and <c>v̂</c> has one derivative.
/// Everything is computed in double and rounded up.
/// </remarks>
internal sealed class ForwardError
{
    /// <summary>Half the distance of 1 to the next float32.</summary>
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>The smallest positive float32: an operation that underflows is off by at most half of it.</summary>
    private const double Smallest = float.Epsilon;

    /// <summary>Multiplications that derivatives may cost: about a tenth of a second. With more, the forward bound alone is used.</summary>
    private const long MaxBackwardWork = 100_000_000;

    private readonly NetworkModel _model;
    private readonly double[][] _lower, _upper;
    private readonly double[]?[] _constantErrors;
    private readonly double[][] _errors, _local;

    private ForwardError(NetworkModel model, double[][] lower, double[][] upper, double[]?[] constantErrors)
    {
        (_model, _lower, _upper, _constantErrors) = (model, lower, upper, constantErrors);
        _errors = new double[model.Operators.Length][];
        _local = new double[model.Operators.Length][];
    }

    /// <summary>The bound for each output; infinite where a value may overflow.</summary>
    /// <param name="model">The network as it runs, without maxima.</param>
    /// <param name="lower">For each operator the least real value of each element over the inputs in question.</param>
    /// <param name="upper">For each operator the greatest.</param>
    /// <param name="constantErrors">For each operator what its elements are off by because its constants are not those of the real-valued network; null where they are.</param>
    public static double[] OfOutputs(NetworkModel model, double[][] lower, double[][] upper, double[]?[] constantErrors)
    {
        ForwardError pass = new(model, lower, upper, constantErrors);
        foreach (NetworkOperator o in model.Operators)
        {
            pass.Forward(o);
        }

        double[] result = new double[model.OutputCount];
        bool isAffordable = SpecializationCounts.MultiplyAddsOf(model) * 3 * model.OutputCount <= MaxBackwardWork;
        for (int i = 0; i < result.Length; i++)
        {
            double forward = pass._errors[model.Output][i], backward = double.IsInfinity(forward) || !isAffordable ? forward : pass.Backward(i);
            result[i] = backward < forward ? backward : forward;
        }

        return result;
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
                        StepOperator s when PieceOf(o, i) == ActivationPiece.Unstable => (double)s.High - s.Low,
                        _ => 0,
                    };
                    break;
            }

            if (_constantErrors[o.Id] is { } constants && constants[i] != 0)
            {
                local[i] = Outward.Up(local[i] + constants[i]);
            }

            double sum = carried == 0 ? local[i] : Outward.Up(carried + local[i]);

            // Written so that NaN is infinite as well. A value beyond float32 makes the forward pass infinite.
            errors[i] = Math.Max(Math.Abs(_lower[o.Id][i]), Math.Abs(_upper[o.Id][i])) + sum < float.MaxValue ? sum : double.PositiveInfinity;
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

        // Partial sums are at most the magnitude; where that overflows, so may they.
        magnitude += Affine.Total(0, magnitude, d.Inputs + 1);
        double local = magnitude < float.MaxValue ? Outward.Up(Outward.Up(Outward.Up(gamma) * magnitude) + ((terms + 1) * Smallest)) : double.PositiveInfinity;
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

    private double Backward(int output)
    {
        int count = _model.Output + 1;
        double[]?[] low = new double[count][], high = new double[count][];
        DerivativesOf(low, high, _model.Output);
        low[_model.Output]![output] = high[_model.Output]![output] = 1;
        double error = 0;
        int terms = 0;
        for (int id = _model.Output; id > 0; id--)
        {
            if (low[id] is not { } least || high[id] is not { } greatest)
            {
                continue;
            }

            NetworkOperator o = _model.Operators[id];
            for (int i = 0; i < least.Length; i++)
            {
                double steepest = Math.Max(Math.Abs(least[i]), Math.Abs(greatest[i]));
                if (steepest != 0 && _local[id][i] != 0)
                {
                    error += steepest * _local[id][i];
                    terms++;
                }
            }

            foreach (int source in o.Sources)
            {
                DerivativesOf(low, high, source);
            }

            PassBack(o, least, greatest, low, high);
            low[id] = high[id] = null;
        }

        return error == 0 ? 0 : error + Affine.Total(0, error, terms);
    }

    private void DerivativesOf(double[]?[] low, double[]?[] high, int id)
    {
        low[id] ??= new double[_model.Operators[id].Count];
        high[id] ??= new double[_model.Operators[id].Count];
    }

    private void PassBack(NetworkOperator o, double[] least, double[] greatest, double[]?[] low, double[]?[] high)
    {
        if (o is DenseOperator d)
        {
            PassBack(d, least, greatest, low[d.Sources[0]]!, high[d.Sources[0]]!);
            return;
        }

        for (int i = 0; i < least.Length; i++)
        {
            if (least[i] == 0 && greatest[i] == 0)
            {
                continue;
            }

            switch (o)
            {
                case ScaleOperator s:
                    double factor = s.Factor.Values[i];
                    double a = s.IsDivision ? least[i] / factor : least[i] * factor, b = s.IsDivision ? greatest[i] / factor : greatest[i] * factor;
                    Add(s.Sources[0], i, Outward.Down(Math.Min(a, b)), Outward.Up(Math.Max(a, b)));
                    break;

                case ShiftOperator t:
                    Add(t.Sources[0], i, least[i], greatest[i]);
                    break;

                case SumOperator s:
                    Add(s.Sources[0], i, least[i], greatest[i]);
                    Add(s.Sources[1], i, s.IsDifference ? -greatest[i] : least[i], s.IsDifference ? -least[i] : greatest[i]);
                    break;

                case GatherOperator g:
                    Add(g.Sources[g.Indices[i].Source], g.Indices[i].Element, least[i], greatest[i]);
                    break;

                default:
                    (double flat, double steep) = Slopes(o, i);
                    Add(o.Sources[0], i, Times(least[i], least[i] < 0 ? steep : flat, up: false), Times(greatest[i], greatest[i] > 0 ? steep : flat, up: true));
                    break;
            }
        }

        void Add(int id, int element, double from, double to)
        {
            low[id]![element] = low[id]![element] == 0 ? from : Outward.Down(low[id]![element] + from);
            high[id]![element] = high[id]![element] == 0 ? to : Outward.Up(high[id]![element] + to);
        }

        static double Times(double value, double slope, bool up) => slope == 1 ? value : slope == 0 ? 0 : up ? Outward.Up(value * slope) : Outward.Down(value * slope);
    }

    private static void PassBack(DenseOperator d, double[] least, double[] greatest, double[] low, double[] high)
    {
        double[] magnitudes = new double[d.Inputs];
        ReadOnlySpan<float> all = d.Weights.Values.AsSpan();
        int terms = 1;
        for (int j = 0; j < magnitudes.Length; j++)
        {
            magnitudes[j] = Math.Max(Math.Abs(low[j]), Math.Abs(high[j]));
        }

        for (int i = 0; i < least.Length; i++)
        {
            double from = least[i], to = greatest[i], steepest = Math.Max(Math.Abs(from), Math.Abs(to));
            if (steepest == 0)
            {
                continue;
            }

            terms++;
            ReadOnlySpan<float> weights = all.Slice(i * d.Inputs, d.Inputs);
            for (int j = 0; j < weights.Length; j++)
            {
                double weight = weights[j];
                low[j] += weight * (weight > 0 ? from : to);
                high[j] += weight * (weight > 0 ? to : from);
                magnitudes[j] += Math.Abs(weight) * steepest;
            }
        }

        for (int j = 0; j < magnitudes.Length; j++)
        {
            double error = Outward.SumError(magnitudes[j], terms);
            low[j] = Outward.Down(low[j] - error);
            high[j] = Outward.Up(high[j] + error);
        }
    }
}
