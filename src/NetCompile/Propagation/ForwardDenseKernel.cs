using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetCompile.Kernels.Simd;

namespace NetCompile.Propagation;

/// <summary>The steps of forward propagation through a dense layer.</summary>
internal static unsafe class ForwardDenseKernel
{
    /// <summary>Interval arithmetic in midpoint–radius form: <c>mid = W c + b</c>, <c>radius = |W| r</c>, <c>magnitude = |W| m + |b|</c>.</summary>
    /// <param name="table">The layer.</param>
    /// <param name="c">Midpoints of the inputs.</param>
    /// <param name="r">Radii of the inputs.</param>
    /// <param name="m">Magnitudes of the inputs.</param>
    /// <param name="mid"><c>[OutputStride]</c>.</param>
    /// <param name="radius"><c>[OutputStride]</c>.</param>
    /// <param name="magnitude"><c>[OutputStride]</c>.</param>
    public static void Interval(DenseTable table, double* c, double* r, double* m, double* mid, double* radius, double* magnitude)
    {
        if (Avx512F.IsSupported)
        {
            Interval<Lanes512, Vector512<double>>(table, c, r, m, mid, radius, magnitude);
        }
        else
        {
            Interval<Lanes256, Vector256<double>>(table, c, r, m, mid, radius, magnitude);
        }
    }

    /// <summary><c>y = |W| m + s |b|</c>.</summary>
    public static void Magnitude(DenseTable table, double* m, double biasFactor, double* y)
    {
        if (Avx512F.IsSupported)
        {
            Magnitude<Lanes512, Vector512<double>>(table, m, biasFactor, y);
        }
        else
        {
            Magnitude<Lanes256, Vector256<double>>(table, m, biasFactor, y);
        }
    }

