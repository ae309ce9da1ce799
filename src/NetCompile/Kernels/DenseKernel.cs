namespace NetCompile.Kernels;

/// <summary>The float32 dense layer <c>y = act(W x + b)</c>.</summary>
/// <remarks>
/// Error: <c>|fl(y) − y| ≤ γ_{n+1} (Σ|w_j||x_j| + |b|)</c>, n the number of inputs, before the activation ([Higham], §3.1).
/// A NaN or infinity in the input reaches every output it has a part in.
/// </remarks>
public static class DenseKernel
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
        Check(shape, weights, input.Length, output.Length, 1);
        for (int i = 0; i < shape.Outputs; i++)
        {
            float sum = Bias(weights, i);
            for (int k = 0; k < shape.Inputs; k++)
            {
                sum += Weight(weights, i, k) * input[k];
            }

            output[i] = activation.Apply<Simd.Single1, float>(sum);
        }
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
        Check(shape, weights, input.Length, output.Length, BatchLayout.Lanes);
        for (int i = 0; i < shape.Outputs; i++)
        {
            for (int s = 0; s < BatchLayout.Lanes; s++)
            {
                float sum = Bias(weights, i);
                for (int k = 0; k < shape.Inputs; k++)
                {
                    sum += Weight(weights, i, k) * input[(k * BatchLayout.Lanes) + s];
                }

                output[(i * BatchLayout.Lanes) + s] = activation.Apply<Simd.Single1, float>(sum);
            }
        }
    }

    private static unsafe float Bias(DenseWeights weights, int row) => weights.Bias[row];

    private static unsafe float Weight(DenseWeights weights, int row, int column)
    {
        int first = row / DenseWeights.PanelLanes * DenseWeights.PanelLanes;
        return weights.Panels[(first * weights.Inputs) + (column * DenseWeights.PanelStride(weights.Outputs - first)) + row - first];
    }

    private static void Check<TShape>(TShape shape, DenseWeights weights, int input, int output, int samples) where TShape : struct, IDenseShape
    {
        if (shape.Inputs != weights.Inputs || shape.Outputs != weights.Outputs)
        {
            throw new ArgumentException($"The shape has {shape.Inputs} inputs and {shape.Outputs} outputs; the weights have {weights.Inputs} and {weights.Outputs}.");
        }

        if (input < (long)shape.Inputs * samples)
        {
            throw new ArgumentException($"{input} input floats were given; {(long)shape.Inputs * samples} are needed.", nameof(input));
        }

        if (output < (long)shape.Outputs * samples)
        {
            throw new ArgumentException($"The output holds {output} floats; {(long)shape.Outputs * samples} are needed.", nameof(output));
        }
    }
}
