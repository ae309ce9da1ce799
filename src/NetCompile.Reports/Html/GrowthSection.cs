using System.Text;

namespace NetCompile.Reports.Html;

/// <summary>Writes how the tree of the branch and bound grew over time, as a line chart.</summary>
internal static class GrowthSection
{
    private const double Left = 52, Right = 392, Top = 12, Middle = 122, Lower = 142, Bottom = 206;

    /// <summary>With fewer points than this there is no curve.</summary>
    private const int FewSamples = 3;

    public static void Write(HtmlText page, PropertyReport property, string id)
    {
        if (property.Growth.IsEmpty)
        {
            return;
        }

        page.Raw("<div class=\"part\">\n<h3>Growth of the search tree</h3>\n");
        GrowthSample[] samples = [.. property.Growth.Prepend(new GrowthSample(0, 0, property.CaseCount, 0, 0)).Where(s => double.IsFinite(s.Seconds)).OrderBy(s => s.Seconds)];
        GrowthSample last = samples[^1];
        if (samples.Length < FewSamples || last.Boxes < FewSamples || !(last.Seconds > 0))
        {
            page.Raw("<p class=\"dim\">").Text($"The search was over after {Numbers.Count(property.Boxes, "box")} and {Numbers.Seconds(property.Seconds)}: too soon to draw a curve.").Raw("</p>\n</div>\n");
            return;
        }

        double most = Math.Max(1, samples.Max(s => Math.Max(s.Boxes, s.Open)));
        string summary = $"After {Numbers.Seconds(last.Seconds)}: {Numbers.Count(last.Boxes, "box")} examined, {Numbers.Count(last.Open)} open, {Numbers.Percent(last.Proved)} of the region proved, depth {Numbers.Count(last.Depth)}.";
        page.Raw($"<svg class=\"chart\" viewBox=\"0 0 400 236\" role=\"img\" aria-labelledby=\"{id}-g\"><title id=\"{id}-g\">").Text(summary).Raw("</title>\n");
        Axis(page, Top, Middle, Numbers.Count((long)most), "0");
        Axis(page, Lower, Bottom, "100 %", "0 %");
        for (int i = 0; i <= 2; i++)
        {
            double x = Left + ((Right - Left) * i / 2);
            page.Raw($"<text x=\"{HtmlText.At(x)}\" y=\"{HtmlText.At(Bottom + 17)}\" text-anchor=\"{(i == 0 ? "start" : i == 1 ? "middle" : "end")}\">").Text(Numbers.Seconds(last.Seconds * i / 2)).Raw("</text>\n");
        }

        Line(page, samples, last.Seconds, s => s.Boxes / most, Top, Middle, "line0");
        Line(page, samples, last.Seconds, s => s.Open / most, Top, Middle, "line1");
        Line(page, samples, last.Seconds, s => Math.Clamp(s.Proved, 0, 1), Lower, Bottom, "line2");
        page.Raw("</svg>\n<ul class=\"keys\"><li><svg class=\"swatch\" viewBox=\"0 0 24 6\" aria-hidden=\"true\"><path class=\"line0\" d=\"M0 3h24\"/></svg>boxes examined</li>")
            .Raw("<li><svg class=\"swatch\" viewBox=\"0 0 24 6\" aria-hidden=\"true\"><path class=\"line1\" d=\"M0 3h24\"/></svg>open boxes</li>")
            .Raw("<li><svg class=\"swatch\" viewBox=\"0 0 24 6\" aria-hidden=\"true\"><path class=\"line2\" d=\"M0 3h24\"/></svg>proved share of the region</li></ul>\n<p class=\"dim\">")
            .Text(summary).Raw("</p>\n</div>\n");
    }

    private static void Axis(HtmlText page, double top, double bottom, string greatest, string least) =>
        page.Raw($"<path class=\"axis\" d=\"M{HtmlText.At(Left)} {HtmlText.At(top)}V{HtmlText.At(bottom)}H{HtmlText.At(Right)}\"/><path class=\"rule\" d=\"M{HtmlText.At(Left)} {HtmlText.At(top)}H{HtmlText.At(Right)}M{HtmlText.At(Left)} {HtmlText.At((top + bottom) / 2)}H{HtmlText.At(Right)}\"/>")
            .Raw($"<text x=\"{HtmlText.At(Left - 5)}\" y=\"{HtmlText.At(top + 4)}\" text-anchor=\"end\">").Text(greatest)
            .Raw($"</text><text x=\"{HtmlText.At(Left - 5)}\" y=\"{HtmlText.At(bottom)}\" text-anchor=\"end\">").Text(least).Raw("</text>\n");

    private static void Line(HtmlText page, GrowthSample[] samples, double end, Func<GrowthSample, double> height, double top, double bottom, string style)
    {
        StringBuilder path = new();
        foreach (GrowthSample s in samples)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(HtmlText.At(Left + ((Right - Left) * s.Seconds / end))).Append(' ').Append(HtmlText.At(bottom - ((bottom - top) * height(s))));
        }

        page.Raw($"<path class=\"{style}\" d=\"{path}\"/>\n");
    }
}
