using System.Numerics;
using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>Gradients by reverse accumulation: those with respect to an operator's value are carried to its sources, at the points that a <see cref="PointPass"/> evaluated.</summary>
internal readonly unsafe struct GradientPass(PointBatch batch, int points) : ILayerPass
{
    // The kernel takes rows in fours; surplus rows hold left-overs that nobody reads.
    private readonly int _paddedPoints = (points + BackwardDenseKernel.RowBlock - 1) & -BackwardDenseKernel.RowBlock;

    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        if (!batch.Touched[id])
        {
            return;
        }

        // ∂x += ∂y W. Neurons behind an inactive ReLU have a gradient of zero and are left out.
        DenseTable table = batch.Tables.Dense(id);
        double* dy = batch.Gradients(id);
        bool accumulate = batch.Touched[source];
        double* dx = batch.Gradients(source);
        ReadOnlySpan<int> columns = batch.NonZeroColumns(dy, points, batch.Tables.Stride[id], shape.Outputs);
        fixed (int* nonZero = columns)
        {
            table.MultiplyBackward(
                dy, batch.Tables.Stride[id], _paddedPoints, nonZero, columns.Length, dx, batch.Tables.Stride[source], accumulate);
        }

        batch.Touched[source] = true;
    }

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (!batch.Touched[id])
        {
            return;
        }

        ScaleOperator scale = (ScaleOperator)batch.Runner.Model.Operators[id];
        ReadOnlySpan<float> factor = scale.Factor.Values.AsSpan();
        for (int r = 0; r < points; r++)
        {
            double* dy = Row(id, r);
            double* dx = Row(source, r);
            for (int k = 0; k < width.Count; k++)
            {
                dx[k] += scale.IsDivision ? dy[k] / factor[k] : dy[k] * factor[k];
            }
        }
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Add(width.Count, id, source, 1);

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        Add(width.Count, id, left, 1);
        Add(width.Count, id, right, isDifference ? -1 : 1);
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        if (!batch.Touched[id])
        {
            return;
        }

        GatherOperator gather = (GatherOperator)batch.Runner.Model.Operators[id];
        for (int r = 0; r < points; r++)
        {
            double* dy = Row(id, r);
            double* dx = null;
            int source = -1;
            for (int k = 0; k < width.Count; k++)
            {
                GatherIndex index = gather.Indices[k];
                if (index.Source != source)
                {
                    source = index.Source;
                    dx = Row(gather.Sources[source], r);
                }

                dx[index.Element] += dy[k];
            }
        }
    }

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activate(id, source, null);

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth =>
        Activate(id, source, ((LeakyReluOperator)batch.Runner.Model.Operators[id]).Slope);

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (!batch.Touched[id])
        {
            return;
        }

        ClipOperator clip = (ClipOperator)batch.Runner.Model.Operators[id];
        ReadOnlySpan<float> lower = clip.Lower.Values.AsSpan(), upper = clip.Upper.Values.AsSpan();
        for (int r = 0; r < points; r++)
        {
            double* x = batch.Values(source) + ((long)r * batch.Tables.Stride[source]);
            double* dy = Row(id, r);
            double* dx = Row(source, r);
            for (int k = 0; k < width.Count; k++)
            {
                dx[k] += x[k] > lower[k] && x[k] < upper[k] ? dy[k] : 0;
            }
        }
    }

    /// <summary>The derivative is 1 above zero and <paramref name="slope"/>, for a ReLU that of the point, elsewhere.</summary>
    private void Activate(int id, int source, double? slope)
    {
        if (!batch.Touched[id])
        {
            return;
        }

        int stride = batch.Tables.Stride[id];
        for (int r = 0; r < points; r++)
        {
            double* x = batch.Values(source) + ((long)r * stride);
            double* dy = Row(id, r);
            double* dx = Row(source, r);
            Vector<double> inactive = new(slope ?? batch.InactiveSlope[r]);
            for (int k = 0; k < stride; k += Vector<double>.Count)
            {
                Vector<double> active = Vector.Load(dy + k);
                Vector.Store(Vector.Load(dx + k) + Vector.ConditionalSelect(Vector.GreaterThan(Vector.Load(x + k), Vector<double>.Zero), active, active * inactive), dx + k);
            }
        }
    }

    private void Add(int width, int id, int source, double sign)
    {
        if (!batch.Touched[id])
        {
            return;
        }

        for (int r = 0; r < points; r++)
        {
            double* dy = Row(id, r);
            double* dx = Row(source, r);
            for (int k = 0; k < width; k++)
            {
                dx[k] += sign * dy[k];
            }
        }
    }

    private double* Row(int id, int r) => batch.Touch(id) + ((long)r * batch.Tables.Stride[id]);
}
