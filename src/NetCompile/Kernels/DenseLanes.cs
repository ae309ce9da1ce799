using System.Runtime.CompilerServices;
using NetCompile.Kernels.Simd;

namespace NetCompile.Kernels;

/// <summary>The dense layer for 64 samples in lanes: broadcast a weight, multiply it by vectors of samples, with the sums in registers.</summary>
/// <remarks>
/// Six rows by two vectors are twelve sums, which with two vectors of samples and a weight fit the sixteen registers of AVX2; a step loads
/// 8 times for 12 multiply-adds, so the multipliers stay busy. (Four vectors, which AVX-512 has the registers for, were no faster.)
/// Blocking over the inputs gained nothing up to 784 of them. The tiles are fully optimised on their first call, and shared by all layers:
/// constant sizes gain nothing here.
/// </remarks>
/// <typeparam name="TActivation">Applied to every output.</typeparam>
/// <typeparam name="TLanes">The vector width.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal static unsafe class DenseLanes<TActivation, TLanes, TVector>
    where TActivation : struct, IActivation
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    private const int Samples = BatchLayout.Lanes;

    /// <summary>All row blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(TActivation activation, DenseWeights weights, float* x, float* y)
    {
        int inputs = weights.Inputs, outputs = weights.Outputs;
        float* w = weights.Blocks, bias = weights.Bias;
        for (int row = 0, rows; row < outputs; row += rows, w += (nint)rows * inputs, y += rows * Samples, bias += rows)
        {
            rows = DenseWeights.BlockRows(outputs - row);
            int vectors = rows >= 4 ? 2 : 4;
            for (int lane = 0; lane < Samples; lane += vectors * TLanes.Count)
            {
                switch (rows)
                {
                    case 6:
                        SixRows(activation, inputs, w, bias, x + lane, y + lane);
                        break;
                    case 4:
                        FourRows(activation, inputs, w, bias, x + lane, y + lane);
                        break;
                    case 2:
                        TwoRows(activation, inputs, w, bias, x + lane, y + lane);
                        break;
                    default:
                        OneRow(activation, inputs, w, bias, x + lane, y + lane);
                        break;
                }
            }
        }
    }

    /// <summary>Six outputs, two vectors of samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixRows(TActivation activation, int inputs, float* w, float* bias, float* x, float* y)
    {
        RowSums2<TLanes, TVector> r0 = RowSums2<TLanes, TVector>.Start(bias[0]), r1 = RowSums2<TLanes, TVector>.Start(bias[1]);
        RowSums2<TLanes, TVector> r2 = RowSums2<TLanes, TVector>.Start(bias[2]), r3 = RowSums2<TLanes, TVector>.Start(bias[3]);
        RowSums2<TLanes, TVector> r4 = RowSums2<TLanes, TVector>.Start(bias[4]), r5 = RowSums2<TLanes, TVector>.Start(bias[5]);
        for (float* end = w + (6 * (nint)inputs); w < end; w += 6, x += Samples)
        {
            TVector x0 = TLanes.Load(x), x1 = TLanes.Load(x + TLanes.Count);
            r0.MultiplyAdd(w[0], x0, x1);
            r1.MultiplyAdd(w[1], x0, x1);
            r2.MultiplyAdd(w[2], x0, x1);
            r3.MultiplyAdd(w[3], x0, x1);
            r4.MultiplyAdd(w[4], x0, x1);
            r5.MultiplyAdd(w[5], x0, x1);
        }

        r0.Store(activation, y);
        r1.Store(activation, y + Samples);
        r2.Store(activation, y + (2 * Samples));
        r3.Store(activation, y + (3 * Samples));
        r4.Store(activation, y + (4 * Samples));
        r5.Store(activation, y + (5 * Samples));
    }

    /// <summary>Four outputs, two vectors of samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(TActivation activation, int inputs, float* w, float* bias, float* x, float* y)
    {
        RowSums2<TLanes, TVector> r0 = RowSums2<TLanes, TVector>.Start(bias[0]), r1 = RowSums2<TLanes, TVector>.Start(bias[1]);
        RowSums2<TLanes, TVector> r2 = RowSums2<TLanes, TVector>.Start(bias[2]), r3 = RowSums2<TLanes, TVector>.Start(bias[3]);
        for (float* end = w + (4 * (nint)inputs); w < end; w += 4, x += Samples)
        {
            TVector x0 = TLanes.Load(x), x1 = TLanes.Load(x + TLanes.Count);
            r0.MultiplyAdd(w[0], x0, x1);
            r1.MultiplyAdd(w[1], x0, x1);
            r2.MultiplyAdd(w[2], x0, x1);
            r3.MultiplyAdd(w[3], x0, x1);
        }

        r0.Store(activation, y);
        r1.Store(activation, y + Samples);
        r2.Store(activation, y + (2 * Samples));
        r3.Store(activation, y + (3 * Samples));
    }

    /// <summary>Two outputs, four vectors of samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRows(TActivation activation, int inputs, float* w, float* bias, float* x, float* y)
    {
        RowSums4<TLanes, TVector> r0 = RowSums4<TLanes, TVector>.Start(bias[0]), r1 = RowSums4<TLanes, TVector>.Start(bias[1]);
        for (float* end = w + (2 * (nint)inputs); w < end; w += 2, x += Samples)
        {
            TVector x0 = TLanes.Load(x), x1 = TLanes.Load(x + TLanes.Count), x2 = TLanes.Load(x + (2 * TLanes.Count)), x3 = TLanes.Load(x + (3 * TLanes.Count));
            r0.MultiplyAdd(w[0], x0, x1, x2, x3);
            r1.MultiplyAdd(w[1], x0, x1, x2, x3);
        }

        r0.Store(activation, y);
        r1.Store(activation, y + Samples);
    }

    /// <summary>One output, four vectors of samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(TActivation activation, int inputs, float* w, float* bias, float* x, float* y)
    {
        RowSums4<TLanes, TVector> sums = RowSums4<TLanes, TVector>.Start(*bias);
        for (float* end = w + inputs; w < end; w++, x += Samples)
        {
            sums.MultiplyAdd(*w, TLanes.Load(x), TLanes.Load(x + TLanes.Count), TLanes.Load(x + (2 * TLanes.Count)), TLanes.Load(x + (3 * TLanes.Count)));
        }

        sums.Store(activation, y);
    }
}
