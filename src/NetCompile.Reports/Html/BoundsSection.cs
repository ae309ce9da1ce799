using System.Collections.Immutable;

namespace NetCompile.Reports.Html;

/// <summary>Writes the bounds of each layer and how many of its neurons are stable, by each method.</summary>
internal static class BoundsSection
{
    public static void Write(HtmlText page, PropertyReport property)
    {
        if (property.Bounds.IsEmpty)
        {
            return;
        }

        page.Raw("<div class=\"part\">\n<h3>Bounds per layer</h3>\n<p class=\"dim\">")
            .Text($"Over the whole {(property.CaseCount > 1 ? $"input box of case {Numbers.Count(property.ShownCase + 1)}" : "input box")}, before anything is split; rounded outward to four digits.")
            .Raw("</p>\n<div class=\"columns roomy-columns\">\n");
        page.Raw("<div>\n");
        Stability(page, property.Bounds);
        Outputs(page, property);
        page.Raw("</div>\n");
        Ranges(page, property.Bounds);
        page.Raw("</div>\n</div>\n");
    }

    private static void Stability(HtmlText page, ImmutableArray<BoundsReport> bounds)
    {
        LayerBounds[] activations = [.. bounds[0].Layers.Where(l => l.Stability is not null)];
        if (activations.Length == 0)
        {
            return;
        }

        page.Raw("<div>\n<h4>Neurons</h4>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Stable and unstable neurons\"><table class=\"stability\">\n<thead><tr><th scope=\"col\">Layer</th><th scope=\"col\">Method</th><th scope=\"col\">active, unstable, inactive</th></tr></thead>\n<tbody>\n");
        foreach (LayerBounds layer in activations)
        {
            for (int m = 0; m < bounds.Length; m++)
            {
                LayerStability s = bounds[m].Layers.First(l => l.Operator == layer.Operator).Stability!;
                page.Raw("<tr>");
                if (m == 0)
                {
                    page.Raw($"<th scope=\"rowgroup\" rowspan=\"{bounds.Length}\">").Text($"{layer.Operator} {layer.Kind}").Raw($"<span class=\"dim\"> {Numbers.Count(layer.Count)}</span></th>");
                }

                page.Raw("<td>").Text(bounds[m].Method).Raw("</td><td>").Raw(Stack(s)).Raw("</td></tr>\n");
            }
        }

        page.Raw("</tbody></table></div>\n<ul class=\"keys\"><li><span class=\"key active\" aria-hidden=\"true\"></span>active</li><li><span class=\"key unstable\" aria-hidden=\"true\"></span>unstable</li><li><span class=\"key inactive\" aria-hidden=\"true\"></span>inactive</li></ul>\n</div>\n");
    }

    private static string Stack(LayerStability s)
    {
        double total = Math.Max(1, s.Active + s.Inactive + s.Unstable);
        return $"<div class=\"stack\" aria-hidden=\"true\">{Part("active", s.Active)}{Part("unstable", s.Unstable)}{Part("inactive", s.Inactive)}</div><span class=\"counts\">{Numbers.Count(s.Active)} · <b>{Numbers.Count(s.Unstable)}</b> · {Numbers.Count(s.Inactive)}</span>";

        string Part(string name, int count) => count == 0 ? "" : $"<span class=\"{name}\" style=\"width:{HtmlText.At(100 * count / total)}%\"></span>";
    }

