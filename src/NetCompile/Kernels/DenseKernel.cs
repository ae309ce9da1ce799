using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetCompile.Kernels.Simd;

namespace NetCompile.Kernels;

/// <summary>The float32 dense layer <c>y = act(W x + b)</c>.</summary>
/// <remarks>
/// Error: <c>|fl(y) − y| ≤ γ_{n+1} (Σ|w_j||x_j| + |b|)</c>, n the number of inputs, before the activation ([Higham], §3.1).
/// The order of summation depends on the vector width, so two machines may differ within that bound; one machine always gives the same bits.
/// A NaN in the input makes every output NaN; an infinity makes every output infinite or NaN.
/// </remarks>
public static unsafe class DenseKernel
{
    /// <summary>One sample.</summary>
    /// <param name="shape">The sizes, equal to those of <paramref name="weights"/>; a struct with constant properties makes them JIT-time constants.</param>
    /// <param name="activation">Applied to every output.</param>
    /// <param name="weights">The layer.</param>
    /// <param name="input">At least <c>[Inputs]</c>; more is ignored.</param>
    /// <param name="output">At least <c>[Outputs]</c>; more is left alone. Must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">Sizes disagree, a span is too short, or the spans overlap.</exception>
    public static void Forward<TShape, TActivation>(
        TShape shape, TActivation activation, DenseWeights weights, ReadOnlySpan<float> input, Span<float> output)
        where TShape : struct, IDenseShape
        where TActivation : struct, IActivation
    {
        Check(shape, weights, input, output, 1);
        fixed (float* x = input, y = output)
        {
            // Whole panels lie on cache lines and profit from the widest loads. The columns of the last, partial panel do not: 256-bit loads
            // straddle fewer lines there.
            int whole = shape.Outputs / DenseWeights.PanelLanes * DenseWeights.PanelLanes;
            if (Avx512F.IsSupported)
            {
                DenseColumns<TActivation, Single512, Vector512<float>>.Run(shape.Inputs, 0, whole, activation, weights, x, y);
                DenseColumns<TActivation, Single256, Vector256<float>>.Run(shape.Inputs, whole, shape.Outputs, activation, weights, x, y);
            }
            else if (Avx2.IsSupported && Fma.IsSupported)
            {
                DenseColumns<TActivation, Single256, Vector256<float>>.Run(shape.Inputs, 0, shape.Outputs, activation, weights, x, y);
            }
            else
            {
                DenseColumns<TActivation, Single128, Vector128<float>>.Run(shape.Inputs, 0, shape.Outputs, activation, weights, x, y);
            }
        }

        GC.KeepAlive(weights);
    }

    /// <summary>64 samples in lanes (<see cref="BatchLayout"/>).</summary>
    /// <param name="shape">The sizes, equal to those of <paramref name="weights"/>.</param>
    /// <param name="activation">Applied to every output.</param>
    /// <param name="weights">The layer.</param>
    /// <param name="input">At least <c>[Inputs][64]</c>.</param>
    /// <param name="output">At least <c>[Outputs][64]</c>. Must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">Sizes disagree, a span is too short, or the spans overlap.</exception>
    public static void ForwardLanes<TShape, TActivation>(
        TShape shape, TActivation activation, DenseWeights weights, ReadOnlySpan<float> input, Span<float> output)
        where TShape : struct, IDenseShape
        where TActivation : struct, IActivation
    {
        Check(shape, weights, input, output, BatchLayout.Lanes);
        fixed (float* x = input, y = output)
        {
            if (Avx512F.IsSupported)
            {
                DenseLanes<TActivation, Single512, Vector512<float>>.Run(activation, weights, x, y);
            }
            else if (Avx2.IsSupported && Fma.IsSupported)
            {
                DenseLanes<TActivation, Single256, Vector256<float>>.Run(activation, weights, x, y);
            }
            else
            {
                DenseLanes<TActivation, Single128, Vector128<float>>.Run(activation, weights, x, y);
            }
        }

        GC.KeepAlive(weights);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check<TShape>(TShape shape, DenseWeights weights, ReadOnlySpan<float> input, Span<float> output, int samples)
        where TShape : struct, IDenseShape
    {
        if (shape.Inputs != weights.Inputs || shape.Outputs != weights.Outputs)
        {
            ThrowShape(shape.Inputs, shape.Outputs, weights);
        }

        if (input.Length < (long)shape.Inputs * samples)
        {
            ThrowLength("input", input.Length, shape.Inputs, samples);
        }

        if (output.Length < (long)shape.Outputs * samples)
        {
            ThrowLength("output", output.Length, shape.Outputs, samples);
        }

        if (output.Overlaps(input))
        {
            ThrowOverlap();
        }
    }

    [DoesNotReturn]
    private static void ThrowShape(int inputs, int outputs, DenseWeights weights) =>
        throw new ArgumentException($"The shape has {inputs} inputs and {outputs} outputs; the weights have {weights.Inputs} and {weights.Outputs}.", "shape");

    [DoesNotReturn]
    private static void ThrowLength(string name, int length, int count, int samples) =>
        throw new ArgumentException(
            samples == 1 ? $"The {name} has {length} elements; the layer needs {count}."
                : $"The {name} has {length} elements; the layer needs {count} for each of {samples} samples, that is {(long)count * samples}.",
            name);

    [DoesNotReturn]
    private static void ThrowOverlap() => throw new ArgumentException("The output overlaps the input, which the layer still reads.", "output");
}
