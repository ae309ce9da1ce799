using System.Text.Json;
using System.Text.Json.Serialization;

namespace NetCompile.Reports;

/// <summary>Keeps a report as JSON, so that it can be turned into a page later.</summary>
public static class ReportFile
{
    /// <summary>The value of the file's first member, <c>format</c>.</summary>
    public const string Format = "netcompile.report/1";

    /// <summary>The report as JSON. Equal data gives equal text; infinite bounds are the strings <c>"Infinity"</c> and <c>"-Infinity"</c>.</summary>
    public static string ToJson(VerificationReport report) => JsonSerializer.Serialize(new ReportEnvelope(Format, report), ReportJson.Default.ReportEnvelope) + "\n";

    /// <summary>The report that a file holds.</summary>
    /// <exception cref="FormatException">The text is no saved report; the message says why.</exception>
    public static VerificationReport FromJson(string json)
    {
        ReportEnvelope? envelope;
        try
        {
            envelope = JsonSerializer.Deserialize(json, ReportJson.Default.ReportEnvelope);
        }
        catch (JsonException e)
        {
            throw new FormatException($"this is no saved report: {e.Message}", e);
        }

        if (envelope?.Format != Format)
        {
            throw new FormatException($"this is no saved report: its format is '{envelope?.Format}', not '{Format}'");
        }

        VerificationReport report = envelope.Report ?? throw new FormatException("this is no saved report: it has no member 'report'");
        report = report.Failures.IsDefault ? report with { Failures = [] } : report; // a list that is not written
        ReportCheck.Require(report);
        return report;
    }
}

/// <summary>The file as it lies on disk.</summary>
internal sealed record ReportEnvelope(string Format, VerificationReport Report);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ReportEnvelope))]
internal sealed partial class ReportJson : JsonSerializerContext;
