namespace NetCompile.Kernels;

/// <summary>The layout in which batches are computed: lanes are samples, so element <c>i</c> of sample <c>s</c> lies at <c>i · 64 + s</c>.</summary>
/// <remarks>A batch is computed in chunks of up to <see cref="Lanes"/> samples; the lanes past the last sample hold zeros.</remarks>
public static class BatchLayout
{
    /// <summary>Samples in a chunk: four 512-bit or eight 256-bit vectors.</summary>
    public const int Lanes = 64;

    /// <summary>Transposes up to 64 samples into lanes; the lanes past the last sample become zero.</summary>
    /// <param name="rows"><c>[samples, width]</c>, row-major; its length gives the number of samples.</param>
    /// <param name="lanes"><c>[width][64]</c>.</param>
    /// <param name="width">Elements of a sample.</param>
    public static void ToLanes(ReadOnlySpan<float> rows, Span<float> lanes, int width)
    {
        int count = Check(rows.Length, lanes.Length, width);
        for (int i = 0; i < width; i++)
        {
            for (int s = 0; s < Lanes; s++)
            {
                lanes[(i * Lanes) + s] = s < count ? rows[(s * width) + i] : 0;
            }
        }
    }

    /// <summary>Transposes lanes back into up to 64 samples.</summary>
    /// <param name="lanes"><c>[width][64]</c>.</param>
    /// <param name="rows"><c>[samples, width]</c>, row-major; its length gives the number of samples.</param>
    /// <param name="width">Elements of a sample.</param>
    public static void FromLanes(ReadOnlySpan<float> lanes, Span<float> rows, int width)
    {
        int count = Check(rows.Length, lanes.Length, width);
        for (int s = 0; s < count; s++)
        {
            for (int i = 0; i < width; i++)
            {
                rows[(s * width) + i] = lanes[(i * Lanes) + s];
            }
        }
    }

    private static int Check(int rows, int lanes, int width)
    {
        if (width <= 0 || rows % width != 0 || rows / width > Lanes)
        {
            throw new ArgumentException($"{rows} floats are not 1 to {Lanes} samples of {width} elements.", nameof(rows));
        }

        if (lanes < (long)width * Lanes)
        {
            throw new ArgumentException($"{lanes} floats were given for the lanes; {width} elements of {Lanes} samples need {(long)width * Lanes}.", nameof(lanes));
        }

        return rows / width;
    }
}
