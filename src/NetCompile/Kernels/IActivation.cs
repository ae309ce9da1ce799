using System.Runtime.CompilerServices;
using NetCompile.Kernels.Simd;

namespace NetCompile.Kernels;

/// <summary>An elementwise function that a dense kernel applies before it stores its result.</summary>
/// <remarks>Implemented by <see cref="IdentityActivation"/>, <see cref="ReluActivation"/> and <see cref="LeakyReluActivation"/> only.</remarks>
public interface IActivation
{
    /// <summary>The activation of every lane.</summary>
    internal TVector Apply<TLanes, TVector>(TVector v) where TLanes : struct, ISingleLanes<TVector> where TVector : unmanaged;
}

/// <summary><c>y_i = x_i</c>.</summary>
public readonly struct IdentityActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IActivation.Apply<TLanes, TVector>(TVector v) => v;
}

/// <summary><c>y_i = max(0, x_i)</c>; NaN stays NaN.</summary>
public readonly struct ReluActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IActivation.Apply<TLanes, TVector>(TVector v) => TLanes.Max(TLanes.Zero, v);
}

/// <summary><c>y_i = max(ε x_i, x_i)</c>; NaN stays NaN.</summary>
/// <param name="slope"><c>ε</c>, from 0 to 1.</param>
public readonly struct LeakyReluActivation(float slope) : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IActivation.Apply<TLanes, TVector>(TVector v) => TLanes.Max(TLanes.Multiply(TLanes.Broadcast(slope), v), v);
}
