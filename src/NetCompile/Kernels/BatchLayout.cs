namespace NetCompile.Kernels;

/// <summary>The layout in which batches are computed: lanes are samples, so element <c>i</c> of sample <c>s</c> lies at <c>i · 64 + s</c>.</summary>
/// <remarks>A batch is computed in chunks of up to <see cref="Lanes"/> samples; the lanes past the last sample hold zeros.</remarks>
public static unsafe class BatchLayout
{
    /// <summary>Samples in a chunk: four 512-bit or eight 256-bit vectors.</summary>
    public const int Lanes = 64;

    /// <summary>A chunk of fewer samples than this is computed faster sample by sample.</summary>
    /// <remarks>A chunk costs the same however many lanes are used; measured, that is what 24 (5-50×6-5) to 26 (784-256-256-10) single samples cost.</remarks>
    public const int FewestSamples = 24;

    /// <summary>Transposes up to 64 samples into lanes; the lanes past the last sample become zero.</summary>
    /// <param name="rows"><c>[samples, width]</c>, row-major; its length gives the number of samples.</param>
    /// <param name="lanes"><c>[width][64]</c>.</param>
    /// <param name="width">Elements of a sample.</param>
    /// <exception cref="ArgumentException">A length is not that of whole samples, or there are more than 64.</exception>
    public static void ToLanes(ReadOnlySpan<float> rows, Span<float> lanes, int width)
    {
        int count = Check(rows.Length, lanes.Length, width);
        fixed (float* source = rows, target = lanes)
        {
            Transpose.Copy(source, width, target, Lanes, count, width);
            for (int i = 0; count < Lanes && i < width; i++)
            {
                lanes.Slice((i * Lanes) + count, Lanes - count).Clear();
            }
        }
    }

    /// <summary>Transposes lanes back into up to 64 samples.</summary>
    /// <param name="lanes"><c>[width][64]</c>.</param>
    /// <param name="rows"><c>[samples, width]</c>, row-major; its length gives the number of samples.</param>
    /// <param name="width">Elements of a sample.</param>
    /// <exception cref="ArgumentException">A length is not that of whole samples, or there are more than 64.</exception>
    public static void FromLanes(ReadOnlySpan<float> lanes, Span<float> rows, int width)
    {
        int count = Check(rows.Length, lanes.Length, width);
        fixed (float* source = lanes, target = rows)
        {
            Transpose.Copy(source, Lanes, target, width, width, count);
        }
    }

    private static int Check(int rows, int lanes, int width)
    {
        if (width <= 0 || rows % width != 0 || rows / width > Lanes)
        {
            throw new ArgumentException($"{rows} floats are not 0 to {Lanes} whole samples of {width} elements.", nameof(rows));
        }

        if (lanes < (long)width * Lanes)
        {
            throw new ArgumentException($"{lanes} floats were given for the lanes; {width} elements of {Lanes} samples need {(long)width * Lanes}.", nameof(lanes));
        }

        return rows / width;
    }
}
