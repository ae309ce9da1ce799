using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NetCompile.Reports.Analysis;

namespace NetCompile.Reports.Html;

/// <summary>Writes the plots of slices: the first one as it stands, all of them as data for the script that lets the reader choose.</summary>
internal static class SliceSection
{
    /// <summary>The plot's rectangle within its picture, in the picture's own units; the script is told.</summary>
    private const int Left = 72, Top = 10, Width = 318, Height = 300;

    public static void Write(HtmlText page, PropertyReport property, string id)
    {
        if (property.Slices.IsEmpty || property.Slices.Any(s => s.Values.IsEmpty))
        {
            return;
        }

        SliceData[] slices = [.. property.Slices.Select(s => Data(property, s))];
        bool isViolated = property.Counterexample is not null;
        page.Raw($"<div class=\"part slice\" id=\"{id}-slice\">\n<h3>").Text(property.CaseCount > 1 ? $"A slice through the input box of case {Numbers.Count(property.ShownCase + 1)}" : "A slice through the input box").Raw("</h3>\n<p class=\"dim\">")
            .Text(isViolated
                ? "Two inputs vary, the others stay at the counterexample, which the cross marks. "
                : "Two inputs vary, the others stay at the values below; the cross marks them. ")
            .Text("In a framed square the verdict is proved for every point of it, by the engine's sound bounds.")
            .Text(property.CaseCount > 1 ? " That is about what must not happen in this case; inputs may lie in another case as well." : "")
            .Raw("</p>\n<div class=\"choices\" hidden>\n");
        Choice(page, $"{id}-pair", "Inputs", [.. property.Slices.Select(s => $"{property.InputNames[s.Horizontal]} × {property.InputNames[s.Vertical]}")], "pair");
        Choice(page, $"{id}-value", "Colours show", [.. property.Slices[0].Values.Select(v => v.Name)], "value");
        page.Raw($"<label class=\"check\"><input type=\"checkbox\" class=\"frames\" checked> proved squares</label>\n</div>\n");
        Plot(page, property, slices[0], id);
        page.Raw("<script type=\"application/json\" class=\"slice-data\">").Raw(JsonSerializer.Serialize(new SlicePage(Palette.Diverging.Table, Palette.Sequential.Table, [Left, Top, Width, Height], slices), SliceJson.Default.SlicePage))
            .Raw("</script>\n</div>\n");
    }

    private static void Choice(HtmlText page, string id, string label, string[] options, string name)
    {
        page.Raw($"<label for=\"{id}\">").Text(label).Raw($" <select id=\"{id}\" class=\"{name}\">");
        foreach (string option in options)
        {
            page.Element("option", option);
        }

        page.Raw("</select></label>\n");
    }

