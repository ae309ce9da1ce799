using System.Globalization;
using NetCompile.Samples;

namespace Digits;

/// <summary>An 8×8 image as data and as terminal text.</summary>
internal static class Picture
{
    public const int Side = 8;

    private const float Ink = 16;
    private const string Shades = " ░▒▓█";

    /// <summary>Reads one of the images beside the program: numbers separated by commas and line ends.</summary>
    public static float[] Load(int digit)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "images", $"{digit}.csv"));
        return [.. text.Split([',', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries).Select(n => float.Parse(n, CultureInfo.InvariantCulture))];
    }

    /// <summary>A row of pictures side by side, one string a line.</summary>
    public static IEnumerable<string> SideBySide(params IReadOnlyList<float[]> pictures) =>
        Enumerable.Range(0, Side).Select(row => string.Join("    ", pictures.Select(p => Row(p.AsSpan(row * Side, Side)))).TrimEnd());

    // A character is about twice as high as wide, so a pixel is two of them.
    private static string Row(ReadOnlySpan<float> pixels)
    {
        string row = "";
        foreach (float pixel in pixels)
        {
            float ink = Math.Clamp(pixel / Ink, 0, 1);
            row += Terminal.HasColours ? Grey(ink) : new string(Shades[(int)MathF.Round(ink * (Shades.Length - 1))], 2);
        }

        return row;
    }

    // The 256-colour palette has 24 greys from 232 (black) to 255 (white); ink is bright, as on a blackboard.
    private static string Grey(float ink) => $"\e[48;5;{232 + (int)MathF.Round(ink * 23)}m  \e[0m";
}
