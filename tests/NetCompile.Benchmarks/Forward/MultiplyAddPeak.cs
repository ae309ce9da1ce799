using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetCompile.Kernels.Simd;

namespace NetCompile.Benchmarks.Forward;

/// <summary>The most multiply-adds a second that one core can do: twelve independent chains in registers, no memory.</summary>
internal static unsafe class MultiplyAddPeak
{
    private const int Steps = 4096, Chains = 12;

    /// <summary>Floating-point operations of one <see cref="Run512"/>.</summary>
    public const long Operations512 = 2L * 16 * Chains * Steps;

    /// <summary>Floating-point operations of one <see cref="Run256"/>.</summary>
    public const long Operations256 = 2L * 8 * Chains * Steps;

    public static bool Has512 => Avx512F.IsSupported;

    public static bool Has256 => Avx2.IsSupported && Fma.IsSupported;

    public static float Run512() => Run<Single512, Vector512<float>>();

    public static float Run256() => Run<Single256, Vector256<float>>();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run<TLanes, TVector>()
        where TLanes : struct, ISingleLanes<TVector>
        where TVector : unmanaged
    {
        TVector x = TLanes.Broadcast(0.999f), y = TLanes.Broadcast(0.001f);
        TVector a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int step = 0; step < Steps; step++)
        {
            a = TLanes.MultiplyAdd(a, x, y);
            b = TLanes.MultiplyAdd(b, x, y);
            c = TLanes.MultiplyAdd(c, x, y);
            d = TLanes.MultiplyAdd(d, x, y);
            e = TLanes.MultiplyAdd(e, x, y);
            f = TLanes.MultiplyAdd(f, x, y);
            g = TLanes.MultiplyAdd(g, x, y);
            h = TLanes.MultiplyAdd(h, x, y);
            i = TLanes.MultiplyAdd(i, x, y);
            j = TLanes.MultiplyAdd(j, x, y);
            k = TLanes.MultiplyAdd(k, x, y);
            l = TLanes.MultiplyAdd(l, x, y);
        }

        TVector sum = TLanes.Add(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)), TLanes.Add(TLanes.Add(e, f), TLanes.Add(g, h)));
        sum = TLanes.Add(sum, TLanes.Add(TLanes.Add(i, j), TLanes.Add(k, l)));
        return *(float*)&sum;
    }
}
