using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetCompile.Kernels.Simd;

namespace NetCompile.Propagation;

/// <summary>The step of backward substitution through a dense layer: <c>C (+)= A · W</c> over the columns of <c>A</c> that are not zero.</summary>
/// <remarks>
/// <c>A: [rows, aStride]</c>, <c>W: [K, wStride]</c>, <c>C: [rows, cStride]</c>, all in double. Four rows and up to four vectors of columns are kept in
/// registers, so that each weight is loaded once for four rows. Stably inactive neurons have zero columns and are left out by the index list.
/// The four blocks differ only in their number of columns: the JIT keeps accumulators in registers only as separate locals, so each width is written out.
/// Rows are processed in fours: the buffers must hold a multiple of four rows; what stands in the surplus rows does not matter.
/// </remarks>
internal static unsafe class BackwardDenseKernel
{
    /// <summary>Rows are padded to a multiple of this.</summary>
    public const int RowBlock = 4;

    public static void Multiply(
        double* a, int aStride, int rows, double* w, int wStride, int* active, int activeCount, double* c, int cStride, int columns, bool accumulate)
    {
        if (Avx512F.IsSupported)
        {
            Multiply<Lanes512, Vector512<double>>(a, aStride, rows, w, wStride, active, activeCount, c, cStride, columns, accumulate);
        }
        else
        {
            Multiply<Lanes256, Vector256<double>>(a, aStride, rows, w, wStride, active, activeCount, c, cStride, columns, accumulate);
        }
    }

