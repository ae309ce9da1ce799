using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Generator.Milp;

/// <summary>Counts what <c>AddTo</c> would add to a model, without building it: walks through the operators as <c>NetworkEncoding</c> does, with columns that are only numbered.</summary>
internal sealed class EncodingSizer
{
    // Elements of up to this many terms are combined by elementwise operators without a variable between, as at run time.
    private const int ShortForm = 2;

    private readonly NetworkModel _model;
    private readonly string _encoding;
    private readonly EncodedForm[][] _values;
    private EncodingSize _size;
    private int _columns;

    private EncodingSizer(NetworkModel model, string encoding) => (_model, _encoding, _values) = (model, encoding, new EncodedForm[model.Operators.Length][]);

    /// <summary>The size of an encoding.</summary>
    /// <param name="model">The network, without maxima.</param>
    /// <param name="layers">The bounds that the encoding uses.</param>
    /// <param name="encoding">The encoding's name.</param>
    public static EncodingSize Of(NetworkModel model, ImmutableArray<ActivationLayer> layers, string encoding) => new EncodingSizer(model, encoding).Count(layers);

    private EncodingSize Count(ImmutableArray<ActivationLayer> layers)
    {
        bool[] isLive = Liveness.Of(_model);
        _columns = _model.InputCount;
        _values[0] = Enumerable.Range(0, _model.InputCount).Select(EncodedForm.OfVariable).ToArray();
        Dictionary<int, ActivationLayer> byOperator = layers.ToDictionary(l => l.OperatorId);
        foreach (NetworkOperator o in _model.Operators.Skip(1).Where(o => isLive[o.Id]))
        {
            _values[o.Id] = o.IsActivation ? Activation(o, byOperator[o.Id]) : Affine(o);
        }

        foreach (EncodedForm y in _values[_model.Output])
        {
            Variable(y, constantsToo: true);
        }

        return _size;
    }

    private EncodedForm[] Affine(NetworkOperator o)
    {
        EncodedForm[] x = _values[o.Sources[0]];
        return o switch
        {
            DenseOperator d => Dense(d, x),
            ScaleOperator s => x.Select((v, i) => Scaled(Short(v), s.Factor.Values[i], s.IsDivision)).ToArray(),
            ShiftOperator t => x.Select((v, i) => Shifted(Short(v), t.Offset.Values[i])).ToArray(),
            SumOperator s => x.Select((v, i) => Sum(Short(v), Short(_values[s.Sources[1]][i]), s.IsDifference)).ToArray(),
            GatherOperator g => g.Indices.Select(i => _values[g.Sources[i.Source]][i.Element]).ToArray(),
            _ => throw new InvalidOperationException($"No size of {o}."),
        };
    }

    private EncodedForm[] Dense(DenseOperator d, EncodedForm[] x)
    {
        x = x.Select(Variable).ToArray();
        Dictionary<int, int> places = new();
        int[] positions = x.Select(v => v.IsConstant ? -1 : places.TryGetValue(v.Columns[0], out int place) ? place : places[v.Columns[0]] = places.Count).ToArray();
        int[] columns = places.OrderBy(p => p.Value).Select(p => p.Key).ToArray();
        EncodedForm[] result = new EncodedForm[d.Outputs];
        float[] coefficients = new float[columns.Length];
        for (int i = 0; i < result.Length; i++)
        {
            ReadOnlySpan<float> row = d.Weights.Values.AsSpan().Slice(i * d.Inputs, d.Inputs);
            Array.Clear(coefficients, 0, coefficients.Length);
            bool isRounded = false;
            double constant = d.Bias is null ? 0 : d.Bias.Values[i];
            for (int j = 0; j < row.Length; j++)
            {
                if (positions[j] >= 0)
                {
                    isRounded |= coefficients[positions[j]] != 0;
                    coefficients[positions[j]] += row[j];
                }
                else
                {
                    isRounded |= x[j].Constant != 0;
                    constant += row[j] * x[j].Constant;
                }
            }

            int nonzeros = 0;
            foreach (float c in coefficients)
            {
                nonzeros += c != 0 ? 1 : 0;
            }

            result[i] = new EncodedForm(columns, nonzeros, columns.Length == 1 && coefficients[0] == 1 && constant == 0 && !isRounded, constant, isRounded);
        }

        return result;
    }

