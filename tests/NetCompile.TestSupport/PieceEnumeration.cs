using NetCompile.Models;

namespace NetCompile.TestSupport;

/// <summary>
/// The greatest value of a linear function of a small network's outputs over a box, by trying every combination of linear pieces: on each the network is affine in its input, so a linear program over the input alone
/// decides it. Shares nothing with the encodings. Pieces are closed: a step may take each of its values at zero.
/// </summary>
public sealed class PieceEnumeration
{
    private readonly NetworkModel _model;
    private readonly double[] _lower, _upper, _objective;
    private readonly Affine[][] _values;
    private readonly List<(double[] Row, double Side)> _constraints = [];
    private double _best = double.NegativeInfinity;

    private PieceEnumeration(NetworkModel model, double[] lower, double[] upper, double[] objective)
    {
        (_model, _lower, _upper, _objective) = (model, lower, upper, objective);
        _values = new Affine[model.Operators.Length][];
        _values[0] = [.. Enumerable.Range(0, model.InputCount).Select(j => new Affine([.. Enumerable.Range(0, model.InputCount).Select(k => k == j ? 1.0 : 0.0)], 0))];
    }

    /// <summary>The number of piece combinations that were not excluded by the box alone.</summary>
    public int Leaves { get; private set; }

    /// <summary>The greatest value of <c>objective · y</c>.</summary>
    public static double Maximize(NetworkModel model, double[] lower, double[] upper, double[] objective)
    {
        PieceEnumeration enumeration = new(model, lower, upper, objective);
        enumeration.Visit(1, 0);
        return enumeration._best;
    }

    private void Visit(int id, int element)
    {
        if (id == _model.Operators.Length)
        {
            Solve();
            return;
        }

        NetworkOperator o = _model.Operators[id];
        if (element == 0)
        {
            _values[id] = o.IsActivation ? new Affine[o.Count] : Linear(o);
        }

        if (!o.IsActivation || element == o.Count)
        {
            Visit(id + 1, 0);
            return;
        }

        foreach ((Affine value, Affine[] nonnegative) in Pieces(o, element))
        {
            // On the box alone, is the piece empty?
            if (nonnegative.Any(g => Greatest(g) < -1e-12))
            {
                continue;
            }

            _values[id][element] = value;
            int count = _constraints.Count;
            _constraints.AddRange(nonnegative.Where(g => !IsConstant(g)).Select(g => (Array.ConvertAll(g.Gradient, v => -v), g.Constant)));
            Visit(id, element + 1);
            _constraints.RemoveRange(count, _constraints.Count - count);
        }
    }

    private IEnumerable<(Affine Value, Affine[] Nonnegative)> Pieces(NetworkOperator o, int i)
    {
        Affine[] source = _values[o.Sources[0]];
        switch (o)
        {
            case ReluOperator:
                return [(source[i], [source[i]]), (Affine.Of(0, source[i]), [source[i].Times(-1)])];
            case LeakyReluOperator l:
                return [(source[i], [source[i]]), (source[i].Times(l.Slope), [source[i].Times(-1)])];
            case ClipOperator c:
                double p = c.Lower.Values[i], q = c.Upper.Values[i];
                List<(Affine, Affine[])> pieces = [(source[i], [.. Above(source[i], p), .. Below(source[i], q)])];
                if (double.IsFinite(p))
                {
                    pieces.Add((Affine.Of(p, source[i]), Below(source[i], p)));
                }

                if (double.IsFinite(q))
                {
                    pieces.Add((Affine.Of(q, source[i]), Above(source[i], q)));
                }

                return pieces;
            case MaximumOperator m:
                return m.Groups[i].Select(j => (source[j], m.Groups[i].Where(k => k != j).Select(k => source[j].Plus(source[k], -1)).ToArray()));
            case StepOperator s:
                Affine a = source[i];
                return [(Affine.Of(s.High, a), [a]), (Affine.Of(s.Low, a), [a.Times(-1)]), (Affine.Of(s.AtZero, a), [a, a.Times(-1)])];
            default:
                throw new NotSupportedException(o.ToString());
        }
    }

    private static Affine[] Above(Affine a, double end) => double.IsFinite(end) ? [a with { Constant = a.Constant - end }] : [];

    private static Affine[] Below(Affine a, double end) => double.IsFinite(end) ? [a.Times(-1) with { Constant = end - a.Constant }] : [];

    private Affine[] Linear(NetworkOperator o)
    {
        Affine[] x = o.Sources.IsEmpty ? [] : _values[o.Sources[0]];
        return o switch
        {
            DenseOperator d => [.. Enumerable.Range(0, d.Outputs).Select(i => Enumerable.Range(0, d.Inputs).Aggregate(
                Affine.Of(d.Bias?.Values[i] ?? 0, x[0]), (sum, j) => sum.Plus(x[j], d.Weights.Values[(i * d.Inputs) + j])))],
            ScaleOperator s => [.. x.Select((a, i) => a.Times(s.IsDivision ? 1.0 / s.Factor.Values[i] : s.Factor.Values[i]))],
            ShiftOperator t => [.. x.Select((a, i) => a with { Constant = a.Constant + t.Offset.Values[i] })],
            SumOperator s => [.. x.Select((a, i) => a.Plus(_values[s.Sources[1]][i], s.IsDifference ? -1 : 1))],
            GatherOperator g => [.. g.Indices.Select(k => _values[g.Sources[k.Source]][k.Element])],
            _ => throw new NotSupportedException(o.ToString()),
        };
    }

    private double Greatest(Affine a) => a.Constant + a.Gradient.Select((g, j) => Math.Max(g * _lower[j], g * _upper[j])).Sum();

    private static bool IsConstant(Affine a) => a.Gradient.All(g => g == 0);

    private void Solve()
    {
        Leaves++;
        Affine objective = _values[_model.Output].Select((y, i) => y.Times(_objective[i])).Aggregate((u, v) => u.Plus(v, 1));
        int n = _lower.Length;

        // x = lower + t, 0 ≤ t ≤ width.
        List<double[]> rows = [];
        List<double> sides = [];
        for (int j = 0; j < n; j++)
        {
            rows.Add([.. Enumerable.Range(0, n).Select(k => k == j ? 1.0 : 0.0)]);
            sides.Add(_upper[j] - _lower[j]);
        }

        foreach ((double[] row, double side) in _constraints)
        {
            rows.Add(row);
            sides.Add(side - row.Select((r, j) => r * _lower[j]).Sum());
        }

        double? least = DenseSimplex.Minimize([.. objective.Gradient.Select(g => -g)], rows, sides);
        _best = least is { } value ? Math.Max(_best, objective.Constant + objective.Gradient.Select((g, j) => g * _lower[j]).Sum() - value) : _best;
    }

    private sealed record Affine(double[] Gradient, double Constant)
    {
        public static Affine Of(double constant, Affine like) => new(new double[like.Gradient.Length], constant);

        public Affine Times(double factor) => new(Array.ConvertAll(Gradient, g => factor * g), factor * Constant);

        public Affine Plus(Affine other, double factor) => new([.. Gradient.Zip(other.Gradient, (a, b) => a + (factor * b))], Constant + (factor * other.Constant));
    }
}
