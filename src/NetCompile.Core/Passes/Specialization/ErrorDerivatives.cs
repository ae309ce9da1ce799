using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>How far outputs are off, from the derivatives of each output with respect to every value: an interval of them multiplies what that value's operator adds.</summary>
/// <remarks>Cheaper than <see cref="ErrorForms"/>, once through the weights for each output, and never better.</remarks>
internal sealed class ErrorDerivatives
{
    /// <summary>Multiplications that derivatives may cost: about a tenth of a second.</summary>
    private const long MaxWork = 100_000_000;

    private readonly NetworkModel _model;
    private readonly double[][] _local;
    private readonly Func<NetworkOperator, int, (double Least, double Greatest)> _slopes;

    private ErrorDerivatives(NetworkModel model, double[][] local, Func<NetworkOperator, int, (double Least, double Greatest)> slopes) => (_model, _local, _slopes) = (model, local, slopes);

    /// <summary>The smaller of a bound for each output and what derivatives give; the bounds as they are where the network is too large.</summary>
    /// <param name="model">The network, without maxima.</param>
    /// <param name="local">For each operator what it adds to the error of each element.</param>
    /// <param name="slopes">The least and the greatest slope of a unit of an activation.</param>
    /// <param name="bounds">A bound for each output; where it is infinite nothing is known, whatever the derivatives say.</param>
    public static double[] Tighten(NetworkModel model, double[][] local, Func<NetworkOperator, int, (double Least, double Greatest)> slopes, double[] bounds)
    {
        if (SpecializationCounts.MultiplyAddsOf(model) * 3 * model.OutputCount > MaxWork)
        {
            return bounds;
        }

        ErrorDerivatives derivatives = new(model, local, slopes);
        return bounds.Select((bound, i) => !double.IsInfinity(bound) && derivatives.OfOutput(i) is var error && error < bound ? error : bound).ToArray();
    }

    private double OfOutput(int output)
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
                    (double flat, double steep) = _slopes(o, i);
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
