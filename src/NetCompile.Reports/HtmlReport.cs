using System.Text;
using NetCompile.Reports.Html;

namespace NetCompile.Reports;

/// <summary>Writes a report as one self-contained HTML page: no other file and no network is needed to read it.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page. Equal data gives equal text.</summary>
    public static void Write(TextWriter writer, VerificationReport report) => writer.Write(Text(report));

    /// <summary>Writes the page to a file, in UTF-8.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, VerificationReport report) => File.WriteAllText(path, Text(report), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>The page.</summary>
    public static string Text(VerificationReport report) => PageWriter.Write(report);
}
