using System.Net;
using System.Text;

namespace NetCompile.Reports.Html;

/// <summary>Writes the page as a whole.</summary>
internal static class PageWriter
{
    public static string Write(VerificationReport report)
    {
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(WebUtility.HtmlEncode(report.Title)).Append("</title></head><body>\n<h1>")
            .Append(WebUtility.HtmlEncode(report.Title)).Append("</h1>\n<table><tr><th>property</th><th>verdict</th></tr>\n");
        foreach (PropertyReport property in report.Properties)
        {
            page.Append("<tr><td>").Append(WebUtility.HtmlEncode($"{property.Network}.{property.Name}")).Append("</td><td>").Append(property.Verdict).Append("</td></tr>\n");
        }

        return page.Append("</table></body></html>\n").ToString();
    }
}
