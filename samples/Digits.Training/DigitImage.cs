using System.Globalization;
using System.IO.Compression;

namespace Digits.Training;

/// <summary>An 8×8 picture of a handwritten digit.</summary>
/// <param name="Pixels">64 grey levels from 0 (paper) to 16 (ink), row by row.</param>
/// <param name="Label">The digit.</param>
internal sealed record DigitImage(double[] Pixels, int Label)
{
    public const int PixelCount = 64;

    /// <summary>Reads the data set as scikit-learn ships it: a line of 64 grey levels and the digit per image, gzip-compressed where the name ends in <c>.gz</c>.</summary>
    /// <exception cref="FormatException">A line is not 65 numbers in their ranges.</exception>
    public static IReadOnlyList<DigitImage> ReadAll(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream data = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(data);
        List<DigitImage> images = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                images.Add(Parse(line, $"{path}, image {images.Count + 1}"));
            }
        }

        return images;
    }

    private static DigitImage Parse(string line, string place)
    {
        string[] fields = line.Split(',');
        if (fields.Length != PixelCount + 1)
        {
            throw new FormatException($"{place}: {fields.Length} numbers; an image is {PixelCount} grey levels and its digit.");
        }

        double[] pixels = [.. fields.Take(PixelCount).Select(f => double.Parse(f, CultureInfo.InvariantCulture))];
        int label = int.Parse(fields[PixelCount], CultureInfo.InvariantCulture);
        return label is >= 0 and <= 9 && pixels.All(p => p is >= 0 and <= 16)
            ? new DigitImage(pixels, label)
            : throw new FormatException($"{place}: grey levels lie in 0..16 and digits in 0..9.");
    }
}
