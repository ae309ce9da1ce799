using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>Which elements of a network are constant on the region, and which of the others the output depends on.</summary>
internal sealed class ElementFacts
{
    private readonly NetworkModel _model;
    private readonly NetworkBounds _bounds;
    private readonly Enclosed?[][] _constants;
    private readonly bool[][] _isLive;

    /// <param name="model">The network, without maxima.</param>
    /// <param name="bounds">Proven bounds of its values over the region.</param>
    public ElementFacts(NetworkModel model, NetworkBounds bounds)
    {
        (_model, _bounds) = (model, bounds);
        _constants = new Enclosed?[model.Operators.Length][];
        _isLive = model.Operators.Select(o => new bool[o.Count]).ToArray();
        foreach (NetworkOperator o in model.Operators)
        {
            _constants[o.Id] = ConstantsOf(o);
        }

        FindLive();
    }

    /// <summary>The constant that an element is, or null.</summary>
    public Enclosed? Constant(int id, int element) => _constants[id][element];

    /// <summary>Whether the output depends on the element and it is not constant.</summary>
    public bool IsLive(int id, int element) => _isLive[id][element];

    /// <summary>Which linear piece a unit of an activation is on.</summary>
    public ActivationPiece PieceOf(NetworkOperator o, int element)
    {
        OperatorBounds x = _bounds.Operators[o.Sources[0]];
        return o is LeakyReluOperator { Slope: 1 } ? ActivationPiece.Active : ActivationShape.PieceOf(o, element, x.Lower[element], x.Upper[element]);
    }

    private Enclosed?[] ConstantsOf(NetworkOperator o)
    {
        Enclosed?[] constants = new Enclosed?[o.Count];
        Enclosed?[] x = o.Sources.IsEmpty ? constants : _constants[o.Sources[0]];
        for (int i = 0; i < constants.Length; i++)
        {
            constants[i] = o switch
            {
                InputOperator => _bounds.Operators[0].Lower[i] == _bounds.Operators[0].Upper[i] ? new Enclosed(_bounds.Operators[0].Lower[i], 0) : null,
                DenseOperator d => RowConstant(d, i, x),
                ScaleOperator s => x[i] is { } c ? Affine.Scale(c, s.Factor.Values[i], s.IsDivision) : null,
                ShiftOperator t => x[i] is { } c ? Affine.Add(c, t.Offset.Values[i]) : null,
                SumOperator s => x[i] is { } a && _constants[s.Sources[1]][i] is { } b ? Affine.Add(a, s.IsDifference ? Affine.Negate(b) : b) : null,
                GatherOperator g => _constants[g.Sources[g.Indices[i].Source]][g.Indices[i].Element],
                _ => ActivationConstant(o, i, x[i]),
            };
        }

        return constants;
    }

    private static Enclosed? RowConstant(DenseOperator d, int row, Enclosed?[] x)
    {
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan().Slice(row * d.Inputs, d.Inputs);
        for (int j = 0; j < weights.Length; j++)
        {
            if (weights[j] != 0 && x[j] is null)
            {
                return null;
            }
        }

        return Affine.ConstantPart(d, row, j => x[j]);
    }

    private Enclosed? ActivationConstant(NetworkOperator o, int i, Enclosed? x) => PieceOf(o, i) switch
    {
        ActivationPiece.Active => x,
        ActivationPiece.Inactive when ActivationShape.InactiveSlope(o) is var slope and not 0 => x is { } c ? Affine.Scale(c, (float)slope, isDivision: false) : null,
        ActivationPiece.Inactive => new Enclosed(ActivationShape.Down(o, i, _bounds.Operators[o.Sources[0]].Upper[i]), 0),
        _ => null,
    };

    private void FindLive()
    {
        for (int i = 0; i < _model.OutputCount; i++)
        {
            Need(_model.Output, i);
        }

        for (int id = _model.Output; id > 0; id--)
        {
            NetworkOperator o = _model.Operators[id];
            for (int i = 0; i < o.Count; i++)
            {
                if (_isLive[id][i])
                {
                    NeedSources(o, i);
                }
            }
        }
    }

    private void NeedSources(NetworkOperator o, int i)
    {
        switch (o)
        {
            case DenseOperator d:
                ReadOnlySpan<float> weights = d.Weights.Values.AsSpan().Slice(i * d.Inputs, d.Inputs);
                for (int j = 0; j < weights.Length; j++)
                {
                    if (weights[j] != 0)
                    {
                        Need(d.Sources[0], j);
                    }
                }

                break;

            case GatherOperator g:
                Need(g.Sources[g.Indices[i].Source], g.Indices[i].Element);
                break;

            default:
                foreach (int source in o.Sources)
                {
                    Need(source, i);
                }

                break;
        }
    }

    private void Need(int id, int element) => _isLive[id][element] |= _constants[id][element] is null;
}
