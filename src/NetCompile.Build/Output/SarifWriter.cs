using System.Text.Encodings.Web;
using System.Text.Json;
using NetCompile.Build.Loading;
using NetCompile.Build.Proofs;
using NetCompile.Runtime;

namespace NetCompile.Build.Output;

/// <summary>Writes outcomes as SARIF 2.1.0, which code scanning services and editors read.</summary>
/// <remarks>
/// A result of kind <c>pass</c> or <c>open</c> has level <c>none</c>, as the standard demands (§3.27.10): a warning of the build is still no failure of the property.
/// Paths start from the project's folder, called <c>PROJECT</c>.
/// </remarks>
internal static class SarifWriter
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Folder = "PROJECT";

    /// <summary>Writes the file.</summary>
    public static void Write(string path, IReadOnlyList<ProofOutcome> outcomes)
    {
        using FileStream stream = File.Create(path);
        Write(stream, outcomes);
    }

    /// <summary>Writes to a stream.</summary>
    public static void Write(Stream stream, IReadOnlyList<ProofOutcome> outcomes)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (ProofOutcome outcome in outcomes)
        {
            WriteResult(json, outcome);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "NetCompile.Build");
        json.WriteString("semanticVersion", typeof(SarifWriter).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("rules");
        foreach (BuildRule rule in BuildRule.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", rule.IsError ? "error" : "warning");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ProofOutcome outcome)
    {
        // A property that holds passes the rule that would report a violation.
        BuildRule rule = BuildRule.Of(outcome.Kind) ?? BuildRule.Violated;
        (string kind, string level) = outcome.Kind switch
        {
            OutcomeKind.Holds => ("pass", "none"),
            OutcomeKind.Violated or OutcomeKind.Failed => ("fail", "error"),
            OutcomeKind.Vacuous => ("review", "none"),
            _ => ("open", "none"),
        };
        json.WriteStartObject();
        json.WriteString("ruleId", rule.Id);
        json.WriteNumber("ruleIndex", IndexOf(rule));
        json.WriteString("kind", kind);
        json.WriteString("level", level);
        WriteText(json, "message", OutcomeText.Of(outcome));
        WriteLocation(json, outcome.Located);
        json.WriteStartObject("partialFingerprints");
        json.WriteString("property/v1", outcome.Located.Property.ToString());
        json.WriteEndObject();
        WriteFacts(json, outcome);
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, LocatedProperty located)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        if (located.Location is { } place)
        {
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", string.Join('/', place.Path.Split('/').Select(Uri.EscapeDataString)));
            json.WriteString("uriBaseId", Folder);
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", place.Line);
            json.WriteNumber("startColumn", place.Column);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", located.Property.ToString());
        json.WriteString("kind", "member");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteFacts(Utf8JsonWriter json, ProofOutcome outcome)
    {
        NetworkProperty property = outcome.Located.Property;
        json.WriteStartObject("properties");
        json.WriteString("property", property.Text);
        json.WriteString("fingerprint", property.Fingerprint);
        json.WriteString("arithmetic", "float32");
        if (outcome.Record is { } record)
        {
            json.WriteNumber("boxes", record.Boxes);
            json.WriteNumber("seconds", Math.Round(record.Seconds, 6));
            json.WriteBoolean("unchanged", outcome.IsKept);
            if (record.Certificate is { } certificate)
            {
                json.WriteString("certificate", certificate);
            }

            if (record.Counterexample is { } counterexample)
            {
                WriteValues(json, "input", property.InputNames, counterexample.Input);
                WriteValues(json, "output", property.OutputNames, counterexample.Output);
            }
        }

        json.WriteEndObject();
    }

    // By name; a list keeps the order that an object need not.
    private static void WriteValues(Utf8JsonWriter json, string key, IReadOnlyList<string> names, IReadOnlyList<float> values)
    {
        json.WriteStartArray(key);
        for (int i = 0; i < values.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", names[i]);
            if (float.IsFinite(values[i]))
            {
                json.WriteNumber("value", values[i]);
            }
            else
            {
                json.WriteString("value", values[i].ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string key, string text)
    {
        json.WriteStartObject(key);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static int IndexOf(BuildRule rule) => Enumerable.Range(0, BuildRule.All.Count).First(i => BuildRule.All[i] == rule);
}
