using NetCompile.Models;

namespace NetCompile.Kernels;

/// <summary>The weights of a dense layer, copied once into the two orders that <see cref="DenseKernel"/> reads. Immutable, so threads may share it.</summary>
/// <remarks>
/// <para>One sample: <em>panels</em> of <see cref="PanelLanes"/> outputs, each column-major (<c>[inputs][panel width]</c>), so that the kernel broadcasts an
/// input and streams weights. A column of the last panel is padded with zeros to a multiple of four.</para>
/// <para>Batches: <em>row blocks</em> of <see cref="BlockRows"/> outputs, each <c>[inputs][rows]</c>, so that the kernel loads 64 samples of an
/// input and broadcasts consecutive weights.</para>
/// </remarks>
public sealed unsafe class DenseWeights
{
    /// <summary>Outputs in a panel: four 512-bit or eight 256-bit accumulators.</summary>
    internal const int PanelLanes = 64;

    /// <summary>Floats that a kernel may read past the last column and past the bias: the rest of a 512-bit vector.</summary>
    private const int Overread = 16;

    private readonly AlignedFloats _panels;
    private readonly AlignedFloats _blocks;
    private readonly AlignedFloats _bias;

    private DenseWeights(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, int outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
        int whole = outputs / PanelLanes * PanelLanes;
        _panels = new AlignedFloats(checked((inputs * (whole + PanelStride(outputs - whole))) + Overread));
        _blocks = new AlignedFloats(checked(inputs * outputs));
        _bias = new AlignedFloats(checked(outputs + Overread));
        bias.CopyTo(_bias.Span);
        PackPanels(weights, _panels.Span, inputs, outputs);
        PackBlocks(weights, _blocks.Span, inputs, outputs);
    }

    /// <summary>Columns of the matrix.</summary>
    public int Inputs { get; }

    /// <summary>Rows of the matrix.</summary>
    public int Outputs { get; }

    /// <summary>The panels; panel <c>p</c> starts at <c>p · 64 · inputs</c>.</summary>
    internal float* Panels => _panels.Pointer;

    /// <summary>The row blocks; the block of row <c>r</c> starts at <c>r · inputs</c>.</summary>
    internal float* Blocks => _blocks.Pointer;

    /// <summary>The bias, zero where the layer has none, followed by zeros for a whole vector.</summary>
    internal float* Bias => _bias.Pointer;

    /// <summary>Copies a matrix and a bias.</summary>
    /// <param name="weights"><c>[outputs, inputs]</c>, row-major.</param>
    /// <param name="bias"><c>[outputs]</c>, or empty where the layer has none.</param>
    /// <param name="inputs">Columns, at least 0.</param>
    /// <param name="outputs">Rows, at least 0.</param>
    /// <exception cref="ArgumentException">A length and the sizes disagree.</exception>
    public static DenseWeights Pack(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, int outputs)
    {
        if (inputs < 0 || outputs < 0)
        {
            throw new ArgumentException($"A dense layer cannot have {inputs} inputs and {outputs} outputs.");
        }

        if (weights.Length != (long)inputs * outputs)
        {
            throw new ArgumentException(
                $"{weights.Length} weights were given; {outputs} outputs of {inputs} inputs need {(long)inputs * outputs}.", nameof(weights));
        }

        if (bias.Length != 0 && bias.Length != outputs)
        {
            throw new ArgumentException($"The bias has {bias.Length} elements; the layer has {outputs} outputs.", nameof(bias));
        }

        return new DenseWeights(weights, bias, inputs, outputs);
    }

    /// <summary>Copies the constants of <paramref name="layer"/>.</summary>
    public static DenseWeights Pack(DenseOperator layer) =>
        Pack(layer.Weights.Values.AsSpan(), layer.Bias is { } bias ? bias.Values.AsSpan() : default, layer.Inputs, layer.Outputs);

    /// <summary>The outputs in the next row block where <paramref name="remaining"/> are left.</summary>
    /// <remarks>
    /// Six rows of four 512-bit vectors (or of two 256-bit ones) are what the registers hold; 10 = 6 + 4, 8 = 4 + 4, so a block of one or
    /// two rows, which cannot keep the multipliers busy, only remains where nothing else fits.
    /// </remarks>
    internal static int BlockRows(int remaining) => remaining is >= 10 or 6 or 7 ? 6 : remaining >= 4 ? 4 : remaining >= 2 ? 2 : 1;

    /// <summary>Floats from one column of a panel to the next where <paramref name="remaining"/> outputs are left.</summary>
    /// <remarks>
    /// Four is a compromise: padding the last panel to whole cache lines spares straddling loads, but a small network's weights stream from
    /// the second-level cache, where every byte costs (50 outputs: 13 % slower when padded to 64).
    /// </remarks>
    internal static int PanelStride(int remaining) => remaining >= PanelLanes ? PanelLanes : (remaining + 3) & ~3;

    private static void PackPanels(ReadOnlySpan<float> weights, Span<float> panels, int inputs, int outputs)
    {
        for (int first = 0; first < outputs; first += PanelLanes)
        {
            int stride = PanelStride(outputs - first);
            Span<float> panel = panels.Slice(first * inputs, stride * inputs);
            for (int row = 0; row < Math.Min(stride, outputs - first); row++)
            {
                ReadOnlySpan<float> source = weights.Slice((first + row) * inputs, inputs);
                for (int k = 0; k < source.Length; k++)
                {
                    panel[(k * stride) + row] = source[k];
                }
            }
        }
    }

    private static void PackBlocks(ReadOnlySpan<float> weights, Span<float> blocks, int inputs, int outputs)
    {
        for (int first = 0, rows; first < outputs; first += rows)
        {
            rows = BlockRows(outputs - first);
            Span<float> block = blocks.Slice(first * inputs, rows * inputs);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<float> source = weights.Slice((first + row) * inputs, inputs);
                for (int k = 0; k < source.Length; k++)
                {
                    block[(k * rows) + row] = source[k];
                }
            }
        }
    }
}
