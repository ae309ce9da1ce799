using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>What each value of a forward pass is off by, as an affine form: <c>Σ c_k ε_k ± rest</c> with <c>|ε_k| ≤ 1</c>.</summary>
/// <remarks>
/// Two values that are off for the same reason share its symbol, so that a difference cancels what they have in common; intervals would add it. A unit that may be on either side of its kink has a slope
/// <c>m ± d</c>: its form is <c>m</c> times that of its input, and <c>d</c> times the magnitude of it becomes rest. What is rest gets symbols of its own where a layer mixes it.
/// The forms' own rounding, in double, goes to the rest.
/// </remarks>
internal sealed class ErrorForms
{
    /// <summary>Multiplications that the forms may cost: about a third of a second.</summary>
    public const long MaxWork = 300_000_000;

    /// <summary>Coefficients that are held at most: 64 MB.</summary>
    private const long MaxCoefficients = 8_000_000;

    private readonly double[][][] _coefficients;
    private readonly double[][] _rest;
    private readonly int[] _readers;
    private readonly long _maxWork;
    private int _symbols;
    private long _work, _held;

    /// <param name="model">The network, without maxima.</param>
    /// <param name="maxWork">Multiplications that the forms may cost.</param>
    public ErrorForms(NetworkModel model, long maxWork)
    {
        int count = model.Operators.Length;
        (_coefficients, _rest, _readers, _maxWork) = (new double[count][][], new double[count][], new int[count], maxWork);
        foreach (int source in model.Operators.SelectMany(o => o.Sources))
        {
            _readers[source]++;
        }
    }

    /// <summary>Whether the network was too large; the forms say nothing any more.</summary>
    public bool IsExhausted => _work > _maxWork || _held > MaxCoefficients;

    /// <summary>The form of each element of an operator, from those of its sources.</summary>
    /// <param name="o">The operator.</param>
    /// <param name="local">What its own rounding and its constants add.</param>
    /// <param name="slopes">The least and the greatest slope of a unit of an activation.</param>
    public void Add(NetworkOperator o, double[] local, Func<int, (double Least, double Greatest)> slopes)
    {
        double[][] forms = new double[o.Count][];
        double[] rest = new double[o.Count];
        (_coefficients[o.Id], _rest[o.Id]) = (forms, rest);
        foreach (int source in o.Sources.Distinct())
        {
            // What several elements read is one error, not one for each.
            if (_readers[source] > 1 || o is DenseOperator or SumOperator or GatherOperator)
            {
                GiveSymbols(source);
            }
        }

        for (int i = 0; i < forms.Length && !IsExhausted; i++)
        {
            (forms[i], double own) = o switch
            {
                InputOperator => (Array.Empty<double>(), 0),
                DenseOperator d => Dense(d, i),
                ScaleOperator s => Times(s.Sources[0], i, s.IsDivision ? 1 / (double)s.Factor.Values[i] : s.Factor.Values[i]),
                ShiftOperator t => (_coefficients[t.Sources[0]][i], _rest[t.Sources[0]][i]),
                SumOperator s => Sum(s, i),
                GatherOperator g => (_coefficients[g.Sources[g.Indices[i].Source]][g.Indices[i].Element], 0),
                _ => Activation(o.Sources[0], i, slopes(i)),
            };
            rest[i] = local[i] == 0 ? own : own == 0 ? local[i] : Outward.Up(own + local[i]);
        }
    }

    /// <summary>The greatest magnitude of an element's error; NaN or infinite where nothing is known.</summary>
    public double Bound(int id, int element)
    {
        double total = Total(_coefficients[id][element]), rest = _rest[id][element];
        return total == 0 ? rest : rest == 0 ? total : Outward.Up(total + rest);
    }

    /// <summary>Takes note that nothing is known of an element.</summary>
    public void Lose(int id, int element) => _rest[id][element] = double.PositiveInfinity;

