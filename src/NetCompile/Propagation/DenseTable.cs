using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>The weights of one dense layer in double (exact: they are float32 numbers), in both layouts, rows padded with zeros to <see cref="PropagationTables.Padding"/>.</summary>
internal sealed unsafe class DenseTable
{
    private readonly AlignedBuffer _rows;
    private readonly AlignedBuffer _columns;
    private readonly AlignedBuffer _bias;

    public DenseTable(DenseOperator layer)
    {
        Inputs = layer.Inputs;
        Outputs = layer.Outputs;
        InputStride = PropagationTables.Pad(Inputs);
        OutputStride = PropagationTables.Pad(Outputs);
        _rows = new AlignedBuffer((long)PropagationTables.Pad(Outputs) * InputStride);
        _columns = new AlignedBuffer((long)PropagationTables.Pad(Inputs) * OutputStride);
        _bias = new AlignedBuffer(OutputStride);
        ReadOnlySpan<float> weights = layer.Weights.Values.AsSpan();
        for (int i = 0; i < Outputs; i++)
        {
            for (int j = 0; j < Inputs; j++)
            {
                double w = weights[(i * Inputs) + j];
                _rows.Pointer[((long)i * InputStride) + j] = w;
                _columns.Pointer[((long)j * OutputStride) + i] = w;
            }

            _bias.Pointer[i] = layer.Bias is null ? 0 : layer.Bias.Values[i];
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Doubles from one row of <see cref="Rows"/> to the next.</summary>
    public int InputStride { get; }

    /// <summary>Doubles from one row of <see cref="Columns"/> to the next.</summary>
    public int OutputStride { get; }

    /// <summary><c>W</c>: <c>[outputs, InputStride]</c>.</summary>
    public double* Rows => _rows.Pointer;

    /// <summary><c>Wᵀ</c>: <c>[inputs, OutputStride]</c>.</summary>
    public double* Columns => _columns.Pointer;

    /// <summary><c>b</c>: <c>[OutputStride]</c>.</summary>
    public double* Bias => _bias.Pointer;
}