    /// <summary>The same for a given vector width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply<TLanes, TVector>(
        double* a, int aStride, int rows, double* w, int wStride, int* active, int activeCount, double* c, int cStride, int columns, bool accumulate)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        // 4 × 4 accumulators fit 32 registers, 4 × 3 fit 16.
        int widest = TLanes.Count == 8 ? 4 : 3;
        int vectors = (columns + TLanes.Count - 1) / TLanes.Count;
        for (int v = 0; v < vectors;)
        {
            int left = vectors - v;
            int take = left >= widest ? widest : left;
            double* wBlock = w + (v * TLanes.Count);
            double* cBlock = c + (v * TLanes.Count);
            for (int r = 0; r < rows; r += RowBlock)
            {
                double* aRow = a + ((long)r * aStride);
                double* cRow = cBlock + ((long)r * cStride);
                switch (take)
                {
                    case 4:
                        Block4<TLanes, TVector>(aRow, aStride, wBlock, wStride, active, activeCount, cRow, cStride, accumulate);
                        break;
                    case 3:
                        Block3<TLanes, TVector>(aRow, aStride, wBlock, wStride, active, activeCount, cRow, cStride, accumulate);
                        break;
                    case 2:
                        Block2<TLanes, TVector>(aRow, aStride, wBlock, wStride, active, activeCount, cRow, cStride, accumulate);
                        break;
                    default:
                        Block1<TLanes, TVector>(aRow, aStride, wBlock, wStride, active, activeCount, cRow, cStride, accumulate);
                        break;
                }
            }

            v += take;
        }
    }

    /// <summary>Four rows by 4 vectors of the product.</summary>
    private static void Block4<TLanes, TVector>(
        double* a, int aStride, double* w, int wStride, int* active, int activeCount, double* c, int cStride, bool accumulate)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        TVector c00 = accumulate ? TLanes.Load(c + (0 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c01 = accumulate ? TLanes.Load(c + (0 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c02 = accumulate ? TLanes.Load(c + (0 * cStride) + (2 * TLanes.Count)) : TLanes.Zero;
        TVector c03 = accumulate ? TLanes.Load(c + (0 * cStride) + (3 * TLanes.Count)) : TLanes.Zero;
        TVector c10 = accumulate ? TLanes.Load(c + (1 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c11 = accumulate ? TLanes.Load(c + (1 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c12 = accumulate ? TLanes.Load(c + (1 * cStride) + (2 * TLanes.Count)) : TLanes.Zero;
        TVector c13 = accumulate ? TLanes.Load(c + (1 * cStride) + (3 * TLanes.Count)) : TLanes.Zero;
        TVector c20 = accumulate ? TLanes.Load(c + (2 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c21 = accumulate ? TLanes.Load(c + (2 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c22 = accumulate ? TLanes.Load(c + (2 * cStride) + (2 * TLanes.Count)) : TLanes.Zero;
        TVector c23 = accumulate ? TLanes.Load(c + (2 * cStride) + (3 * TLanes.Count)) : TLanes.Zero;
        TVector c30 = accumulate ? TLanes.Load(c + (3 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c31 = accumulate ? TLanes.Load(c + (3 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c32 = accumulate ? TLanes.Load(c + (3 * cStride) + (2 * TLanes.Count)) : TLanes.Zero;
        TVector c33 = accumulate ? TLanes.Load(c + (3 * cStride) + (3 * TLanes.Count)) : TLanes.Zero;
        for (int t = 0; t < activeCount; t++)
        {
            int k = active[t];
            double* row = w + ((long)k * wStride);
            TVector w0 = TLanes.Load(row + (0 * TLanes.Count));
            TVector w1 = TLanes.Load(row + (1 * TLanes.Count));
            TVector w2 = TLanes.Load(row + (2 * TLanes.Count));
            TVector w3 = TLanes.Load(row + (3 * TLanes.Count));
            TVector a0 = TLanes.Broadcast(a[(0 * aStride) + k]);
            c00 = TLanes.MultiplyAdd(a0, w0, c00);
            c01 = TLanes.MultiplyAdd(a0, w1, c01);
            c02 = TLanes.MultiplyAdd(a0, w2, c02);
            c03 = TLanes.MultiplyAdd(a0, w3, c03);
            TVector a1 = TLanes.Broadcast(a[(1 * aStride) + k]);
            c10 = TLanes.MultiplyAdd(a1, w0, c10);
            c11 = TLanes.MultiplyAdd(a1, w1, c11);
            c12 = TLanes.MultiplyAdd(a1, w2, c12);
            c13 = TLanes.MultiplyAdd(a1, w3, c13);
            TVector a2 = TLanes.Broadcast(a[(2 * aStride) + k]);
            c20 = TLanes.MultiplyAdd(a2, w0, c20);
            c21 = TLanes.MultiplyAdd(a2, w1, c21);
            c22 = TLanes.MultiplyAdd(a2, w2, c22);
            c23 = TLanes.MultiplyAdd(a2, w3, c23);
            TVector a3 = TLanes.Broadcast(a[(3 * aStride) + k]);
            c30 = TLanes.MultiplyAdd(a3, w0, c30);
            c31 = TLanes.MultiplyAdd(a3, w1, c31);
            c32 = TLanes.MultiplyAdd(a3, w2, c32);
            c33 = TLanes.MultiplyAdd(a3, w3, c33);
        }

        TLanes.Store(c + (0 * cStride) + (0 * TLanes.Count), c00);
        TLanes.Store(c + (0 * cStride) + (1 * TLanes.Count), c01);
        TLanes.Store(c + (0 * cStride) + (2 * TLanes.Count), c02);
        TLanes.Store(c + (0 * cStride) + (3 * TLanes.Count), c03);
        TLanes.Store(c + (1 * cStride) + (0 * TLanes.Count), c10);
        TLanes.Store(c + (1 * cStride) + (1 * TLanes.Count), c11);
        TLanes.Store(c + (1 * cStride) + (2 * TLanes.Count), c12);
        TLanes.Store(c + (1 * cStride) + (3 * TLanes.Count), c13);
        TLanes.Store(c + (2 * cStride) + (0 * TLanes.Count), c20);
        TLanes.Store(c + (2 * cStride) + (1 * TLanes.Count), c21);
        TLanes.Store(c + (2 * cStride) + (2 * TLanes.Count), c22);
        TLanes.Store(c + (2 * cStride) + (3 * TLanes.Count), c23);
        TLanes.Store(c + (3 * cStride) + (0 * TLanes.Count), c30);
        TLanes.Store(c + (3 * cStride) + (1 * TLanes.Count), c31);
        TLanes.Store(c + (3 * cStride) + (2 * TLanes.Count), c32);
        TLanes.Store(c + (3 * cStride) + (3 * TLanes.Count), c33);
    }

    /// <summary>Four rows by 3 vectors of the product.</summary>
    private static void Block3<TLanes, TVector>(
        double* a, int aStride, double* w, int wStride, int* active, int activeCount, double* c, int cStride, bool accumulate)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        TVector c00 = accumulate ? TLanes.Load(c + (0 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c01 = accumulate ? TLanes.Load(c + (0 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c02 = accumulate ? TLanes.Load(c + (0 * cStride) + (2 * TLanes.Count)) : TLanes.Zero;
        TVector c10 = accumulate ? TLanes.Load(c + (1 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c11 = accumulate ? TLanes.Load(c + (1 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c12 = accumulate ? TLanes.Load(c + (1 * cStride) + (2 * TLanes.Count)) : TLanes.Zero;
        TVector c20 = accumulate ? TLanes.Load(c + (2 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c21 = accumulate ? TLanes.Load(c + (2 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c22 = accumulate ? TLanes.Load(c + (2 * cStride) + (2 * TLanes.Count)) : TLanes.Zero;
        TVector c30 = accumulate ? TLanes.Load(c + (3 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c31 = accumulate ? TLanes.Load(c + (3 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c32 = accumulate ? TLanes.Load(c + (3 * cStride) + (2 * TLanes.Count)) : TLanes.Zero;
        for (int t = 0; t < activeCount; t++)
        {
            int k = active[t];
            double* row = w + ((long)k * wStride);
            TVector w0 = TLanes.Load(row + (0 * TLanes.Count));
            TVector w1 = TLanes.Load(row + (1 * TLanes.Count));
            TVector w2 = TLanes.Load(row + (2 * TLanes.Count));
            TVector a0 = TLanes.Broadcast(a[(0 * aStride) + k]);
            c00 = TLanes.MultiplyAdd(a0, w0, c00);
            c01 = TLanes.MultiplyAdd(a0, w1, c01);
            c02 = TLanes.MultiplyAdd(a0, w2, c02);
            TVector a1 = TLanes.Broadcast(a[(1 * aStride) + k]);
            c10 = TLanes.MultiplyAdd(a1, w0, c10);
            c11 = TLanes.MultiplyAdd(a1, w1, c11);
            c12 = TLanes.MultiplyAdd(a1, w2, c12);
            TVector a2 = TLanes.Broadcast(a[(2 * aStride) + k]);
            c20 = TLanes.MultiplyAdd(a2, w0, c20);
            c21 = TLanes.MultiplyAdd(a2, w1, c21);
            c22 = TLanes.MultiplyAdd(a2, w2, c22);
            TVector a3 = TLanes.Broadcast(a[(3 * aStride) + k]);
            c30 = TLanes.MultiplyAdd(a3, w0, c30);
            c31 = TLanes.MultiplyAdd(a3, w1, c31);
            c32 = TLanes.MultiplyAdd(a3, w2, c32);
        }

        TLanes.Store(c + (0 * cStride) + (0 * TLanes.Count), c00);
        TLanes.Store(c + (0 * cStride) + (1 * TLanes.Count), c01);
        TLanes.Store(c + (0 * cStride) + (2 * TLanes.Count), c02);
        TLanes.Store(c + (1 * cStride) + (0 * TLanes.Count), c10);
        TLanes.Store(c + (1 * cStride) + (1 * TLanes.Count), c11);
        TLanes.Store(c + (1 * cStride) + (2 * TLanes.Count), c12);
        TLanes.Store(c + (2 * cStride) + (0 * TLanes.Count), c20);
        TLanes.Store(c + (2 * cStride) + (1 * TLanes.Count), c21);
        TLanes.Store(c + (2 * cStride) + (2 * TLanes.Count), c22);
        TLanes.Store(c + (3 * cStride) + (0 * TLanes.Count), c30);
        TLanes.Store(c + (3 * cStride) + (1 * TLanes.Count), c31);
        TLanes.Store(c + (3 * cStride) + (2 * TLanes.Count), c32);
    }

    /// <summary>Four rows by 2 vectors of the product.</summary>
    private static void Block2<TLanes, TVector>(
        double* a, int aStride, double* w, int wStride, int* active, int activeCount, double* c, int cStride, bool accumulate)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        TVector c00 = accumulate ? TLanes.Load(c + (0 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c01 = accumulate ? TLanes.Load(c + (0 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c10 = accumulate ? TLanes.Load(c + (1 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c11 = accumulate ? TLanes.Load(c + (1 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c20 = accumulate ? TLanes.Load(c + (2 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c21 = accumulate ? TLanes.Load(c + (2 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        TVector c30 = accumulate ? TLanes.Load(c + (3 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c31 = accumulate ? TLanes.Load(c + (3 * cStride) + (1 * TLanes.Count)) : TLanes.Zero;
        for (int t = 0; t < activeCount; t++)
        {
            int k = active[t];
            double* row = w + ((long)k * wStride);
            TVector w0 = TLanes.Load(row + (0 * TLanes.Count));
            TVector w1 = TLanes.Load(row + (1 * TLanes.Count));
            TVector a0 = TLanes.Broadcast(a[(0 * aStride) + k]);
            c00 = TLanes.MultiplyAdd(a0, w0, c00);
            c01 = TLanes.MultiplyAdd(a0, w1, c01);
            TVector a1 = TLanes.Broadcast(a[(1 * aStride) + k]);
            c10 = TLanes.MultiplyAdd(a1, w0, c10);
            c11 = TLanes.MultiplyAdd(a1, w1, c11);
            TVector a2 = TLanes.Broadcast(a[(2 * aStride) + k]);
            c20 = TLanes.MultiplyAdd(a2, w0, c20);
            c21 = TLanes.MultiplyAdd(a2, w1, c21);
            TVector a3 = TLanes.Broadcast(a[(3 * aStride) + k]);
            c30 = TLanes.MultiplyAdd(a3, w0, c30);
            c31 = TLanes.MultiplyAdd(a3, w1, c31);
        }

        TLanes.Store(c + (0 * cStride) + (0 * TLanes.Count), c00);
        TLanes.Store(c + (0 * cStride) + (1 * TLanes.Count), c01);
        TLanes.Store(c + (1 * cStride) + (0 * TLanes.Count), c10);
        TLanes.Store(c + (1 * cStride) + (1 * TLanes.Count), c11);
        TLanes.Store(c + (2 * cStride) + (0 * TLanes.Count), c20);
        TLanes.Store(c + (2 * cStride) + (1 * TLanes.Count), c21);
        TLanes.Store(c + (3 * cStride) + (0 * TLanes.Count), c30);
        TLanes.Store(c + (3 * cStride) + (1 * TLanes.Count), c31);
    }

    /// <summary>Four rows by 1 vector of the product.</summary>
    private static void Block1<TLanes, TVector>(
        double* a, int aStride, double* w, int wStride, int* active, int activeCount, double* c, int cStride, bool accumulate)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        TVector c00 = accumulate ? TLanes.Load(c + (0 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c10 = accumulate ? TLanes.Load(c + (1 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c20 = accumulate ? TLanes.Load(c + (2 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        TVector c30 = accumulate ? TLanes.Load(c + (3 * cStride) + (0 * TLanes.Count)) : TLanes.Zero;
        for (int t = 0; t < activeCount; t++)
        {
            int k = active[t];
            double* row = w + ((long)k * wStride);
            TVector w0 = TLanes.Load(row + (0 * TLanes.Count));
            TVector a0 = TLanes.Broadcast(a[(0 * aStride) + k]);
            c00 = TLanes.MultiplyAdd(a0, w0, c00);
            TVector a1 = TLanes.Broadcast(a[(1 * aStride) + k]);
            c10 = TLanes.MultiplyAdd(a1, w0, c10);
            TVector a2 = TLanes.Broadcast(a[(2 * aStride) + k]);
            c20 = TLanes.MultiplyAdd(a2, w0, c20);
            TVector a3 = TLanes.Broadcast(a[(3 * aStride) + k]);
            c30 = TLanes.MultiplyAdd(a3, w0, c30);
        }

        TLanes.Store(c + (0 * cStride) + (0 * TLanes.Count), c00);
        TLanes.Store(c + (1 * cStride) + (0 * TLanes.Count), c10);
        TLanes.Store(c + (2 * cStride) + (0 * TLanes.Count), c20);
        TLanes.Store(c + (3 * cStride) + (0 * TLanes.Count), c30);
    }
}
