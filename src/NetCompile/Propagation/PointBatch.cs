using System.Numerics;
using NetCompile.Runtime;

namespace NetCompile.Propagation;

/// <summary>The values of all operators at a few points, and the gradients there of functions of the output. One per thread.</summary>
/// <remarks>
/// In double and not rounded outward: it steers attacks and proves nothing. Points are computed together, so that each weight is read once for all of them. At a
/// kink the derivative is the one from the flat side.
/// </remarks>
internal sealed unsafe class PointBatch : IDisposable
{
    /// <summary>The most points: enough to use each weight well, few enough that the values of a layer stay in the first-level cache.</summary>
    public const int Size = 16;

    private readonly AlignedBuffer?[] _values;
    private readonly AlignedBuffer?[] _gradients;
    private readonly AlignedBuffer _sums;
    private readonly int[] _nonZero;

    public PointBatch(NetworkRunner runner)
    {
        Runner = runner;
        Tables = runner.Tables;
        int count = runner.Model.Operators.Length;
        _values = new AlignedBuffer?[count];
        _gradients = new AlignedBuffer?[count];
        _sums = new AlignedBuffer(Tables.Stride.Max());
        _nonZero = new int[Tables.Width.Max()];
        Touched = new bool[count];
    }

    public NetworkRunner Runner { get; }

    public PropagationTables Tables { get; }

    /// <summary>The derivative of an inactive ReLU at each point: 0, or more for a surrogate gradient that sees through neurons that are off.</summary>
    public double[] InactiveSlope { get; } = new double[Size];

    /// <summary>Which operators the current differentiation has reached.</summary>
    public bool[] Touched { get; }

    /// <summary>The values of an operator: <c>[Size, Stride]</c>. The input's are set by the caller.</summary>
    public double* Values(int id) => (_values[id] ??= new AlignedBuffer((long)Size * Tables.Stride[id])).Pointer;

    /// <summary>The gradients with respect to an operator's value: <c>[Size, Stride]</c>.</summary>
    public double* Gradients(int id) => (_gradients[id] ??= new AlignedBuffer((long)Size * Tables.Stride[id])).Pointer;

    /// <summary>Computes all values from the input's at the first <paramref name="points"/> points.</summary>
    public void Evaluate(int points)
    {
        PointPass pass = new(this, points);
        Runner.Propagate(ref pass);
    }

    /// <summary>Zeroes the gradients at the output and the input, where the caller then adds those of its functions.</summary>
    public void BeginGradients()
    {
        Array.Clear(Touched);
        Touch(0);
        Touch(Runner.Model.Output);
    }

    /// <summary>Carries the gradients back to the input, through every activation in the phase it has at each point.</summary>
    public void Differentiate(int points)
    {
        GradientPass pass = new(this, points);
        Runner.PropagateBack(ref pass, Runner.Model.Output);
    }

    /// <summary>The gradients with respect to an operator's value, zero if nothing has been added to them yet.</summary>
    public double* Touch(int id)
    {
        double* gradients = Gradients(id);
        if (!Touched[id])
        {
            new Span<double>(gradients, Size * Tables.Stride[id]).Clear();
            Touched[id] = true;
        }

        return gradients;
    }

    /// <summary>The columns of <c>[rows, stride]</c> that are not zero in every row; valid until the next call.</summary>
    public ReadOnlySpan<int> NonZeroColumns(double* values, int rows, int stride, int columns)
    {
        double* sums = _sums.Pointer;
        new Span<double>(sums, stride).Clear();
        for (int r = 0; r < rows; r++)
        {
            double* row = values + ((long)r * stride);
            for (int k = 0; k < stride; k += Vector<double>.Count)
            {
                Vector.Store(Vector.Load(sums + k) + Vector.Abs(Vector.Load(row + k)), sums + k);
            }
        }

        int count = 0;
        for (int k = 0; k < columns; k++)
        {
            // A NaN makes the sum NaN, which is not zero.
            if (sums[k] != 0)
            {
                _nonZero[count++] = k;
            }
        }

        return _nonZero.AsSpan(0, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer? buffer in (AlignedBuffer?[])[.. _values, .. _gradients, _sums])
        {
            buffer?.Dispose();
        }
    }
}