    private static void Plot(HtmlText page, PropertyReport property, SliceData slice, string id)
    {
        SliceDataValues values = slice.Values[0];
        page.Raw($"<figure class=\"plot\">\n<svg class=\"chart\" viewBox=\"0 0 400 356\" role=\"img\" aria-labelledby=\"{id}-st\"><title id=\"{id}-st\" class=\"s-title\">").Text(slice.Title).Raw("</title>\n")
            .Raw("<defs><pattern id=\"").Raw(id).Raw("-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0v6\" class=\"hatch\"/></pattern></defs>\n")
            .Raw($"<image class=\"s-image\" x=\"{Left}\" y=\"{Top}\" width=\"{Width}\" height=\"{Height}\" preserveAspectRatio=\"none\" href=\"{Heat(values, slice.Cells)}\"/>\n")
            .Raw($"<g class=\"s-frames\" transform=\"translate({Left} {Top})\"><path class=\"s-proved\" d=\"{Frames(slice.Tree, SliceState.Proved)}\"/><path class=\"s-violated\" fill=\"url(#{id}-hatch)\" d=\"{Frames(slice.Tree, SliceState.Violated)}\"/></g>\n")
            .Raw($"<rect class=\"frame\" x=\"{Left}\" y=\"{Top}\" width=\"{Width}\" height=\"{Height}\"/>\n")
            .Raw($"<g class=\"s-mark\" transform=\"translate({HtmlText.At(Left + (Width * slice.Mark[0]))} {HtmlText.At(Top + (Height * (1 - slice.Mark[1])))})\"><path class=\"halo\" d=\"M-6 -6L6 6M-6 6L6 -6\"/><path class=\"cross\" d=\"M-6 -6L6 6M-6 6L6 -6\"/></g>\n");
        for (int i = 0; i < 3; i++)
        {
            page.Raw($"<text class=\"s-x{i}\" x=\"{HtmlText.At(Left + (Width * i / 2.0))}\" y=\"{Top + Height + 16}\" text-anchor=\"{(i == 0 ? "start" : i == 1 ? "middle" : "end")}\">").Text(slice.XTicks[i]).Raw("</text>")
                .Raw($"<text class=\"s-y{i}\" x=\"{Left - 5}\" y=\"{HtmlText.At(Top + (Height * (1 - (i / 2.0))) + (i == 2 ? 9 : i == 1 ? 4 : 0))}\" text-anchor=\"end\">").Text(slice.YTicks[i]).Raw("</text>\n");
        }

        page.Raw($"<text class=\"s-xn name\" x=\"{Left + (Width / 2)}\" y=\"{Top + Height + 36}\" text-anchor=\"middle\">").Text(slice.XName)
            .Raw($"</text><text class=\"s-yn name\" transform=\"translate(11 {Top + (Height / 2)}) rotate(-90)\" text-anchor=\"middle\">").Text(slice.YName).Raw("</text>\n</svg>\n<figcaption>\n")
            .Raw("<div class=\"scale\"><span class=\"s-low\">").Text(values.LowText).Raw("</span><span class=\"ramp ").Raw(values.Ramp).Raw("\" aria-hidden=\"true\"></span><span class=\"s-high\">").Text(values.HighText).Raw("</span> <span class=\"s-what\">").Text(values.What).Raw("</span></div>\n")
            .Raw("<ul class=\"keys\"><li><span class=\"key frame-proved\" aria-hidden=\"true\"></span>proved safe <b class=\"s-share0\">").Text(slice.Shares[0])
            .Raw("</b></li><li><span class=\"key frame-violated\" aria-hidden=\"true\"></span>proved violated <b class=\"s-share1\">").Text(slice.Shares[1])
            .Raw("</b></li><li><span class=\"key frame-open\" aria-hidden=\"true\"></span>undecided <b class=\"s-share2\">").Text(slice.Shares[2]).Raw("</b></li></ul>\n")
            .Raw("<p class=\"dim readout s-fixed\" aria-live=\"polite\">").Text(slice.Fixed).Raw("</p>\n</figcaption>\n</figure>\n");
    }

    /// <summary>The leaves in one state as squares, in the plot's own units.</summary>
    private static string Frames(string tree, SliceState state)
    {
        StringBuilder path = new();
        foreach (SliceTree.Leaf leaf in SliceTree.Leaves(tree).Where(l => l.State == state))
        {
            double width = (double)Width / (1 << leaf.Level), height = (double)Height / (1 << leaf.Level);
            path.Append('M').Append(HtmlText.At(leaf.Column * width)).Append(' ').Append(HtmlText.At(Height - ((leaf.Row + 1) * height)))
                .Append('h').Append(HtmlText.At(width)).Append('v').Append(HtmlText.At(height)).Append('h').Append(HtmlText.At(-width)).Append('z');
        }

        return path.ToString();
    }

    /// <summary>The values as a picture of one pixel per cell, the lowest ordinate at the bottom.</summary>
    private static string Heat(SliceDataValues values, int cells)
    {
        byte[] grid = Convert.FromBase64String(values.Grid), rgb = new byte[3 * cells * cells];
        Palette palette = values.IsDiverging ? Palette.Diverging : Palette.Sequential;
        for (int j = 0; j < cells; j++)
        {
            for (int i = 0; i < cells; i++)
            {
                double value = values.Low + ((values.High - values.Low) * grid[(j * cells) + i] / 255);
                int at = 3 * (((cells - 1 - j) * cells) + i);
                (rgb[at], rgb[at + 1], rgb[at + 2]) = palette.At(Position(values, value));
            }
        }

        return Png.DataUri(cells, cells, rgb);
    }

    /// <summary>Where on its palette a value stands: each side of zero has a half of its own where zero matters.</summary>
    private static double Position(SliceDataValues values, double value) => values.IsDiverging
        ? value < 0 ? 0.5 - (0.5 * value / Math.Min(values.Low, -double.Epsilon)) : 0.5 + (0.5 * value / Math.Max(values.High, double.Epsilon))
        : values.High > values.Low ? (value - values.Low) / (values.High - values.Low) : 0.5;

