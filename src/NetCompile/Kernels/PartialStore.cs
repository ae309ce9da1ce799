using System.Runtime.CompilerServices;
using NetCompile.Kernels.Simd;

namespace NetCompile.Kernels;

/// <summary>Stores the first lanes of a vector: what follows the output in memory belongs to the caller.</summary>
internal static unsafe class PartialStore<TLanes, TVector>
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, TVector v, int lanes)
    {
        if (lanes >= TLanes.Count)
        {
            TLanes.Store(p, v);
        }
        else
        {
            StoreLanes(p, v, lanes);
        }
    }

    // Not inlined: taking the address of the vector would keep an accumulator in memory.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void StoreLanes(float* p, TVector v, int lanes)
    {
        float* source = (float*)&v;
        for (int i = 0; i < lanes; i++)
        {
            p[i] = source[i];
        }
    }
}