    private void GiveSymbols(int id)
    {
        for (int i = 0; i < _rest[id].Length; i++)
        {
            if (_rest[id][i] == 0 || IsExhausted)
            {
                continue;
            }

            double[] extended = Allocate(_symbols + 1);
            _coefficients[id][i].CopyTo(extended, 0);
            extended[_symbols++] = _rest[id][i];
            (_coefficients[id][i], _rest[id][i]) = (extended, 0);
        }
    }

    private (double[] Form, double Remainder) Dense(DenseOperator d, int row)
    {
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan().Slice(row * d.Inputs, d.Inputs);
        double[][] sources = _coefficients[d.Sources[0]];
        int length = 0, terms = 0;
        for (int j = 0; j < weights.Length; j++)
        {
            length = weights[j] == 0 ? length : Math.Max(length, sources[j].Length);
        }

        double[] sum = Allocate(length);
        double magnitude = 0;
        for (int j = 0; j < weights.Length; j++)
        {
            double weight = weights[j];
            double[] form = sources[j];
            if (weight == 0 || form.Length == 0)
            {
                continue;
            }

            _work += form.Length;
            terms++;
            double total = 0;
            for (int k = 0; k < form.Length; k++)
            {
                sum[k] += weight * form[k];
                total += Math.Abs(form[k]);
            }

            magnitude += Math.Abs(weight) * total;
        }

        return (sum, Rounding(magnitude, terms, length));
    }

    private (double[] Form, double Remainder) Sum(SumOperator s, int i)
    {
        double[] left = _coefficients[s.Sources[0]][i], right = _coefficients[s.Sources[1]][i];
        double[] sum = Allocate(Math.Max(left.Length, right.Length));
        left.CopyTo(sum, 0);
        for (int k = 0; k < right.Length; k++)
        {
            sum[k] += s.IsDifference ? -right[k] : right[k];
        }

        return (sum, Rounding(Total(left) + Total(right), 2, sum.Length));
    }

    private (double[] Form, double Remainder) Times(int source, int i, double factor)
    {
        double[] form = _coefficients[source][i], product = Allocate(form.Length);
        for (int k = 0; k < product.Length; k++)
        {
            product[k] = form[k] * factor;
        }

        double rest = _rest[source][i] == 0 ? 0 : Outward.Up(Outward.Up(_rest[source][i] * Math.Abs(factor)));
        double rounding = Rounding(Total(product), product.Length == 0 ? 0 : 2, product.Length);
        return (product, rounding == 0 ? rest : Outward.Up(rest + rounding));
    }

    private (double[] Form, double Remainder) Activation(int source, int i, (double Least, double Greatest) slopes)
    {
        if (slopes.Greatest == 0)
        {
            return (Array.Empty<double>(), 0);
        }

        if (slopes.Least == 1)
        {
            return (_coefficients[source][i], _rest[source][i]);
        }

        double middle = (slopes.Least + slopes.Greatest) / 2;
        (double[] form, double rest) = Times(source, i, middle);
        double bound = Bound(source, i);
        if (bound == 0 || slopes.Least == slopes.Greatest)
        {
            return (form, rest);
        }

        double deviation = Outward.Up(Math.Max(slopes.Greatest - middle, middle - slopes.Least));
        return (form, Outward.Up(rest + Outward.Up(deviation * bound)));
    }

    // All coefficients together; each is a sum of so many products, and the magnitude is that of the products of all, as it was computed.
    private static double Rounding(double magnitude, int terms, int coefficients)
    {
        if (terms == 0)
        {
            return 0;
        }

        double exact = Outward.Up(magnitude + Outward.SumError(magnitude, terms + coefficients));
        return Outward.Up(Outward.SumError(exact, terms + 1) + ((double)coefficients * (terms + 1) * double.Epsilon));
    }

    private static double Total(double[] form)
    {
        double total = 0;
        foreach (double c in form)
        {
            total += Math.Abs(c);
        }

        return total == 0 ? 0 : Outward.Up(total + Outward.SumError(total, form.Length));
    }

    private double[] Allocate(int length)
    {
        _held += length;
        return new double[length];
    }
}
