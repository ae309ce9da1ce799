namespace NetCompile.Kernels.Simd;

/// <summary>A vector of floats of one width. Kernels are written once over it; the JIT compiles one copy per width.</summary>
/// <remarks>
/// Whether a multiply-add rounds once or twice differs between widths and machines; the bound <c>γ_n</c> on a dot product
/// ([Higham], §3.1) holds either way.
/// </remarks>
internal unsafe interface ISingleLanes<TVector> where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Load(float* p);

    static abstract void Store(float* p, TVector v);

    static abstract TVector Broadcast(float v);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary><c>a · b + c</c>, fused where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary><c>a &gt; b ? a : b</c>: <paramref name="b"/> where either is NaN, so a NaN in the second operand passes through.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary><c>a &lt; b ? a : b</c>: <paramref name="b"/> where either is NaN, so a NaN in the second operand passes through.</summary>
    static abstract TVector Min(TVector a, TVector b);
}
