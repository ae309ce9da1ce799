using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>Writes the rows of a dense layer over atoms: constants go into the bias, pending rows are substituted.</summary>
internal sealed class RowComposition
{
    private readonly DenseOperator _dense;
    private readonly UnitValue[] _inputs;
    private readonly int[] _columns;
    private readonly Dictionary<int, int> _position = new();
    private readonly double[] _weights, _errors, _magnitudes;
    private readonly int[]?[] _positions;
    private readonly bool _isExact;

    /// <param name="dense">The layer.</param>
    /// <param name="inputs">What its inputs are.</param>
    public RowComposition(DenseOperator dense, UnitValue[] inputs)
    {
        (_dense, _inputs) = (dense, inputs);
        List<int> columns = new();
        Dictionary<int[], int[]> known = new();
        _positions = new int[]?[inputs.Length];
        _isExact = true;
        bool[] isRead = ColumnsRead();
        for (int j = 0; j < inputs.Length; j++)
        {
            if (!isRead[j] || inputs[j].IsConstant)
            {
                continue;
            }

            if (inputs[j].Row is { } row)
            {
                _isExact = false;
                if (!known.TryGetValue(row.Columns, out int[]? positions))
                {
                    known[row.Columns] = positions = row.Columns.Select(PositionOf).ToArray();
                }

                _positions[j] = positions;
            }
            else
            {
                int before = columns.Count;
                _positions[j] = new[] { PositionOf(inputs[j].Atom) };
                _isExact &= columns.Count > before; // An atom that is read twice has the sum of two weights.
            }
        }

        _columns = columns.ToArray();
        (_weights, _errors, _magnitudes) = (new double[_columns.Length], new double[_columns.Length], new double[_columns.Length]);

        int PositionOf(int atom)
        {
            if (!_position.TryGetValue(atom, out int position))
            {
                _position[atom] = position = columns.Count;
                columns.Add(atom);
            }

            return position;
        }
    }

    /// <summary>Sets the value of each row that is asked for.</summary>
    public void Run(Func<int, bool> isLive, UnitValue[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (isLive(i))
            {
                values[i] = UnitValue.Of(Row(i));
            }
        }
    }

    private bool[] ColumnsRead()
    {
        bool[] isRead = new bool[_dense.Inputs];
        ReadOnlySpan<float> weights = _dense.Weights.Values.AsSpan();
        for (int k = 0; k < weights.Length; k++)
        {
            isRead[k % isRead.Length] |= weights[k] != 0;
        }

        return isRead;
    }

    private AffineRow Row(int i)
    {
        Array.Clear(_weights, 0, _weights.Length);
        Array.Clear(_errors, 0, _errors.Length);
        Array.Clear(_magnitudes, 0, _magnitudes.Length);
        Enclosed bias = Affine.ConstantPart(_dense, i, j => _inputs[j].IsConstant ? _inputs[j].Constant : null);
        double constant = 0, constantError = 0, constantMagnitude = 0;
        int terms = 1;
        ReadOnlySpan<float> weights = _dense.Weights.Values.AsSpan().Slice(i * _dense.Inputs, _dense.Inputs);
        for (int j = 0; j < weights.Length; j++)
        {
            double weight = weights[j];
            if (weight == 0 || _positions[j] is not { } positions)
            {
                continue;
            }

            terms++;
            if (_inputs[j].Row is not { } row)
            {
                _weights[positions[0]] += weight;
                _magnitudes[positions[0]] += Math.Abs(weight);
                continue;
            }

            constant += weight * row.Bias;
            constantMagnitude += Math.Abs(weight * row.Bias);
            constantError += Math.Abs(weight) * row.BiasError;
            for (int c = 0; c < positions.Length; c++)
            {
                double product = weight * row.Weights[c];
                _weights[positions[c]] += product;
                _magnitudes[positions[c]] += Math.Abs(product);
                _errors[positions[c]] += row.WeightErrors is null ? 0 : Math.Abs(weight) * row.WeightErrors[c];
            }
        }

        double[] result = (double[])_weights.Clone();
        if (_isExact)
        {
            return new AffineRow(_columns, result, null, bias.Value, bias.Error);
        }

        double[] errors = new double[result.Length];
        for (int c = 0; c < errors.Length; c++)
        {
            errors[c] = Affine.Total(_errors[c], _magnitudes[c], terms);
        }

        bias = constantMagnitude == 0 && constantError == 0 ? bias : Affine.Add(bias, new Enclosed(constant, Affine.Total(constantError, constantMagnitude, terms)));
        return new AffineRow(_columns, result, errors, bias.Value, bias.Error);
    }
}
