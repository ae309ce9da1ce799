using System.Runtime.CompilerServices;
using NetCompile.Kernels.Simd;

namespace NetCompile.Kernels;

/// <summary>Consecutive accumulators of the dense kernel for one sample. Small structs of vectors, whose fields the JIT keeps in registers.</summary>
internal unsafe interface IAccumulators<TSelf, TLanes, TVector>
    where TSelf : struct, IAccumulators<TSelf, TLanes, TVector>
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>The number of vectors.</summary>
    static abstract int Vectors { get; }

    /// <summary>Reads all vectors from <paramref name="p"/>.</summary>
    static abstract TSelf Load(float* p);

    /// <summary>Adds <c>factor · p</c>.</summary>
    void MultiplyAdd(TVector factor, float* p);

    /// <summary>Adds other accumulators.</summary>
    void Add(TSelf other);

    /// <summary>Stores the activation of all vectors, of the last one only <paramref name="lastLanes"/> lanes.</summary>
    void Store<TActivation>(TActivation activation, float* p, int lastLanes) where TActivation : struct, IActivation;
}

/// <summary>One accumulator.</summary>
internal unsafe struct Accumulators1<TLanes, TVector> : IAccumulators<Accumulators1<TLanes, TVector>, TLanes, TVector>
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    private TVector _a;

    public static int Vectors => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Accumulators1<TLanes, TVector> Load(float* p)
    {
        Accumulators1<TLanes, TVector> result = default;
        result._a = TLanes.Load(p);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TVector factor, float* p)
    {
        _a = TLanes.MultiplyAdd(TLanes.Load(p), factor, _a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Accumulators1<TLanes, TVector> other)
    {
        _a = TLanes.Add(_a, other._a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TActivation>(TActivation activation, float* p, int lastLanes) where TActivation : struct, IActivation
    {
        PartialStore<TLanes, TVector>.Store(p, activation.Apply<TLanes, TVector>(_a), lastLanes);
    }
}

/// <summary>Two accumulators.</summary>
internal unsafe struct Accumulators2<TLanes, TVector> : IAccumulators<Accumulators2<TLanes, TVector>, TLanes, TVector>
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    private TVector _a, _b;

    public static int Vectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Accumulators2<TLanes, TVector> Load(float* p)
    {
        Accumulators2<TLanes, TVector> result = default;
        result._a = TLanes.Load(p);
        result._b = TLanes.Load(p + TLanes.Count);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TVector factor, float* p)
    {
        _a = TLanes.MultiplyAdd(TLanes.Load(p), factor, _a);
        _b = TLanes.MultiplyAdd(TLanes.Load(p + TLanes.Count), factor, _b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Accumulators2<TLanes, TVector> other)
    {
        _a = TLanes.Add(_a, other._a);
        _b = TLanes.Add(_b, other._b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TActivation>(TActivation activation, float* p, int lastLanes) where TActivation : struct, IActivation
    {
        TLanes.Store(p, activation.Apply<TLanes, TVector>(_a));
        PartialStore<TLanes, TVector>.Store(p + TLanes.Count, activation.Apply<TLanes, TVector>(_b), lastLanes);
    }
}

/// <summary>Three accumulators.</summary>
internal unsafe struct Accumulators3<TLanes, TVector> : IAccumulators<Accumulators3<TLanes, TVector>, TLanes, TVector>
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    private TVector _a, _b, _c;

    public static int Vectors => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Accumulators3<TLanes, TVector> Load(float* p)
    {
        Accumulators3<TLanes, TVector> result = default;
        result._a = TLanes.Load(p);
        result._b = TLanes.Load(p + TLanes.Count);
        result._c = TLanes.Load(p + (2 * TLanes.Count));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TVector factor, float* p)
    {
        _a = TLanes.MultiplyAdd(TLanes.Load(p), factor, _a);
        _b = TLanes.MultiplyAdd(TLanes.Load(p + TLanes.Count), factor, _b);
        _c = TLanes.MultiplyAdd(TLanes.Load(p + (2 * TLanes.Count)), factor, _c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Accumulators3<TLanes, TVector> other)
    {
        _a = TLanes.Add(_a, other._a);
        _b = TLanes.Add(_b, other._b);
        _c = TLanes.Add(_c, other._c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TActivation>(TActivation activation, float* p, int lastLanes) where TActivation : struct, IActivation
    {
        TLanes.Store(p, activation.Apply<TLanes, TVector>(_a));
        TLanes.Store(p + TLanes.Count, activation.Apply<TLanes, TVector>(_b));
        PartialStore<TLanes, TVector>.Store(p + (2 * TLanes.Count), activation.Apply<TLanes, TVector>(_c), lastLanes);
    }
}

/// <summary>Four accumulators.</summary>
internal unsafe struct Accumulators4<TLanes, TVector> : IAccumulators<Accumulators4<TLanes, TVector>, TLanes, TVector>
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    private TVector _a, _b, _c, _d;

    public static int Vectors => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Accumulators4<TLanes, TVector> Load(float* p)
    {
        Accumulators4<TLanes, TVector> result = default;
        result._a = TLanes.Load(p);
        result._b = TLanes.Load(p + TLanes.Count);
        result._c = TLanes.Load(p + (2 * TLanes.Count));
        result._d = TLanes.Load(p + (3 * TLanes.Count));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TVector factor, float* p)
    {
        _a = TLanes.MultiplyAdd(TLanes.Load(p), factor, _a);
        _b = TLanes.MultiplyAdd(TLanes.Load(p + TLanes.Count), factor, _b);
        _c = TLanes.MultiplyAdd(TLanes.Load(p + (2 * TLanes.Count)), factor, _c);
        _d = TLanes.MultiplyAdd(TLanes.Load(p + (3 * TLanes.Count)), factor, _d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Accumulators4<TLanes, TVector> other)
    {
        _a = TLanes.Add(_a, other._a);
        _b = TLanes.Add(_b, other._b);
        _c = TLanes.Add(_c, other._c);
        _d = TLanes.Add(_d, other._d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TActivation>(TActivation activation, float* p, int lastLanes) where TActivation : struct, IActivation
    {
        TLanes.Store(p, activation.Apply<TLanes, TVector>(_a));
        TLanes.Store(p + TLanes.Count, activation.Apply<TLanes, TVector>(_b));
        TLanes.Store(p + (2 * TLanes.Count), activation.Apply<TLanes, TVector>(_c));
        PartialStore<TLanes, TVector>.Store(p + (3 * TLanes.Count), activation.Apply<TLanes, TVector>(_d), lastLanes);
    }
}
