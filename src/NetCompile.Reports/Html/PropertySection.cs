namespace NetCompile.Reports.Html;

/// <summary>Writes the section of one property.</summary>
internal static class PropertySection
{
    /// <summary>Inputs whose ranges stand in the open; of more, the table is folded.</summary>
    private const int FewInputs = 12;

    /// <summary>Rows of a folded table at most; the saved report has them all.</summary>
    private const int MostRows = 256;

    /// <summary>Constraints of one way to violate the property at most.</summary>
    private const int MostConstraints = 24;

    public static void Write(HtmlText page, PropertyReport property, string id)
    {
        page.Raw($"<section class=\"property\" id=\"{id}\" aria-labelledby=\"{id}-h\">\n<div class=\"head\"><h2 id=\"{id}-h\">").Name(property.Name).Raw("</h2>").Raw(Verdicts.Badge(property)).Raw("</div>\n");
        page.Raw("<p>").Text(Verdicts.Meaning(property)).Raw("</p>\n");
        page.Raw("<pre class=\"text\" tabindex=\"0\"><code>").Text(property.Text).Raw("</code></pre>\n");
        if (property.File is { } file)
        {
            page.Raw("<p class=\"dim\">").Text(property.Line is { } line ? $"{file}, line {line.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : file).Raw("</p>\n");
        }

        Facts(page, property);
        page.Raw("<div class=\"columns\">\n");
        CounterexampleSection.Write(page, property);
        PictureSection.Write(page, property);
        Region(page, property);
        page.Raw("</div>\n");
        SliceSection.Write(page, property, id);
        page.Raw("<div class=\"columns\">\n");
        PhaseSection.Write(page, property);
        GrowthSection.Write(page, property, id);
        page.Raw("</div>\n");
        BoundsSection.Write(page, property);
        page.Raw("</section>\n");
    }

    private static void Facts(HtmlText page, PropertyReport property)
    {
        NetworkSummary model = property.Model;
        page.Raw("<dl class=\"facts\">\n");
        Fact("Network", $"{property.Network}: {Numbers.Count(model.Inputs, "input")}, {Numbers.Count(model.Outputs, "output")}, {Numbers.Count(model.Parameters, "parameter")}, {Numbers.Count(model.Activations, "activation unit")}");
        Fact("About", property.Arithmetic == Verification.Arithmetic.Float32 ? "the float32 forward pass, its rounding included" : "the network over the real numbers");
        Fact("Search", $"{Numbers.Count(property.Boxes, "box")}, depth {Numbers.Count(property.Depth)}, {Numbers.Seconds(property.Seconds)}");
        page.Raw("</dl>\n");

        void Fact(string name, string text) => page.Raw("<div>").Element("dt", name).Element("dd", text).Raw("</div>\n");
    }

    private static void Region(HtmlText page, PropertyReport property)
    {
        if (property.Cases.IsEmpty)
        {
            return;
        }

        page.Raw("<div class=\"part\">\n<h3>Where it is claimed</h3>\n");
        if (property.CaseCount > 1)
        {
            string shown = property.Cases.Length < property.CaseCount ? $"; {Numbers.Count(property.Cases.Length)} are shown" : "";
            page.Raw("<p class=\"dim\">").Text($"It falls into {Numbers.Count(property.CaseCount)} cases, each with an input box of its own{shown}.").Raw("</p>\n");
        }

        foreach (CaseReport @case in property.Cases)
        {
            bool isFolded = property.InputNames.Length > FewInputs || (property.Cases.Length > 1 && @case.Index != property.ShownCase);
            string title = property.CaseCount > 1 ? $"Case {Numbers.Count(@case.Index + 1)}" : $"Ranges of the {Numbers.Count(property.InputNames.Length, "input")}";
            page.Raw(isFolded ? "<details><summary>" : "<div class=\"case\">");
            if (isFolded)
            {
                page.Text(title).Raw("</summary>\n");
            }
            else if (property.CaseCount > 1)
            {
                page.Element("h4", title).Raw("\n");
            }

            Ranges(page, property, @case);
            Unsafe(page, @case);
            page.Raw(isFolded ? "</details>\n" : "</div>\n");
        }

        page.Raw("</div>\n");
    }

    private static void Ranges(HtmlText page, PropertyReport property, CaseReport @case)
    {
        page.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Input ranges\"><table>\n<thead><tr><th scope=\"col\">Input</th><th scope=\"col\" class=\"number\">from</th><th scope=\"col\" class=\"number\">to</th></tr></thead>\n<tbody>\n");
        int rows = Math.Min(@case.Lower.Length, MostRows);
        for (int i = 0; i < rows; i++)
        {
            page.Raw("<tr>").Raw("<th scope=\"row\">").Text(property.InputNames[i]).Raw($"</th><td class=\"number\">{Numbers.Exact(@case.Lower[i])}</td><td class=\"number\">{Numbers.Exact(@case.Upper[i])}</td></tr>\n");
        }

        page.Raw("</tbody></table></div>\n");
        if (rows < @case.Lower.Length)
        {
            page.Raw($"<p class=\"dim\">and {Numbers.Count(@case.Lower.Length - rows)} more inputs</p>\n");
        }
    }

    private static void Unsafe(HtmlText page, CaseReport @case)
    {
        if (@case.UnsafeCount == 0)
        {
            page.Raw("<p class=\"dim\">Nothing in this box can violate it.</p>\n");
            return;
        }

        page.Raw(@case.UnsafeCount == 1 ? "<p>Violated where</p>\n<ul class=\"unsafe\">\n" : "<p>Violated where any of these is true:</p>\n<ul class=\"unsafe\">\n");
        foreach (System.Collections.Immutable.ImmutableArray<string> conjunction in @case.Unsafe)
        {
            page.Raw("<li><code>").Text(conjunction.IsEmpty ? "always" : string.Join(" and ", conjunction.Take(MostConstraints))).Raw("</code>").Text(conjunction.Length > MostConstraints ? $" and {Numbers.Count(conjunction.Length - MostConstraints)} more" : "").Raw("</li>\n");
        }

        page.Raw("</ul>\n");
        if (@case.Unsafe.Length < @case.UnsafeCount)
        {
            page.Raw($"<p class=\"dim\">and {Numbers.Count(@case.UnsafeCount - @case.Unsafe.Length)} more</p>\n");
        }
    }
}
