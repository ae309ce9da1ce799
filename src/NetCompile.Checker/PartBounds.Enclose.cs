using NetCompile.Models;

namespace NetCompile.Checker;

/// <content>
/// Forward: every element is enclosed as <c>v = Σ_j a_j ε_j + a_n ± r</c>, the inputs written as <c>x_j = c_j + ρ_j ε_j</c>, <c>|ε_j| ≤ 1</c>. All rounding goes into <c>r</c>.
/// With many inputs there are no <c>ε</c>, which leaves interval arithmetic.
/// </content>
internal sealed partial class PartBounds
{
    private readonly int _formInputs;
    private readonly int _formStride;
    private readonly double[] _forms;
    private readonly double[] _radius;
    private readonly double[][] _scratch;

    /// <summary><c>a_1 … a_n</c>, then the constant, padded.</summary>
    private Span<double> Form(int id, int i) => _forms.AsSpan((_offset[id] + i) * _formStride, _formStride);

    private Span<double> Forms(int id) => _forms.AsSpan(_offset[id] * _formStride, _model.Operators[id].Count * _formStride);

    private Span<double> Radius(int id) => _radius.AsSpan(_offset[id], _model.Operators[id].Count);

    private void EncloseInput()
    {
        Span<double> lower = Lower(0), upper = Upper(0), error = Error(0);
        for (int j = 0; j < lower.Length; j++)
        {
            double magnitude = Magnitude(lower[j], upper[j]);
            error[j] = _net.Gamma * magnitude;
            Require(magnitude);
            (double center, double radius) = Split(lower[j], upper[j]);
            Span<double> form = Form(0, j);
            form.Clear();
            form[_formInputs] = center;
            Radius(0)[j] = _formInputs == 0 ? radius : 0;
            if (_formInputs > 0)
            {
                form[j] = radius;
            }
        }
    }

    /// <summary>A centre, rounded as it likes, and a radius that reaches both ends from it.</summary>
    private static (double Center, double Radius) Split(double lower, double upper)
    {
        double center = (0.5 * lower) + (0.5 * upper);
        return (center, Math.BitIncrement(Math.Max(upper - center, center - lower)));
    }

    /// <summary>Encloses an operator's value from its sources', sets its <see cref="Error"/>, and tightens its bounds.</summary>
    private void Enclose(NetworkOperator o)
    {
        Span<double> radius = Radius(o.Id), error = Error(o.Id);
        double gamma = _net.Gamma;
        if (o is DenseOperator)
        {
            EncloseDense(o.Id, o.Sources[0]);
        }
        else
        {
            for (int i = 0; i < o.Count; i++)
            {
                Span<double> form = Form(o.Id, i);
                form.Clear();
                // The magnitude of what is computed, of value and of form: the error of passing this element is in proportion to it.
                double magnitude = 0, formError = 0;
                radius[i] = 0;
                switch (o)
                {
                    case ScaleOperator s:
                        double factor = s.IsDivision ? 1 / (double)s.Factor.Values[i] : s.Factor.Values[i];
                        Add(form, o.Sources[0], i, factor, ref radius[i], ref magnitude, ref formError);
                        error[i] = (gamma * magnitude) + _net.SingleError(1, magnitude);
                        break;
                    case ShiftOperator s:
                        Add(form, o.Sources[0], i, 1, ref radius[i], ref magnitude, ref formError);
                        form[_formInputs] += s.Offset.Values[i];
                        magnitude += Math.Abs(s.Offset.Values[i]);
                        error[i] = (gamma * magnitude) + _net.SingleError(1, magnitude);
                        break;
                    case SumOperator s:
                        Add(form, o.Sources[0], i, 1, ref radius[i], ref magnitude, ref formError);
                        Add(form, o.Sources[1], i, s.IsDifference ? -1 : 1, ref radius[i], ref magnitude, ref formError);
                        error[i] = (gamma * magnitude) + _net.SingleError(1, magnitude);
                        break;
                    case GatherOperator g:
                        Add(form, o.Sources[g.Indices[i].Source], g.Indices[i].Element, 1, ref radius[i], ref magnitude, ref formError);
                        error[i] = gamma * magnitude;
                        break;
                    case { IsActivation: true }:
                        EncloseActivation(o, i, form, ref radius[i], ref magnitude, ref formError);
                        // The lines are not set yet; their error is, when they are.
                        error[i] = o is LeakyReluOperator ? _net.SingleError(1, magnitude) : 0;
                        break;
                    default:
                        throw new NotSupportedException($"The checker knows no operator of kind {o.Kind}.");
                }

                Require(magnitude + error[i]);
                // What is added to a radius here is at most twice what rounding can do.
                radius[i] += (gamma * (formError + magnitude)) + error[i] + Tiny;
            }
        }

        ReadOnlySpan<double> forms = Forms(o.Id);
        Span<double> lower = Lower(o.Id), upper = Upper(o.Id);
        for (int i = 0; i < lower.Length; i++)
        {
            ReadOnlySpan<double> form = forms.Slice(i * _formStride, _formStride);
            double total = Kernels.Magnitude(form), center = form[_formInputs], reach = total - Math.Abs(center);
            double slack = ((radius[i] + (gamma * total)) * (1 + 1e-9)) + Tiny;
            lower[i] = Math.Max(lower[i], Math.BitDecrement(center - reach - slack));
            upper[i] = Math.Min(upper[i], Math.BitIncrement(center + reach + slack));
            IsEmpty |= lower[i] > upper[i];
        }
    }

