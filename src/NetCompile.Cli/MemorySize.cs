using System.Globalization;

namespace NetCompile.Cli;

/// <summary>Sizes of memory as people write them: a number and K, M, G or T, which count in powers of 1,024.</summary>
internal static class MemorySize
{
    /// <summary>The least size that is understood: what lies below is a forgotten letter rather than a wish.</summary>
    public const long Least = 1 << 20;

    private const string Letters = "KMGT";

    /// <summary>Reads <c>500M</c>, <c>1.5g</c> or <c>2GiB</c>; false for anything else, and below <see cref="Least"/>.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        string number = text.ToUpperInvariant();
        number = number.EndsWith("IB", StringComparison.Ordinal) ? number[..^2] : number;
        int power = number.Length == 0 ? -1 : Letters.IndexOf(number[^1], StringComparison.Ordinal);
        if (power >= 0)
        {
            number = number[..^1];
        }

        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) || value > long.MaxValue >> (10 * (power + 1)))
        {
            return false;
        }

        bytes = (long)(value * (1L << (10 * (power + 1))));
        return bytes >= Least;
    }

    /// <summary>A size for people, such as <c>312 MiB</c>.</summary>
    public static string Text(long bytes)
    {
        double value = bytes;
        int power = 0;
        while (value >= 1024 && power < Letters.Length)
        {
            value /= 1024;
            power++;
        }

        string digits = power == 0 || value >= 100 ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("0.#", CultureInfo.InvariantCulture);
        return power == 0 ? $"{digits} bytes" : $"{digits} {Letters[power - 1]}iB";
    }
}
