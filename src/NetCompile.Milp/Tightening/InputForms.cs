using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>The elements of values that no activation comes before, as affine functions of the inputs: <c>v = Σ a_j x_j + a₀ + δ</c>, <c>|δ| ≤ r</c>.</summary>
/// <remarks>
/// Layers are multiplied together in double: a coefficient summed from <c>K</c> products is off by at most <c>γ_K Σ|w_k||a_kj|</c>, which acts on <c>|x_j| ≤ X_j</c>. That, and the rounding of the float32 pass if it counts
/// (Propagation/ROUNDING.md, "What is bounded"), goes into <c>r</c>. A dense layer that reads the input itself has exactly its weights.
/// </remarks>
internal sealed class InputForms
{
    private readonly NetworkModel _model;
    private readonly Arithmetic _arithmetic;
    private readonly double[] _magnitudes;
    private readonly double[] _sum;
    private readonly Form[]?[] _forms;

    public InputForms(NetworkModel model, double[] lower, double[] upper, Arithmetic arithmetic)
    {
        (_model, _arithmetic) = (model, arithmetic);
        _magnitudes = [.. lower.Zip(upper, (l, u) => Math.Max(Math.Abs(l), Math.Abs(u)))];
        _sum = new double[lower.Length];
        _forms = new Form[]?[model.Operators.Length];
        foreach (NetworkOperator o in model.Operators)
        {
            _forms[o.Id] = o is InputOperator ? [.. Enumerable.Range(0, o.Count).Select(Input)]
                : o.IsActivation || o.Sources.Any(s => _forms[s] is null) ? null
                : [.. Enumerable.Range(0, o.Count).Select(i => Element(o, i))];
        }
    }

    /// <summary>Whether a value is an affine function of the inputs.</summary>
    public bool Has(int id) => _forms[id] is not null;

    /// <summary>An element of such a value.</summary>
    public Form this[int id, int element] => _forms[id]![element];

    private static Form Input(int j) => new([j], [1], 0, 0);

    private Form Element(NetworkOperator o, int i)
    {
        Form Source(int position = 0) => _forms[o.Sources[position]]![i];
        switch (o)
        {
            case DenseOperator d:
                ReadOnlySpan<float> weights = d.Weights.Values.AsSpan().Slice(i * d.Inputs, d.Inputs);
                return Dense(weights, d.Bias?.Values[i] ?? 0, o.Sources[0]);
            case ScaleOperator s:
                double factor = s.Factor.Values[i];
                return Combine(Source(), s.IsDivision ? 1 / factor : factor, null, 0, 0, roundings: factor is 1 or -1 ? 0 : 1);
            case ShiftOperator s:
                return Combine(Source(), 1, null, 0, s.Offset.Values[i], roundings: 1);
            case SumOperator s:
                return Combine(Source(), 1, Source(1), s.IsDifference ? -1 : 1, 0, roundings: 1);
            case GatherOperator g:
                return _forms[o.Sources[g.Indices[i].Source]]![g.Indices[i].Element];
            default:
                throw new NotSupportedException($"{o} is not affine.");
        }
    }

    private Form Dense(ReadOnlySpan<float> weights, double bias, int source)
    {
        Form[] x = _forms[source]!;
        Array.Clear(_sum);
        double constant = bias, radius = 0, magnitude = Math.Abs(bias);
        for (int k = 0; k < weights.Length; k++)
        {
            double w = weights[k];
            if (w == 0)
            {
                continue;
            }

            Add(w, x[k]);
            constant += w * x[k].Constant;
            radius += Math.Abs(w) * x[k].Radius;
            magnitude += Math.Abs(w) * (Size(x[k]) + x[k].Radius);
        }

        double own = _model.Operators[source] is InputOperator ? 0 : OutwardRounding.SumError(magnitude, weights.Length + _magnitudes.Length + 2);
        double single = _arithmetic == Arithmetic.Real ? 0 : (Rounding.SingleGamma(weights.Length, _arithmetic) * magnitude) + ((weights.Length + 1) * Rounding.SingleTiny);
        return Summed(constant, Sum(radius, own, single, magnitude));
    }

    // f·u + g·v + t, in float32 rounded so many times.
    private Form Combine(Form u, double f, Form? v, double g, double t, int roundings)
    {
        Array.Clear(_sum);
        Add(f, u);
        if (v is not null)
        {
            Add(g, v);
        }

        double constant = (f * u.Constant) + (v is null ? 0 : g * v.Constant) + t;
        double radius = (Math.Abs(f) * u.Radius) + (v?.Radius ?? 0);
        double magnitude = (Math.Abs(f) * (Size(u) + u.Radius)) + (v is null ? 0 : Size(v) + v.Radius) + Math.Abs(t);
        double single = _arithmetic == Arithmetic.Real ? 0 : roundings * ((Rounding.SingleUnit * magnitude) + Rounding.SingleTiny);
        return Summed(constant, Sum(radius, OutwardRounding.SumError(magnitude, _magnitudes.Length + 4), single, magnitude));
    }

    private void Add(double factor, Form form)
    {
        for (int k = 0; k < form.Inputs.Length; k++)
        {
            _sum[form.Inputs[k]] += factor * form.Coefficients[k];
        }
    }

    private Form Summed(double constant, double radius)
    {
        List<int> inputs = [];
        List<double> coefficients = [];
        for (int j = 0; j < _sum.Length; j++)
        {
            if (_sum[j] != 0)
            {
                inputs.Add(j);
                coefficients.Add(_sum[j]);
            }
        }

        return new Form([.. inputs], [.. coefficients], constant, radius);
    }

    // The parts of a radius are themselves computed with rounding, of far fewer than 10⁶ terms.
    // Beyond the format's range the float32 pass overflows, and nothing is known.
    private double Sum(double radius, double own, double single, double magnitude) =>
        _arithmetic == Arithmetic.Float32 && !(magnitude + single <= Rounding.SingleMax * 0.99) ? double.PositiveInfinity : (radius + own + single) * (1 + 1e-9);

    private double Size(Form form)
    {
        double sum = Math.Abs(form.Constant);
        for (int k = 0; k < form.Inputs.Length; k++)
        {
            sum += Math.Abs(form.Coefficients[k]) * _magnitudes[form.Inputs[k]];
        }

        return sum;
    }

    /// <summary>An affine function of the inputs.</summary>
    /// <param name="Inputs"><c>j</c>, each once.</param>
    /// <param name="Coefficients"><c>a</c>, one for each.</param>
    /// <param name="Constant"><c>a₀</c>.</param>
    /// <param name="Radius"><c>r ≥ 0</c>; NaN or infinite where nothing is known.</param>
    public sealed record Form(int[] Inputs, double[] Coefficients, double Constant, double Radius);
}
