using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>The weights of one dense layer in double (exact: they are float32 numbers), in both layouts, rows padded with zeros to <see cref="PropagationTables.Padding"/>.</summary>
internal sealed unsafe class DenseTable
{
    private readonly AlignedBuffer _rows;
    private readonly AlignedBuffer _columns;
    private readonly AlignedBuffer _bias;
    private readonly SparseWeights? _sparse;

    public DenseTable(DenseOperator layer)
    {
        Inputs = layer.Inputs;
        Outputs = layer.Outputs;
        InputStride = PropagationTables.Pad(Inputs);
        OutputStride = PropagationTables.Pad(Outputs);
        _rows = new AlignedBuffer((long)PropagationTables.Pad(Outputs) * InputStride);
        _columns = new AlignedBuffer((long)PropagationTables.Pad(Inputs) * OutputStride);
        _bias = new AlignedBuffer(OutputStride);
        _sparse = SparseWeights.Create(layer);
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

    /// <summary><c>C (+)= A W</c> over the listed columns of <c>A: [rows, aStride]</c>; rows come in fours (<see cref="BackwardDenseKernel.RowBlock"/>).</summary>
    public void MultiplyBackward(double* a, int aStride, int rows, int* active, int activeCount, double* c, int cStride, bool accumulate)
    {
        if (_sparse is not null)
        {
            _sparse.Backward(a, aStride, rows, active, activeCount, c, cStride, accumulate);
        }
        else
        {
            BackwardDenseKernel.Multiply(a, aStride, rows, Rows, InputStride, active, activeCount, c, cStride, Inputs, accumulate);
        }
    }

    /// <summary><c>Y += X Wᵀ</c> over the listed columns of <c>X: [rows, xStride]</c>; rows come in fours.</summary>
    public void MultiplyForward(double* x, int xStride, int rows, int* active, int activeCount, double* y, int yStride)
    {
        if (_sparse is not null)
        {
            _sparse.Forward(x, xStride, rows, active, activeCount, y, yStride);
        }
        else
        {
            BackwardDenseKernel.Multiply(x, xStride, rows, Columns, OutputStride, active, activeCount, y, yStride, Outputs, accumulate: true);
        }
    }

    /// <summary>Interval arithmetic in midpoint–radius form: <c>mid = W c + b</c>, <c>radius = |W| r</c>, <c>magnitude = |W| m + |b|</c>.</summary>
    public void Interval(double* c, double* r, double* m, double* mid, double* radius, double* magnitude)
    {
        if (_sparse is not null)
        {
            _sparse.Interval(Bias, c, r, m, mid, radius, magnitude);
        }
        else
        {
            ForwardDenseKernel.Interval(this, c, r, m, mid, radius, magnitude);
        }
    }

    /// <summary><c>y = |W| m + s |b|</c>.</summary>
    public void Magnitude(double* m, double biasFactor, double* y)
    {
        if (_sparse is not null)
        {
            _sparse.Magnitude(Bias, m, biasFactor, y);
        }
        else
        {
            ForwardDenseKernel.Magnitude(this, m, biasFactor, y);
        }
    }

    /// <summary>Linear functions in midpoint–deviation form: <c>mid_i = Σ w_ik mid_k</c>, <c>dev_i = Σ |w_ik| dev_k</c> over the listed inputs.</summary>
    public void Symbolic(int* active, int activeCount, double* mid, double* dev, int stride, double* midOut, double* devOut)
    {
        if (_sparse is not null)
        {
            _sparse.Symbolic(active, activeCount, mid, dev, stride, midOut, devOut);
        }
        else
        {
            ForwardDenseKernel.Symbolic(this, active, activeCount, mid, dev, stride, midOut, devOut);
        }
    }
}