    private static void Ranges(HtmlText page, ImmutableArray<BoundsReport> bounds)
    {
        page.Raw("<div>\n<h4>Values</h4>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Bounds of the values of each layer\"><table>\n<thead><tr><th scope=\"col\">Layer</th><th scope=\"col\">Method</th><th scope=\"col\" class=\"number\">least</th><th scope=\"col\" class=\"number\">greatest</th><th scope=\"col\" class=\"number roomy\">mean width</th></tr></thead>\n<tbody>\n");
        foreach (LayerBounds layer in bounds[0].Layers)
        {
            // An input is not bounded but stated: the same for every method.
            int methods = layer.Operator == 0 ? 1 : bounds.Length;
            for (int m = 0; m < methods; m++)
            {
                LayerBounds b = bounds[m].Layers.First(l => l.Operator == layer.Operator);
                page.Raw("<tr>");
                if (m == 0)
                {
                    page.Raw($"<th scope=\"rowgroup\" rowspan=\"{methods}\">").Text($"{layer.Operator} {layer.Kind}").Raw($"<span class=\"dim\"> {Numbers.Count(layer.Count)}</span></th>");
                }

                page.Raw("<td>").Text(layer.Operator == 0 ? "as stated" : bounds[m].Method).Raw($"</td><td class=\"number\">{Numbers.AtLeast(b.Lower)}</td><td class=\"number\">{Numbers.AtMost(b.Upper)}</td><td class=\"number roomy\">{Numbers.Short(b.MeanWidth)}</td></tr>\n");
            }
        }

        page.Raw("</tbody></table></div>\n</div>\n");
    }

    private static void Outputs(HtmlText page, PropertyReport property)
    {
        LayerBounds[] outputs = [.. property.Bounds.Select(b => b.Layers.FirstOrDefault(l => !l.Elements.IsEmpty)).OfType<LayerBounds>()];
        if (outputs.Length != property.Bounds.Length || outputs.Any(o => o.Elements.Length != property.OutputNames.Length))
        {
            return;
        }

        ElementBounds[] all = [.. outputs.SelectMany(o => o.Elements).Where(e => double.IsFinite(e.Lower) && double.IsFinite(e.Upper))];
        double least = all.Length == 0 ? 0 : all.Min(e => e.Lower), greatest = all.Length == 0 ? 1 : all.Max(e => e.Upper);
        page.Raw("<div>\n<h4>Outputs</h4>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Bounds of the outputs\"><table>\n<thead><tr><th scope=\"col\">Output</th><th scope=\"col\">Method</th><th scope=\"col\" class=\"roomy\">range</th><th scope=\"col\" class=\"number\">at least</th><th scope=\"col\" class=\"number\">at most</th></tr></thead>\n<tbody>\n");
        for (int k = 0; k < property.OutputNames.Length; k++)
        {
            for (int m = 0; m < outputs.Length; m++)
            {
                ElementBounds e = outputs[m].Elements[k];
                page.Raw("<tr>");
                if (m == 0)
                {
                    page.Raw($"<th scope=\"rowgroup\" rowspan=\"{outputs.Length}\">").Text(property.OutputNames[k]).Raw("</th>");
                }

                page.Raw("<td>").Text(property.Bounds[m].Method).Raw($"</td><td class=\"roomy\">{Range(e, least, greatest, m)}</td><td class=\"number\">{Numbers.AtLeast(e.Lower)}</td><td class=\"number\">{Numbers.AtMost(e.Upper)}</td></tr>\n");
            }
        }

        page.Raw("</tbody></table></div>\n</div>\n");
    }

    private static string Range(ElementBounds e, double least, double greatest, int method)
    {
        if (!double.IsFinite(e.Lower) || !double.IsFinite(e.Upper))
        {
            return "<span class=\"dim\">unbounded</span>";
        }

        double scale = greatest > least ? 100 / (greatest - least) : 0;
        double x = (e.Lower - least) * scale, width = Math.Max(1, (e.Upper - e.Lower) * scale);
        string zero = least < 0 && greatest > 0 ? $"<path class=\"zero\" d=\"M{HtmlText.At(-least * scale)} 0v10\"/>" : "";
        return $"<svg class=\"range\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"m{method % 2}\" x=\"{HtmlText.At(Math.Min(x, 99))}\" y=\"2\" width=\"{HtmlText.At(width)}\" height=\"6\"/>{zero}</svg>";
    }
}