    /// <summary>Adds a source's element times a factor to a form.</summary>
    private void Add(Span<double> form, int source, int element, double factor, ref double radius, ref double magnitude, ref double formError)
    {
        ReadOnlySpan<double> from = Form(source, element);
        for (int j = 0; j < form.Length; j++)
        {
            form[j] += factor * from[j];
        }

        radius += Math.Abs(factor) * Radius(source)[element];
        magnitude += Math.Abs(factor) * Magnitude(Lower(source)[element], Upper(source)[element]);
        formError += Math.Abs(factor) * Kernels.Magnitude(from);
    }

    /// <summary><c>σ(a)</c> lies between two parallel lines over <c>a</c>'s range: the one half-way is applied to the form, half the distance is added to the radius.</summary>
    private void EncloseActivation(NetworkOperator o, int i, Span<double> form, ref double radius, ref double magnitude, ref double formError)
    {
        int source = o.Sources[0];
        double lower = Lower(source)[i], upper = Upper(source)[i], slope = Relaxation.LinearSlope(o, i, lower, upper), below = 0, above = 0;
        if (double.IsNaN(slope))
        {
            slope = Relaxation.AboveSlope(o, i, lower, upper);
            (below, above) = Relaxation.Offsets(o, i, lower, upper, slope);
        }
        else if (o is ClipOperator && slope == 0)
        {
            below = above = Relaxation.Value(o, i, lower);
        }

        if (slope != 0)
        {
            Add(form, source, i, slope, ref radius, ref magnitude, ref formError);
        }

        (double center, double half) = Split(below, above);
        form[_formInputs] += center;
        radius += half;
        magnitude += Magnitude(below, above);
        // Whatever the form says, the value is one of the activation.
        Narrow(o.Id, i, Relaxation.Value(o, i, lower) is var low && o is LeakyReluOperator ? Math.BitDecrement(low - _net.SingleError(1, Math.Abs(low))) : low,
            Relaxation.Value(o, i, upper) is var high && o is LeakyReluOperator ? Math.BitIncrement(high + _net.SingleError(1, Math.Abs(high))) : high);
    }

    private void EncloseDense(int id, int source)
    {
        DenseOperator dense = (DenseOperator)_model.Operators[id];
        ReadOnlySpan<double> weights = _net.Weights(id), bias = _net.Bias(id);
        int stride = Kernels.Pad(dense.Inputs), live = 0;
        Span<double> reach = _scratch[0].AsSpan(0, stride), magnitudes = _scratch[1].AsSpan(0, stride), centers = _scratch[2].AsSpan(0, stride);
        reach.Clear();
        magnitudes.Clear();
        centers.Clear();
        ReadOnlySpan<double> sourceForms = Forms(source), lower = Lower(source), upper = Upper(source), sourceRadius = Radius(source);
        for (int k = 0; k < lower.Length; k++)
        {
            ReadOnlySpan<double> form = sourceForms.Slice(k * _formStride, _formStride);
            double total = Kernels.Magnitude(form);
            magnitudes[k] = Magnitude(lower[k], upper[k]);
            // Forms are summed with rounding in proportion to what they reach.
            reach[k] = sourceRadius[k] + (_net.Gamma * total);
            centers[k] = form[_formInputs];
            if (total != 0)
            {
                _indices[live++] = k;
            }
        }

        Span<double> forms = Forms(id), error = Error(id), radius = Radius(id);
        forms.Clear();
        if (_formInputs > 0)
        {
            Kernels.AddProduct(weights, stride, dense.Outputs, _indices.AsSpan(0, live), Forms(source), forms, _formStride);
        }

        int roundings = dense.Inputs + 1;
        for (int i = 0; i < radius.Length; i++)
        {
            ReadOnlySpan<double> row = weights.Slice(i * stride, stride);
            (double reached, double magnitude) = Kernels.AbsoluteDots(row, reach, magnitudes);
            if (_formInputs == 0)
            {
                forms[i * _formStride] = Kernels.Dots(row, centers, reach).X;
            }

            magnitude += Math.Abs(bias[i]);
            forms[(i * _formStride) + _formInputs] += bias[i];
            double single = _net.SingleError(roundings, magnitude);
            error[i] = (_net.Gamma * magnitude) + single;
            radius[i] = (reached * (1 + _net.Gamma)) + error[i] + Tiny;
            Require(magnitude + single);
        }
    }

    private void FormsFromBounds(int id)
    {
        for (int i = 0; i < _model.Operators[id].Count; i++)
        {
            (Form(id, i)[0], Radius(id)[i]) = Split(Lower(id)[i], Upper(id)[i]);
        }
    }

    // Written so that a NaN, too, counts as overflow.
    private void Require(double magnitude) => Overflow |= !(magnitude <= _net.MagnitudeLimit);
}
