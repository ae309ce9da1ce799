using System.Collections.Immutable;

namespace NetCompile.Reports.Html;

/// <summary>Writes a counterexample as tables, in the names and units of the property.</summary>
internal static class CounterexampleSection
{
    private const int FewValues = 16;
    private const int MostRows = 256;

    public static void Write(HtmlText page, PropertyReport property)
    {
        if (property.Counterexample is not { } counterexample)
        {
            return;
        }

        CaseReport? @case = property.Cases.FirstOrDefault(c => c.Index == counterexample.Case);
        page.Raw("<div class=\"part\">\n<h3>Counterexample</h3>\n<p class=\"dim\">")
            .Text(counterexample.IsInputRounded
                ? "Confirmed by the forward pass. Some input is fixed to a number that is no float32; its nearest float32 was taken."
                : "Confirmed by the forward pass; it lies in the region exactly.")
            .Raw("</p>\n");
        Values(page, "Input", property.InputNames, counterexample.Input, @case);
        Values(page, "Output", property.OutputNames, counterexample.Output, null);
        page.Raw("</div>\n");
    }

    private static void Values(HtmlText page, string what, ImmutableArray<string> names, ImmutableArray<float> values, CaseReport? @case)
    {
        bool isFolded = values.Length > FewValues;
        if (isFolded)
        {
            page.Raw($"<details><summary>{Numbers.Count(values.Length)} {(what == "Input" ? "inputs" : "outputs")}</summary>\n");
        }

        page.Raw($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{what}s of the counterexample\"><table>\n<thead><tr><th scope=\"col\">{what}</th><th scope=\"col\" class=\"number\">value</th>")
            .Raw(@case is null ? "" : "<th scope=\"col\">within its range</th>").Raw("</tr></thead>\n<tbody>\n");
        int rows = Math.Min(values.Length, MostRows);
        for (int i = 0; i < rows; i++)
        {
            page.Raw("<tr><th scope=\"row\">").Text(names[i]).Raw($"</th><td class=\"number\">{Numbers.Exact(values[i])}</td>");
            if (@case is not null)
            {
                page.Raw("<td>").Raw(Gauge(@case.Lower[i], @case.Upper[i], values[i])).Raw("</td>");
            }

            page.Raw("</tr>\n");
        }

        page.Raw("</tbody></table></div>\n");
        if (rows < values.Length)
        {
            page.Raw($"<p class=\"dim\">and {Numbers.Count(values.Length - rows)} more</p>\n");
        }

        page.Raw(isFolded ? "</details>\n" : "");
    }

    /// <summary>Where a value lies between the ends of its range.</summary>
    private static string Gauge(double lower, double upper, double value)
    {
        if (!(upper > lower))
        {
            return "<span class=\"dim\">fixed</span>";
        }

        string at = HtmlText.At(2 + (96 * Math.Clamp((value - lower) / (upper - lower), 0, 1)));
        return $"<svg class=\"gauge\" viewBox=\"0 0 100 10\" role=\"img\" aria-label=\"at {Numbers.Percent((value - lower) / (upper - lower))} of the range from {Numbers.Short(lower)} to {Numbers.Short(upper)}\"><path d=\"M2 5h96\"/><circle cx=\"{at}\" cy=\"5\" r=\"3.5\"/></svg>";
    }
}
