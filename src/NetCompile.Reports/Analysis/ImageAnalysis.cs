using NetCompile.Models;

namespace NetCompile.Reports.Analysis;

/// <summary>Finds out whether the inputs of a network are the pixels of a picture.</summary>
internal static class ImageAnalysis
{
    /// <summary>Fewer pixels a side are no picture but a handful of numbers.</summary>
    private const int LeastSide = 8;

    /// <summary>The picture's shape by the input's: <c>[…, C, H, W]</c> or <c>[…, H, W]</c> with C of 1 or 3, or a vector of a square number of elements, once or three times; null where none fits.</summary>
    public static ImageShape? Detect(TensorShape input)
    {
        int[] sizes = [.. input.Dimensions.Where(d => d > 1)];
        return sizes switch
        {
            [3, int height, int width] when IsSide(height) && IsSide(width) => new ImageShape(width, height, 3),
            [int height, int width] when IsSide(height) && IsSide(width) => new ImageShape(width, height),
            [int count] when Side(count) is { } side => new ImageShape(side, side),
            [int count] when count % 3 == 0 && Side(count / 3) is { } side => new ImageShape(side, side, 3),
            _ => null,
        };
    }

    /// <summary>Checks a stated shape.</summary>
    /// <exception cref="ArgumentException">It has another number of pixels than the network has inputs, or is no shape.</exception>
    public static void Require(ImageShape shape, int inputs)
    {
        if (shape is not { Width: >= 1, Height: >= 1, Channels: 1 or 3 })
        {
            throw new ArgumentException($"a picture of {shape.Width}x{shape.Height} pixels and {shape.Channels} channels cannot be shown; sides are at least 1, and channels 1 or 3");
        }

        long count = (long)shape.Width * shape.Height * shape.Channels;
        if (count != inputs)
        {
            throw new ArgumentException($"a picture of {shape.Width}x{shape.Height} pixels and {shape.Channels} channel(s) has {count} values; the network has {inputs} inputs");
        }
    }

    private static bool IsSide(int size) => size >= LeastSide;

    private static int? Side(int count)
    {
        int side = (int)Math.Round(Math.Sqrt(count));
        return side * side == count && IsSide(side) ? side : null;
    }
}
