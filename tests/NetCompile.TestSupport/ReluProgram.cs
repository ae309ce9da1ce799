using NetCompile.Models;

namespace NetCompile.TestSupport;

/// <summary>
/// Small ReLU networks as linear programs: the triangle relaxation [PT] eq. (8) over given bounds, and the exact range by enumerating the phases of unstable neurons.
/// Affine operators and ReLUs only.
/// </summary>
public sealed class ReluProgram
{
    private readonly NetworkModel _model;
    private readonly double[][] _lower, _upper;

    /// <param name="model">The network.</param>
    /// <param name="lower">Lower bounds of every operator's value, by operator id; the input's is the box.</param>
    /// <param name="upper">Upper bounds.</param>
    public ReluProgram(NetworkModel model, double[][] lower, double[][] upper) => (_model, _lower, _upper) = (model, lower, upper);

    /// <summary>The range of output <paramref name="k"/> over the triangle relaxation, in which every pre-activation also keeps its bounds.</summary>
    public (double Lower, double Upper) Triangle(int k) => (Solve(k, 1, null)!.Value, -Solve(k, -1, null)!.Value);

    /// <summary>The exact range of output <paramref name="k"/>.</summary>
    public (double Lower, double Upper) Exact(int k) => (Least(k, 1), -Least(k, -1));

    /// <summary>The range of output <paramref name="k"/> where unstable neurons have the given phases.</summary>
    public (double Lower, double Upper) Fixed(int k, Dictionary<(int Relu, int Neuron), bool> phases) => (Solve(k, 1, phases)!.Value, -Solve(k, -1, phases)!.Value);

    private double Least(int k, double sign)
    {
        List<(int, int)> unstable =
            [.. _model.Operators.OfType<ReluOperator>().SelectMany(o => Enumerable.Range(0, o.Count).Select(i => (o.Id, i))).Where(n => IsUnstable(n.Id, n.i))];
        double least = double.PositiveInfinity;
        for (int pattern = 0; pattern < 1 << unstable.Count; pattern++)
        {
            Dictionary<(int, int), bool> phases = [];
            for (int i = 0; i < unstable.Count; i++)
            {
                phases[unstable[i]] = (pattern >> i & 1) == 1;
            }

            least = Math.Min(least, Solve(k, sign, phases) ?? double.PositiveInfinity);
        }

        return least;
    }

    private bool IsUnstable(int relu, int i)
    {
        int source = _model.Operators[relu].Sources[0];
        return _lower[source][i] < 0 && _upper[source][i] > 0;
    }

    /// <summary>Variables are the inputs' and the relaxed neurons' heights above their lower bounds; every value is an affine function of them.</summary>
    private double? Solve(int k, double sign, Dictionary<(int, int), bool>? phases)
    {
        int inputs = _model.InputCount, count = inputs;
        Dictionary<(int, int), int> variable = [];
        if (phases is null)
        {
            foreach (NetworkOperator o in _model.Operators.Where(o => o is ReluOperator))
            {
                for (int i = 0; i < o.Count; i++)
                {
                    if (IsUnstable(o.Id, i))
                    {
                        variable[(o.Id, i)] = count++;
                    }
                }
            }
        }

        List<double[]> rows = [];
        List<double> rightHandSides = [];
        // f ≤ value.
        void AtMost(double[] f, double value)
        {
            rows.Add(f[..count]);
            rightHandSides.Add(value - f[count]);
        }

        double[][][] values = new double[_model.Operators.Length][][];
        foreach (NetworkOperator o in _model.Operators)
        {
            values[o.Id] = new double[o.Count][];
            for (int i = 0; i < o.Count; i++)
            {
                double[] f = new double[count + 1];
                double[] Source(int s, int e) => values[o.Sources[s]][e];
                switch (o)
                {
                    case InputOperator:
                        f[i] = 1;
                        f[count] = _lower[0][i];
                        AtMost(f, _upper[0][i]);
                        break;
                    case ReluOperator:
                        double[] a = Source(0, i);
                        double l = _lower[o.Sources[0]][i], u = _upper[o.Sources[0]][i];
                        if (!IsUnstable(o.Id, i))
                        {
                            f = l >= 0 ? a : f;
                        }
                        else if (phases is not null)
                        {
                            bool isActive = phases[(o.Id, i)];
                            AtMost(isActive ? Combine(-1, a, 0, a) : a, 0);
                            f = isActive ? a : f;
                        }
                        else
                        {
                            f[variable[(o.Id, i)]] = 1;
                            double s = u / (u - l);
                            AtMost(Combine(1, a, -1, f), 0);
                            AtMost(Combine(1, f, -s, a), -s * l);
                            AtMost(a, u);
                            AtMost(Combine(-1, a, 0, a), -l);
                        }

                        break;
                    case DenseOperator d:
                        f[count] = d.Bias is null ? 0 : d.Bias.Values[i];
                        for (int j = 0; j < d.Inputs; j++)
                        {
                            f = Combine(1, f, d.Weights.Values[(i * d.Inputs) + j], Source(0, j));
                        }

                        break;
                    case SumOperator sum:
                        f = Combine(1, Source(0, i), sum.IsDifference ? -1 : 1, Source(1, i));
                        break;
                    case GatherOperator g:
                        f = Source(g.Indices[i].Source, g.Indices[i].Element);
                        break;
                    default:
                        throw new NotSupportedException($"No linear program for {o.Kind}.");
                }

                values[o.Id][i] = f;
            }
        }

        double[] objective = Combine(sign, values[_model.Output][k], 0, values[_model.Output][k]);
        return DenseSimplex.Minimize(objective[..count], rows, rightHandSides) is { } least ? least + objective[count] : null;
    }

    private static double[] Combine(double p, double[] f, double q, double[] g) => [.. f.Zip(g, (x, y) => (p * x) + (q * y))];
}