    // A quotient is rounded, so that even x / 1 is no plain variable.
    private static EncodedForm Scaled(EncodedForm x, float factor, bool isDivision)
    {
        double s = isDivision ? 1.0 / factor : factor;
        bool isExact = !isDivision && x.Constant == 0 && (x.IsUnit || s is 1 or -1 or 0);
        return new EncodedForm(x.Columns, s == 0 ? 0 : x.Nonzeros, x.IsUnit && !isDivision && s == 1, x.Constant * s, !isExact || (x.IsRounded && s != 0));
    }

    private static EncodedForm Shifted(EncodedForm x, float offset) => offset == 0 ? x : x with { IsUnit = false, Constant = x.Constant + offset, IsRounded = x.IsRounded || x.Constant != 0 };

    private static EncodedForm Sum(EncodedForm u, EncodedForm v, bool isDifference)
    {
        int[] columns = u.Columns.Union(v.Columns).ToArray();
        bool isUnit = (u.IsUnit && v.IsConstant && v.Constant == 0) || (v.IsUnit && !isDifference && u.IsConstant && u.Constant == 0);
        int overlap = u.Columns.Length + v.Columns.Length - columns.Length;
        int nonzeros = u.IsUnit && v.IsUnit && overlap == 1 && isDifference ? 0 : Math.Min(columns.Length, u.Nonzeros + v.Nonzeros);
        bool isRounded = u.IsRounded || v.IsRounded || overlap > 0 || (u.Constant != 0 && v.Constant != 0);
        return new EncodedForm(columns, nonzeros, isUnit, isDifference ? u.Constant - v.Constant : u.Constant + v.Constant, isRounded);
    }

    private EncodedForm[] Activation(NetworkOperator o, ActivationLayer layer)
    {
        EncodedForm[] a = _values[o.Sources[0]];
        return a.Select((form, i) => Unit(o, i, form, layer.Units[i])).ToArray();
    }

    private EncodedForm Unit(NetworkOperator o, int i, EncodedForm a, UnitBounds bounds)
    {
        switch (UnitStates.Of(o, i, bounds.Lower, bounds.Upper))
        {
            case UnitState.StablyInactive:
                return EncodedForm.OfConstant(o is ClipOperator clip ? (bounds.Upper <= clip.Lower.Values[i] ? clip.Lower.Values[i] : clip.Upper.Values[i])
                    : o is StepOperator step ? (bounds.Upper < 0 ? step.Low : step.High) : 0);

            case UnitState.StablyActive when a.IsConstant && !(o is LeakyReluOperator && bounds.Upper <= 0 && bounds.Lower < 0):
                return a;

            case UnitState.StablyActive:
                EncodedForm copy = Variable(a, constantsToo: true);
                return o is LeakyReluOperator { Slope: < 1 } && bounds.Lower < 0 ? New(new EncodingSize(1, 0, 1, 2)) : copy;
        }

        return New(o switch
        {
            ClipOperator c => UnitSizes.Clip(_encoding, a, c.Lower.Values[i], c.Upper.Values[i], bounds.Lower, bounds.Upper),
            LeakyReluOperator => UnitSizes.LeakyRelu(_encoding, a),
            StepOperator s => UnitSizes.Step(_encoding, a, s, bounds.Lower, bounds.Upper),
            _ => UnitSizes.Relu(_encoding, a),
        });
    }

    private EncodedForm Short(EncodedForm x) => x.Columns.Length <= ShortForm ? x : Variable(x);

    private EncodedForm Variable(EncodedForm x) => Variable(x, constantsToo: false);

    private EncodedForm Variable(EncodedForm x, bool constantsToo) => x.IsUnit || (x.IsConstant && !constantsToo) ? x : New(UnitSizes.PreActivation(x));

    private EncodedForm New(EncodingSize size)
    {
        _size += size;
        return EncodedForm.OfVariable(_columns++);
    }
}