    private static SliceData Data(PropertyReport property, SliceReport slice)
    {
        string x = HtmlText.Printable(property.InputNames[slice.Horizontal]), y = HtmlText.Printable(property.InputNames[slice.Vertical]);
        double[] shares = [.. new[] { SliceState.Proved, SliceState.Violated, SliceState.Undecided }.Select(state => SliceTree.Leaves(slice.Tree).Where(l => l.State == state).Sum(l => l.Share))];
        return new SliceData
        {
            XName = x,
            YName = y,
            XTicks = Numbers.Ticks([.. Enumerable.Range(0, 3).Select(i => slice.X(i, 2))]),
            YTicks = Numbers.Ticks([.. Enumerable.Range(0, 3).Select(i => slice.Y(i, 2))]),
            Mark = [Share(slice.Base[slice.Horizontal], slice.XLower, slice.XUpper), Share(slice.Base[slice.Vertical], slice.YLower, slice.YUpper)],
            Shares = [.. shares.Select(Numbers.Percent)],
            Tree = slice.Tree,
            Cells = slice.Cells,
            Title = $"{x} from {Numbers.Short(slice.XLower)} to {Numbers.Short(slice.XUpper)} and {y} from {Numbers.Short(slice.YLower)} to {Numbers.Short(slice.YUpper)}: {Numbers.Percent(shares[0])} proved safe, {Numbers.Percent(shares[1])} proved violated, {Numbers.Percent(shares[2])} undecided",
            Fixed = HtmlText.Printable(Fixed(property, slice)),
            X = [slice.XLower, slice.XUpper],
            Y = [slice.YLower, slice.YUpper],
            Values = [.. slice.Values.Select((v, i) => Values(v, isMargin: i == 0 && v.Name == "margin"))],
        };
    }

    private static SliceDataValues Values(SliceValues values, bool isMargin) => new(
        isMargin,
        values.Lowest,
        values.Highest,
        Numbers.Short(isMargin ? Math.Min(values.Lowest, 0) : values.Lowest),
        Numbers.Short(isMargin ? Math.Max(values.Highest, 0) : values.Highest),
        !isMargin ? "sequential" : values.Lowest >= 0 ? "positive" : values.Highest <= 0 ? "negative" : "both",
        isMargin ? "margin to a violation; violated at 0 and below" : HtmlText.Printable(values.Name),
        values.Grid);

    private static string Fixed(PropertyReport property, SliceReport slice)
    {
        const int Most = 8;
        int[] others = [.. Enumerable.Range(0, slice.Base.Length).Where(i => i != slice.Horizontal && i != slice.Vertical)];
        string values = string.Join(", ", others.Take(Most).Select(i => $"{property.InputNames[i]} = {Numbers.Short(slice.Base[i])}"));
        return others.Length == 0 ? "There are no other inputs." : $"Fixed: {values}{(others.Length > Most ? $" and {Numbers.Count(others.Length - Most)} more" : "")}.";
    }

    private static double Share(double value, double lower, double upper) => upper > lower ? Math.Round(Math.Clamp((value - lower) / (upper - lower), 0, 1), 4) : 0.5;
}

/// <summary>What the script is told: two tables of colours, the plot's rectangle, and the slices.</summary>
internal sealed record SlicePage(string Diverging, string Sequential, int[] Plot, SliceData[] Slices);

/// <summary>One slice, its numbers already in words.</summary>
internal sealed record SliceData
{
    public required string XName { get; init; }

    public required string YName { get; init; }

    public required string[] XTicks { get; init; }

    public required string[] YTicks { get; init; }

    public required double[] X { get; init; }

    public required double[] Y { get; init; }

    public required double[] Mark { get; init; }

    public required string[] Shares { get; init; }

    public required string Tree { get; init; }

    public required int Cells { get; init; }

    public required string Title { get; init; }

    public required string Fixed { get; init; }

    public required SliceDataValues[] Values { get; init; }
}

/// <summary>One quantity of a slice.</summary>
internal sealed record SliceDataValues(bool IsDiverging, double Low, double High, string LowText, string HighText, string Ramp, string What, string Grid);

// The default encoder writes <, > and & as \u003C and the like, so that no name can end the element.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SlicePage))]
internal sealed partial class SliceJson : JsonSerializerContext;
