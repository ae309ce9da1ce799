namespace NetCompile.Reports.Html;

/// <summary>Writes where the time went, as a bar.</summary>
internal static class PhaseSection
{
    public static void Write(HtmlText page, PropertyReport property)
    {
        double total = property.Phases.Sum(p => p.Seconds);
        if (!(total > 0))
        {
            return;
        }

        page.Raw("<div class=\"part\">\n<h3>Time per phase</h3>\n<div class=\"bar\" aria-hidden=\"true\">");
        for (int i = 0; i < property.Phases.Length; i++)
        {
            page.Raw($"<span class=\"c{i % 4}\" style=\"width:{HtmlText.At(100 * property.Phases[i].Seconds / total)}%\"></span>");
        }

        page.Raw("</div>\n<table class=\"legend\">\n<thead class=\"hidden\"><tr><th scope=\"col\">phase</th><th scope=\"col\">time</th><th scope=\"col\">share</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < property.Phases.Length; i++)
        {
            PhaseTime phase = property.Phases[i];
            page.Raw($"<tr><th scope=\"row\"><span class=\"key c{i % 4}\" aria-hidden=\"true\"></span>").Text(phase.Name)
                .Raw($"</th><td class=\"number\">{Numbers.Seconds(phase.Seconds)}</td><td class=\"number\">{Numbers.Percent(phase.Seconds / total)}</td></tr>\n");
        }

        page.Raw("</tbody></table>\n<p class=\"dim\">Summed over the threads, so it may exceed the time of the clock.</p>\n</div>\n");
    }
}
