using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetCompile.Kernels.Simd;

namespace NetCompile.Kernels;

/// <summary>The loops behind <see cref="ElementwiseKernel"/>: whole vectors, then what is left.</summary>
/// <remarks>The destination may be one of the sources: every element is read before it is written.</remarks>
internal static unsafe class ElementwiseLoops
{
    /// <summary>One constant or second operand for each element.</summary>
    public static void Pairwise<TOperation>(float* x, float* a, float* b, float* y, int count) where TOperation : struct, IElementwiseOperation
    {
        if (Avx512F.IsSupported)
        {
            Pairwise<TOperation, Single512, Vector512<float>>(x, a, b, y, count);
        }
        else if (Avx2.IsSupported && Fma.IsSupported)
        {
            Pairwise<TOperation, Single256, Vector256<float>>(x, a, b, y, count);
        }
        else
        {
            Pairwise<TOperation, Single128, Vector128<float>>(x, a, b, y, count);
        }
    }

    /// <summary>Groups of <paramref name="group"/> elements that share a constant.</summary>
    public static void Grouped<TOperation>(float* x, float* a, float* b, float* y, int groups, int group) where TOperation : struct, IElementwiseOperation
    {
        if (Avx512F.IsSupported)
        {
            Grouped<TOperation, Single512, Vector512<float>>(x, a, b, y, groups, group);
        }
        else if (Avx2.IsSupported && Fma.IsSupported)
        {
            Grouped<TOperation, Single256, Vector256<float>>(x, a, b, y, groups, group);
        }
        else
        {
            Grouped<TOperation, Single128, Vector128<float>>(x, a, b, y, groups, group);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Pairwise<TOperation, TLanes, TVector>(float* x, float* a, float* b, float* y, int count)
        where TOperation : struct, IElementwiseOperation
        where TLanes : struct, ISingleLanes<TVector>
        where TVector : unmanaged
    {
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(y + i, TOperation.Apply<TLanes, TVector>(TLanes.Load(x + i), TLanes.Load(a + i), TLanes.Load(b + i)));
        }

        for (; i < count; i++)
        {
            y[i] = TOperation.Apply<Single1, float>(x[i], a[i], b[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Grouped<TOperation, TLanes, TVector>(float* x, float* a, float* b, float* y, int groups, int group)
        where TOperation : struct, IElementwiseOperation
        where TLanes : struct, ISingleLanes<TVector>
        where TVector : unmanaged
    {
        for (int g = 0; g < groups; g++, x += group, y += group)
        {
            TVector constant = TLanes.Broadcast(a[g]), second = TLanes.Broadcast(b[g]);
            int i = 0;
            for (; i <= group - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(y + i, TOperation.Apply<TLanes, TVector>(TLanes.Load(x + i), constant, second));
            }

            for (; i < group; i++)
            {
                y[i] = TOperation.Apply<Single1, float>(x[i], a[g], b[g]);
            }
        }
    }
}
