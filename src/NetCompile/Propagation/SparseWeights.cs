using System.Numerics;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>The weights of a dense layer that are not zero, by rows and by columns: for layers that merely select or add a few elements.</summary>
/// <remarks>What is left out are products with an exact zero, so every error bound for the full sums holds for these too.</remarks>
internal sealed unsafe class SparseWeights
{
    /// <summary>Layers with fewer weights, or with a greater share of weights that are not zero, are faster as they are.</summary>
    private const int LeastWeights = 4096;
    private const int LeastZeroShare = 16;

    private readonly List _rows;
    private readonly List _columns;

    private SparseWeights(List rows, List columns)
    {
        _rows = rows;
        _columns = columns;
    }

    /// <summary>The sparse form of a layer; null where it does not pay.</summary>
    public static SparseWeights? Create(DenseOperator layer)
    {
        ReadOnlySpan<float> weights = layer.Weights.Values.AsSpan();
        if (weights.Length < LeastWeights)
        {
            return null;
        }

        int count = 0;
        foreach (float w in weights)
        {
            count += w != 0 ? 1 : 0;
        }

        if (count > weights.Length / LeastZeroShare)
        {
            return null;
        }

        List rows = new(layer.Outputs, count), columns = new(layer.Inputs, count);
        for (int i = 0; i < layer.Outputs; i++)
        {
            for (int j = 0; j < layer.Inputs; j++)
            {
                rows.Add(j, weights[(i * layer.Inputs) + j]);
            }

            rows.End(i);
        }

        for (int j = 0; j < layer.Inputs; j++)
        {
            for (int i = 0; i < layer.Outputs; i++)
            {
                columns.Add(i, weights[(i * layer.Inputs) + j]);
            }

            columns.End(j);
        }

        return new SparseWeights(rows, columns);
    }

    /// <summary><c>C (+)= A W</c> over the listed columns of <c>A</c>.</summary>
    public void Backward(double* a, int aStride, int rows, int* active, int activeCount, double* c, int cStride, bool accumulate) =>
        Multiply(_rows, a, aStride, rows, active, activeCount, c, cStride, accumulate);

    /// <summary><c>Y += X Wᵀ</c> over the listed columns of <c>X</c>.</summary>
    public void Forward(double* x, int xStride, int rows, int* active, int activeCount, double* y, int yStride) =>
        Multiply(_columns, x, xStride, rows, active, activeCount, y, yStride, accumulate: true);

    /// <summary><c>mid = W c + b</c>, <c>radius = |W| r</c>, <c>magnitude = |W| m + |b|</c>.</summary>
    public void Interval(double* bias, double* c, double* r, double* m, double* mid, double* radius, double* magnitude)
    {
        for (int i = 0; i < _rows.Count; i++)
        {
            double s = bias[i], t = 0, u = Math.Abs(bias[i]);
            for (int e = _rows.Start[i]; e < _rows.Start[i + 1]; e++)
            {
                double w = _rows.Value[e], size = Math.Abs(w);
                int k = _rows.Index[e];
                s += w * c[k];
                t += size * r[k];
                u += size * m[k];
            }

            (mid[i], radius[i], magnitude[i]) = (s, t, u);
        }
    }

    /// <summary><c>y = |W| m + s |b|</c>.</summary>
    public void Magnitude(double* bias, double* m, double biasFactor, double* y)
    {
        for (int i = 0; i < _rows.Count; i++)
        {
            double u = biasFactor * Math.Abs(bias[i]);
            for (int e = _rows.Start[i]; e < _rows.Start[i + 1]; e++)
            {
                u += Math.Abs(_rows.Value[e]) * m[_rows.Index[e]];
            }

            y[i] = u;
        }
    }

    /// <summary><c>mid_i = Σ w_ik mid_k</c>, <c>dev_i = Σ |w_ik| dev_k</c> over the listed inputs; each function is a row of <paramref name="stride"/> doubles.</summary>
    public void Symbolic(int* active, int activeCount, double* mid, double* dev, int stride, double* midOut, double* devOut)
    {
        bool[] isActive = new bool[_columns.Count];
        for (int t = 0; t < activeCount; t++)
        {
            isActive[active[t]] = true;
        }

        for (int i = 0; i < _rows.Count; i++)
        {
            for (int j = 0; j < stride; j += Vector<double>.Count)
            {
                Vector<double> s = Vector<double>.Zero, d = Vector<double>.Zero;
                for (int e = _rows.Start[i]; e < _rows.Start[i + 1]; e++)
                {
                    int k = _rows.Index[e];
                    if (isActive[k])
                    {
                        s += _rows.Value[e] * Vector.Load(mid + ((long)k * stride) + j);
                        d += Math.Abs(_rows.Value[e]) * Vector.Load(dev + ((long)k * stride) + j);
                    }
                }

                Vector.Store(s, midOut + ((long)i * stride) + j);
                Vector.Store(d, devOut + ((long)i * stride) + j);
            }
        }
    }

    private static void Multiply(List list, double* a, int aStride, int rows, int* active, int activeCount, double* c, int cStride, bool accumulate)
    {
        for (int r = 0; r < rows; r++, a += aStride, c += cStride)
        {
            if (!accumulate)
            {
                new Span<double>(c, cStride).Clear();
            }

            for (int t = 0; t < activeCount; t++)
            {
                int k = active[t];
                double v = a[k];
                if (v == 0)
                {
                    continue;
                }

                for (int e = list.Start[k]; e < list.Start[k + 1]; e++)
                {
                    c[list.Index[e]] += v * list.Value[e];
                }
            }
        }
    }

    /// <summary>Compressed rows: entries <c>Start[i] .. Start[i + 1]</c> are those of row <c>i</c>.</summary>
    private sealed class List(int count, int entries)
    {
        private int _next;

        public int Count => count;

        public int[] Start { get; } = new int[count + 1];

        public int[] Index { get; } = new int[entries];

        public double[] Value { get; } = new double[entries];

        public void Add(int index, float value)
        {
            if (value != 0)
            {
                Index[_next] = index;
                Value[_next++] = value;
            }
        }

        public void End(int row) => Start[row + 1] = _next;
    }
}
