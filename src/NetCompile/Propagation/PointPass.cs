using System.Numerics;
using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>The forward pass at the points of a <see cref="PointBatch"/>, in double, keeping every operator's value.</summary>
internal readonly unsafe struct PointPass(PointBatch batch, int points) : ILayerPass
{
    // The kernel takes rows in fours; surplus rows hold left-overs that nobody reads.
    private readonly int _paddedPoints = (points + BackwardDenseKernel.RowBlock - 1) & -BackwardDenseKernel.RowBlock;

    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        // Y = X Wᵀ + b: the kernel of backward substitution, with the transposed weights.
        DenseTable table = batch.Tables.Dense(id);
        double* x = batch.Values(source);
        double* y = batch.Values(id);
        int stride = batch.Tables.Stride[source], outputStride = batch.Tables.Stride[id];
        for (int r = 0; r < points; r++)
        {
            new ReadOnlySpan<double>(table.Bias, shape.Outputs).CopyTo(new Span<double>(y + ((long)r * outputStride), shape.Outputs));
        }

        ReadOnlySpan<int> columns = batch.NonZeroColumns(x, points, stride, shape.Inputs);
        fixed (int* nonZero = columns)
        {
            table.MultiplyForward(x, stride, _paddedPoints, nonZero, columns.Length, y, outputStride);
        }
    }

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        ScaleOperator scale = (ScaleOperator)batch.Runner.Model.Operators[id];
        ReadOnlySpan<float> factor = scale.Factor.Values.AsSpan();
        for (int r = 0; r < points; r++)
        {
            double* x = Row(source, r);
            double* y = Row(id, r);
            for (int k = 0; k < width.Count; k++)
            {
                y[k] = scale.IsDivision ? x[k] / factor[k] : x[k] * factor[k];
            }
        }
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        ReadOnlySpan<float> offset = ((ShiftOperator)batch.Runner.Model.Operators[id]).Offset.Values.AsSpan();
        for (int r = 0; r < points; r++)
        {
            double* x = Row(source, r);
            double* y = Row(id, r);
            for (int k = 0; k < width.Count; k++)
            {
                y[k] = x[k] + offset[k];
            }
        }
    }

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        double sign = isDifference ? -1 : 1;
        for (int r = 0; r < points; r++)
        {
            double* u = Row(left, r);
            double* v = Row(right, r);
            double* y = Row(id, r);
            for (int k = 0; k < width.Count; k++)
            {
                y[k] = u[k] + (sign * v[k]);
            }
        }
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        GatherOperator gather = (GatherOperator)batch.Runner.Model.Operators[id];
        for (int r = 0; r < points; r++)
        {
            double* y = Row(id, r);
            double* x = null;
            int source = -1;
            for (int k = 0; k < width.Count; k++)
            {
                GatherIndex index = gather.Indices[k];
                if (index.Source != source)
                {
                    source = index.Source;
                    x = Row(gather.Sources[source], r);
                }

                y[k] = x[index.Element];
            }
        }
    }

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        // Rows are padded to whole vectors, and stand one behind the other.
        double* x = batch.Values(source);
        double* y = batch.Values(id);
        int length = points * batch.Tables.Stride[id];
        for (int k = 0; k < length; k += Vector<double>.Count)
        {
            Vector.Store(Vector.Max(Vector.Load(x + k), Vector<double>.Zero), y + k);
        }
    }

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        double slope = ((LeakyReluOperator)batch.Runner.Model.Operators[id]).Slope;
        for (int r = 0; r < points; r++)
        {
            double* x = Row(source, r);
            double* y = Row(id, r);
            for (int k = 0; k < width.Count; k++)
            {
                y[k] = x[k] > 0 ? x[k] : slope * x[k];
            }
        }
    }

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        ClipOperator clip = (ClipOperator)batch.Runner.Model.Operators[id];
        ReadOnlySpan<float> lower = clip.Lower.Values.AsSpan(), upper = clip.Upper.Values.AsSpan();
        for (int r = 0; r < points; r++)
        {
            double* x = Row(source, r);
            double* y = Row(id, r);
            for (int k = 0; k < width.Count; k++)
            {
                y[k] = Math.Min(Math.Max(x[k], lower[k]), upper[k]);
            }
        }
    }

    private double* Row(int id, int r) => batch.Values(id) + ((long)r * batch.Tables.Stride[id]);
}
