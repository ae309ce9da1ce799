using System.Runtime.CompilerServices;
using NetCompile.Kernels.Simd;

namespace NetCompile.Kernels;

/// <summary>The sums of one output for two vectors of samples. A small struct of vectors, whose fields the JIT keeps in registers.</summary>
internal unsafe struct RowSums2<TLanes, TVector>
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    private TVector _a, _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowSums2<TLanes, TVector> Start(float bias)
    {
        RowSums2<TLanes, TVector> result = default;
        result._a = result._b = TLanes.Broadcast(bias);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float weight, TVector x0, TVector x1)
    {
        TVector w = TLanes.Broadcast(weight);
        _a = TLanes.MultiplyAdd(w, x0, _a);
        _b = TLanes.MultiplyAdd(w, x1, _b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TActivation>(TActivation activation, float* y) where TActivation : struct, IActivation
    {
        TLanes.Store(y, activation.Apply<TLanes, TVector>(_a));
        TLanes.Store(y + TLanes.Count, activation.Apply<TLanes, TVector>(_b));
    }
}

/// <summary>The sums of one output for four vectors of samples.</summary>
internal unsafe struct RowSums4<TLanes, TVector>
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    private TVector _a, _b, _c, _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowSums4<TLanes, TVector> Start(float bias)
    {
        RowSums4<TLanes, TVector> result = default;
        result._a = result._b = result._c = result._d = TLanes.Broadcast(bias);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float weight, TVector x0, TVector x1, TVector x2, TVector x3)
    {
        TVector w = TLanes.Broadcast(weight);
        _a = TLanes.MultiplyAdd(w, x0, _a);
        _b = TLanes.MultiplyAdd(w, x1, _b);
        _c = TLanes.MultiplyAdd(w, x2, _c);
        _d = TLanes.MultiplyAdd(w, x3, _d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TActivation>(TActivation activation, float* y) where TActivation : struct, IActivation
    {
        TLanes.Store(y, activation.Apply<TLanes, TVector>(_a));
        TLanes.Store(y + TLanes.Count, activation.Apply<TLanes, TVector>(_b));
        TLanes.Store(y + (2 * TLanes.Count), activation.Apply<TLanes, TVector>(_c));
        TLanes.Store(y + (3 * TLanes.Count), activation.Apply<TLanes, TVector>(_d));
    }
}
