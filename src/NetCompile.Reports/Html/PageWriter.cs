using NetCompile.Verification;

namespace NetCompile.Reports.Html;

/// <summary>Writes the page as a whole: the summary, then a section per property.</summary>
internal static class PageWriter
{
    /// <summary>Even if something slipped into the page that would load from elsewhere, the browser would refuse.</summary>
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    public static string Write(VerificationReport report)
    {
        HtmlText page = new();
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n")
            .Element("title", report.Title).Raw($"\n<style>\n:root {{ --diverging: {Palette.Diverging.Css}; --sequential: {Palette.Sequential.Css}; }}\n").Raw(Asset.Text("report.css")).Raw("</style>\n</head>\n<body>\n");
        Header(page, report);
        page.Raw("<main>\n");
        for (int i = 0; i < report.Properties.Length; i++)
        {
            PropertySection.Write(page, report.Properties[i], $"p{i + 1}");
        }

        page.Raw("</main>\n<footer><p>Written by NetCompile. <em>Holds</em> means proved with outward-rounded bounds for every input of the stated region; <em>violated</em> means that an input of the region was run through the forward pass and breaks the property; <em>unknown</em> means neither.</p></footer>\n");
        if (report.Properties.Any(p => !p.Slices.IsEmpty))
        {
            page.Raw("<script>\n").Raw(Asset.Text("report.js")).Raw("</script>\n");
        }

        return page.Raw("</body>\n</html>\n").ToString();
    }

    private static void Header(HtmlText page, VerificationReport report)
    {
        page.Raw("<header>\n").Element("h1", report.Title).Raw("\n<p class=\"lead\">").Text(Summary(report)).Raw("</p>\n");
        if (!report.Properties.IsEmpty || !report.Failures.IsEmpty)
        {
            page.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Verdicts\"><table class=\"verdicts\">\n<thead><tr><th scope=\"col\">Property</th><th scope=\"col\">Verdict</th><th scope=\"col\" class=\"number roomy\">Boxes</th><th scope=\"col\" class=\"number\">Time</th></tr></thead>\n<tbody>\n");
            for (int i = 0; i < report.Properties.Length; i++)
            {
                PropertyReport p = report.Properties[i];
                page.Raw($"<tr><th scope=\"row\"><a href=\"#p{i + 1}\">").Name(p.Name).Raw("</a> <span class=\"dim\">").Name(p.Network).Raw("</span></th><td>").Raw(Verdicts.Badge(p))
                    .Raw($"</td><td class=\"number roomy\">{Numbers.Count(p.Boxes)}</td><td class=\"number\">{Numbers.Seconds(p.Seconds)}</td></tr>\n");
            }

            foreach (PropertyFailure f in report.Failures)
            {
                page.Raw("<tr><th scope=\"row\">").Name(f.Name).Raw(" <span class=\"dim\">").Name(f.Network).Raw("</span></th><td>").Raw(Verdicts.NoVerdict).Raw("</td><td class=\"number roomy\"></td><td class=\"number\"></td></tr>\n");
            }

            page.Raw("</tbody></table></div>\n");
        }

        foreach (PropertyFailure f in report.Failures)
        {
            page.Raw("<p>").Name(f.Name).Text($" could not be verified: {f.Reason}").Raw("</p>\n");
        }

        page.Raw("</header>\n");
    }

    private static string Summary(VerificationReport report)
    {
        int networks = report.Properties.Select(p => p.Model.Hash).Distinct(StringComparer.Ordinal).Count();
        int holds = report.Properties.Count(p => p.Verdict == Verdict.Holds && !p.IsVacuous);
        int vacuous = report.Properties.Count(p => p.Verdict == Verdict.Holds && p.IsVacuous);
        int violated = report.Properties.Count(p => p.Verdict == Verdict.Violated);
        int unknown = report.Properties.Length - holds - vacuous - violated;
        List<string> parts = [];
        Add(holds, holds == 1 ? "holds" : "hold");
        Add(violated, violated == 1 ? "is violated" : "are violated");
        Add(unknown, unknown == 1 ? "is undecided" : "are undecided");
        Add(vacuous, vacuous == 1 ? "is vacuous" : "are vacuous");
        string failed = report.Failures.Length switch { 0 => "", 1 => " 1 more could not be verified.", var n => $" {Numbers.Count(n)} more could not be verified." };
        string properties = report.Properties.Length == 1 ? "1 property" : $"{Numbers.Count(report.Properties.Length)} properties";
        return report.Properties.IsEmpty && !report.Failures.IsEmpty ? (report.Failures.Length == 1 ? "The only property could not be verified." : $"None of {Numbers.Count(report.Failures.Length)} properties could be verified.")
            : report.Properties.IsEmpty ? "There are no properties."
            : report.Properties.Length == 1 ? $"1 property: {Verdicts.Word(report.Properties[0])}.{failed}"
            : $"{properties} of {Numbers.Count(networks, "network")}: {string.Join(", ", parts)}. {Numbers.Count(report.Properties.Sum(p => p.Boxes), "box")} in {Numbers.Seconds(report.Properties.Sum(p => p.Seconds))}.{failed}";

        void Add(int count, string words)
        {
            if (count > 0)
            {
                parts.Add($"{count} {words}");
            }
        }
    }
}
