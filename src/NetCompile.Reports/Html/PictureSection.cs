using System.Collections.Immutable;

namespace NetCompile.Reports.Html;

/// <summary>Writes inputs that are pixels as pictures: the point a box lies around, the counterexample, and how they differ.</summary>
internal static class PictureSection
{
    /// <summary>Ends of ranges that files state as float32 numbers differ by so much of a radius and mean the same.</summary>
    private const double NumbersOfFiles = 1e-5;

    public static void Write(HtmlText page, PropertyReport property)
    {
        CaseReport? @case = property.Cases.FirstOrDefault(c => c.Index == property.ShownCase);
        if (property.Image is not { } shape || @case is null || (long)shape.Width * shape.Height * shape.Channels != @case.Lower.Length)
        {
            return;
        }

        float[] centre = Centre(@case);
        ImmutableArray<float>? changed = property.Counterexample?.Input;
        double darkest = Math.Min(@case.Lower.Min(), changed?.Min() ?? double.PositiveInfinity), brightest = Math.Max(@case.Upper.Max(), changed?.Max() ?? double.NegativeInfinity);
        page.Raw("<div class=\"part\">\n<h3>As pictures</h3>\n<div class=\"pictures\">\n");
        Picture(page, shape, centre, darkest, brightest, "The centre of the input box", "the centre of the box");
        if (changed is { } input)
        {
            float[] difference = [.. input.Select((v, i) => v - centre[i])];
            double most = difference.Max(Math.Abs);
            Picture(page, shape, [.. input], darkest, brightest, "The counterexample", "the counterexample");
            Difference(page, shape, difference, most);
        }

        page.Raw("</div>\n<p class=\"dim\">").Text($"Black is {Numbers.Short(darkest)}, white {Numbers.Short(brightest)}. {Freedom(@case)}").Raw("</p>\n</div>\n");
    }

    /// <summary>How far pixels may move, where that is the same for all of them but those that were cut at an end of what a pixel may be.</summary>
    private static string Freedom(CaseReport @case)
    {
        double radius = Radius(@case), least = @case.Lower.Min(), greatest = @case.Upper.Max(), slack = NumbersOfFiles * radius;
        bool isEven = @case.Lower.Zip(@case.Upper).All(r => r.Second - r.First >= (2 * radius) - slack || (r.Second - r.First >= radius - slack && (r.First == least || r.Second == greatest)));
        return isEven ? $"Every pixel may move by up to {Numbers.Short(radius)}." : $"Pixels may move by different amounts, at most {Numbers.Short(radius)}.";
    }

    /// <summary>Half of the widest range.</summary>
    private static double Radius(CaseReport @case) => @case.Lower.Zip(@case.Upper, (l, u) => (u - l) / 2).Max();

    /// <summary>The point that the box lies around. Where a range is narrower than the widest because it was cut at the ends of what a pixel may be, the point lies nearer to that end.</summary>
    private static float[] Centre(CaseReport @case)
    {
        double radius = Radius(@case), least = @case.Lower.Min(), greatest = @case.Upper.Max();
        return [.. @case.Lower.Zip(@case.Upper, (lower, upper) => (float)(
            upper - lower >= 2 * radius ? (lower + upper) / 2
            : lower == least && upper - radius >= lower ? upper - radius
            : upper == greatest && lower + radius <= upper ? lower + radius
            : (lower + upper) / 2))];
    }

    private static void Picture(HtmlText page, ImageShape shape, float[] values, double darkest, double brightest, string alt, string caption)
    {
        double range = brightest > darkest ? brightest - darkest : 1;
        int plane = shape.Width * shape.Height;
        byte[] rgb = new byte[3 * plane];
        for (int i = 0; i < plane; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                double t = (values[i + (shape.Channels == 3 ? channel * plane : 0)] - darkest) / range;
                rgb[(3 * i) + channel] = (byte)Math.Round(255 * Math.Clamp(t, 0, 1));
            }
        }

        Image(page, shape, rgb, alt, caption);
    }

    private static void Difference(HtmlText page, ImageShape shape, float[] difference, double most)
    {
        int plane = shape.Width * shape.Height;
        byte[] rgb = new byte[3 * plane];
        for (int i = 0; i < plane; i++)
        {
            // Of colours, the channel that changed most.
            float value = difference[i];
            for (int channel = 1; channel < shape.Channels; channel++)
            {
                float other = difference[i + (channel * plane)];
                value = Math.Abs(other) > Math.Abs(value) ? other : value;
            }

            (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = Palette.Difference.At(most > 0 ? 0.5 + (value / most / 2) : 0.5);
        }

        Image(page, shape, rgb, "What was changed", $"the difference: red up, blue down, at most {Numbers.Short(most)}");
    }

    private static void Image(HtmlText page, ImageShape shape, byte[] rgb, string alt, string caption) =>
        page.Raw($"<figure><img class=\"pixels\" width=\"{shape.Width}\" height=\"{shape.Height}\" alt=\"{HtmlText.Attribute(alt)}\" src=\"{Png.DataUri(shape.Width, shape.Height, rgb)}\"><figcaption>")
            .Text(caption).Raw("</figcaption></figure>\n");
}