    /// <summary>Linear functions in midpoint–deviation form: <c>mid_i = Σ w_ik mid_k</c>, <c>dev_i = Σ |w_ik| dev_k</c>; each function is a row of <paramref name="stride"/> doubles.</summary>
    /// <param name="table">The layer; its bias is not added.</param>
    /// <param name="active">The inputs whose functions are not zero.</param>
    /// <param name="activeCount">How many.</param>
    /// <param name="mid"><c>[inputs, stride]</c>.</param>
    /// <param name="dev"><c>[inputs, stride]</c>.</param>
    /// <param name="stride">Doubles a function: a multiple of 8.</param>
    /// <param name="midOut"><c>[outputs, stride]</c>.</param>
    /// <param name="devOut"><c>[outputs, stride]</c>.</param>
    public static void Symbolic(DenseTable table, int* active, int activeCount, double* mid, double* dev, int stride, double* midOut, double* devOut)
    {
        if (Avx512F.IsSupported)
        {
            Symbolic<Lanes512, Vector512<double>>(table, active, activeCount, mid, dev, stride, midOut, devOut);
        }
        else
        {
            Symbolic<Lanes256, Vector256<double>>(table, active, activeCount, mid, dev, stride, midOut, devOut);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Interval<TLanes, TVector>(DenseTable table, double* c, double* r, double* m, double* mid, double* radius, double* magnitude)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        int stride = table.OutputStride, inputs = table.Inputs;
        double* w = table.Columns;
        double* bias = table.Bias;
        int i = 0;
        // Two vectors of outputs at a time: six independent accumulators hide the latency of the multiply-add.
        for (; i + (2 * TLanes.Count) <= stride; i += 2 * TLanes.Count)
        {
            TVector b0 = TLanes.Load(bias + i), b1 = TLanes.Load(bias + i + TLanes.Count);
            TVector c0 = b0, c1 = b1, r0 = TLanes.Zero, r1 = TLanes.Zero, m0 = TLanes.Abs(b0), m1 = TLanes.Abs(b1);
            double* column = w + i;
            for (int k = 0; k < inputs; k++, column += stride)
            {
                TVector w0 = TLanes.Load(column), w1 = TLanes.Load(column + TLanes.Count);
                TVector ck = TLanes.Broadcast(c[k]), rk = TLanes.Broadcast(r[k]), mk = TLanes.Broadcast(m[k]);
                c0 = TLanes.MultiplyAdd(w0, ck, c0);
                c1 = TLanes.MultiplyAdd(w1, ck, c1);
                w0 = TLanes.Abs(w0);
                w1 = TLanes.Abs(w1);
                r0 = TLanes.MultiplyAdd(w0, rk, r0);
                r1 = TLanes.MultiplyAdd(w1, rk, r1);
                m0 = TLanes.MultiplyAdd(w0, mk, m0);
                m1 = TLanes.MultiplyAdd(w1, mk, m1);
            }

            TLanes.Store(mid + i, c0);
            TLanes.Store(mid + i + TLanes.Count, c1);
            TLanes.Store(radius + i, r0);
            TLanes.Store(radius + i + TLanes.Count, r1);
            TLanes.Store(magnitude + i, m0);
            TLanes.Store(magnitude + i + TLanes.Count, m1);
        }

        for (; i < stride; i += TLanes.Count)
        {
            TVector b0 = TLanes.Load(bias + i);
            TVector c0 = b0, r0 = TLanes.Zero, m0 = TLanes.Abs(b0);
            double* column = w + i;
            for (int k = 0; k < inputs; k++, column += stride)
            {
                TVector w0 = TLanes.Load(column);
                c0 = TLanes.MultiplyAdd(w0, TLanes.Broadcast(c[k]), c0);
                w0 = TLanes.Abs(w0);
                r0 = TLanes.MultiplyAdd(w0, TLanes.Broadcast(r[k]), r0);
                m0 = TLanes.MultiplyAdd(w0, TLanes.Broadcast(m[k]), m0);
            }

            TLanes.Store(mid + i, c0);
            TLanes.Store(radius + i, r0);
            TLanes.Store(magnitude + i, m0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Magnitude<TLanes, TVector>(DenseTable table, double* m, double biasFactor, double* y)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        int stride = table.OutputStride, inputs = table.Inputs;
        TVector factor = TLanes.Broadcast(biasFactor);
        for (int i = 0; i < stride; i += TLanes.Count)
        {
            TVector sum = TLanes.Multiply(factor, TLanes.Abs(TLanes.Load(table.Bias + i)));
            double* column = table.Columns + i;
            for (int k = 0; k < inputs; k++, column += stride)
            {
                sum = TLanes.MultiplyAdd(TLanes.Abs(TLanes.Load(column)), TLanes.Broadcast(m[k]), sum);
            }

            TLanes.Store(y + i, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Symbolic<TLanes, TVector>(
        DenseTable table, int* active, int activeCount, double* mid, double* dev, int stride, double* midOut, double* devOut)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        int inputStride = table.InputStride;
        // Rows are padded with zeros up to a multiple of eight, so that four can always be taken at once.
        for (int i = 0; i < table.Outputs; i += 4)
        {
            double* row0 = table.Rows + ((long)i * inputStride);
            double* row1 = row0 + inputStride;
            double* row2 = row1 + inputStride;
            double* row3 = row2 + inputStride;
            for (int lane = 0; lane < stride; lane += TLanes.Count)
            {
                TVector m0 = TLanes.Zero, m1 = TLanes.Zero, m2 = TLanes.Zero, m3 = TLanes.Zero;
                TVector d0 = TLanes.Zero, d1 = TLanes.Zero, d2 = TLanes.Zero, d3 = TLanes.Zero;
                for (int t = 0; t < activeCount; t++)
                {
                    int k = active[t];
                    TVector mk = TLanes.Load(mid + ((long)k * stride) + lane), dk = TLanes.Load(dev + ((long)k * stride) + lane);
                    double w0 = row0[k], w1 = row1[k], w2 = row2[k], w3 = row3[k];
                    m0 = TLanes.MultiplyAdd(TLanes.Broadcast(w0), mk, m0);
                    m1 = TLanes.MultiplyAdd(TLanes.Broadcast(w1), mk, m1);
                    m2 = TLanes.MultiplyAdd(TLanes.Broadcast(w2), mk, m2);
                    m3 = TLanes.MultiplyAdd(TLanes.Broadcast(w3), mk, m3);
                    d0 = TLanes.MultiplyAdd(TLanes.Broadcast(Math.Abs(w0)), dk, d0);
                    d1 = TLanes.MultiplyAdd(TLanes.Broadcast(Math.Abs(w1)), dk, d1);
                    d2 = TLanes.MultiplyAdd(TLanes.Broadcast(Math.Abs(w2)), dk, d2);
                    d3 = TLanes.MultiplyAdd(TLanes.Broadcast(Math.Abs(w3)), dk, d3);
                }

                long at = ((long)i * stride) + lane;
                TLanes.Store(midOut + at, m0);
                TLanes.Store(midOut + at + stride, m1);
                TLanes.Store(midOut + at + (2 * stride), m2);
                TLanes.Store(midOut + at + (3 * stride), m3);
                TLanes.Store(devOut + at, d0);
                TLanes.Store(devOut + at + stride, d1);
                TLanes.Store(devOut + at + (2 * stride), d2);
                TLanes.Store(devOut + at + (3 * stride), d3);
            }
        }
    }
}
