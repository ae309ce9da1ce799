using System.Runtime.CompilerServices;
using NetCompile.Kernels.Simd;

namespace NetCompile.Kernels;

/// <summary>A function of one element and up to two others: a second operand, or the element's constants.</summary>
internal interface IElementwiseOperation
{
    static abstract TVector Apply<TLanes, TVector>(TVector x, TVector a, TVector b) where TLanes : struct, ISingleLanes<TVector> where TVector : unmanaged;
}

/// <summary><c>x + a</c>.</summary>
internal readonly struct AddOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseOperation.Apply<TLanes, TVector>(TVector x, TVector a, TVector b) => TLanes.Add(x, a);
}

/// <summary><c>x − a</c>.</summary>
internal readonly struct SubtractOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseOperation.Apply<TLanes, TVector>(TVector x, TVector a, TVector b) => TLanes.Subtract(x, a);
}

/// <summary><c>x · a</c>.</summary>
internal readonly struct ScaleOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseOperation.Apply<TLanes, TVector>(TVector x, TVector a, TVector b) => TLanes.Multiply(x, a);
}

/// <summary><c>x / a</c>: a true division, because multiplying by a rounded reciprocal would be another network.</summary>
internal readonly struct DivideOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseOperation.Apply<TLanes, TVector>(TVector x, TVector a, TVector b) => TLanes.Divide(x, a);
}

/// <summary><c>min(max(x, a), b)</c>; NaN stays NaN.</summary>
internal readonly struct ClipOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseOperation.Apply<TLanes, TVector>(TVector x, TVector a, TVector b) => TLanes.Min(b, TLanes.Max(a, x));
}

/// <summary><c>max(0, x)</c>; NaN stays NaN.</summary>
internal readonly struct ReluOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseOperation.Apply<TLanes, TVector>(TVector x, TVector a, TVector b) => TLanes.Max(TLanes.Zero, x);
}

/// <summary><c>max(ε x, x)</c> with <c>ε = a</c>; NaN stays NaN.</summary>
internal readonly struct LeakyReluOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseOperation.Apply<TLanes, TVector>(TVector x, TVector a, TVector b) => TLanes.Max(TLanes.Multiply(a, x), x);
}
