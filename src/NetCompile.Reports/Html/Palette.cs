namespace NetCompile.Reports.Html;

/// <summary>Colours of values, told apart by people who confuse red and green.</summary>
/// <param name="below">Colours at equal distances from 0 to one half.</param>
/// <param name="above">Colours at equal distances from one half to 1. Where it does not begin with the colour that <paramref name="below"/> ends with, there is a jump.</param>
internal sealed class Palette(byte[][] below, byte[][] above)
{
    /// <summary>For values whose zero matters, which lies at one half: orange below it, blue at and above it, with a jump between.</summary>
    public static Palette Diverging { get; } = new([[127, 39, 4], [217, 95, 14], [254, 206, 140]], [[206, 226, 240], [66, 146, 198], [8, 69, 148]]);

    /// <summary>For values that have no such zero.</summary>
    public static Palette Sequential { get; } = new([[68, 1, 84], [59, 82, 139], [33, 145, 140]], [[33, 145, 140], [94, 201, 98], [253, 231, 37]]);

    /// <summary>For differences: blue below zero, white at it, red above.</summary>
    public static Palette Difference { get; } = new([[8, 69, 148], [107, 174, 214], [255, 255, 255]], [[255, 255, 255], [251, 106, 74], [153, 0, 13]]);

    /// <summary>The colour at <paramref name="t"/>, from 0 to 1.</summary>
    public (byte Red, byte Green, byte Blue) At(double t)
    {
        bool isBelow = t < 0.5;
        byte[][] stops = isBelow ? below : above;
        double position = Math.Clamp((isBelow ? t : t - 0.5) * 2, 0, 1) * (stops.Length - 1);
        int low = Math.Min((int)position, stops.Length - 2);
        double share = position - low;
        return (Mix(0), Mix(1), Mix(2));

        byte Mix(int channel) => (byte)Math.Round(stops[low][channel] + (share * (stops[low + 1][channel] - stops[low][channel])));
    }

    /// <summary>256 colours from 0 to 1, three bytes each, base64: what scripts look colours up in.</summary>
    public string Table => Convert.ToBase64String([.. Enumerable.Range(0, 256).SelectMany(i =>
    {
        (byte r, byte g, byte b) = At(i / 255.0);
        return new[] { r, g, b };
    })]);

    /// <summary>The palette as a gradient from left to right.</summary>
    public string Css
    {
        get
        {
            string[] stops = [.. below.Select((c, i) => Stop(c, 50.0 * i / (below.Length - 1))), .. above.Select((c, i) => Stop(c, 50 + (50.0 * i / (above.Length - 1))))];
            return $"linear-gradient(to right,{string.Join(",", stops)})";
        }
    }

    private static string Stop(byte[] colour, double percent) => $"rgb({colour[0]} {colour[1]} {colour[2]}) {HtmlText.At(percent)}%";
}
