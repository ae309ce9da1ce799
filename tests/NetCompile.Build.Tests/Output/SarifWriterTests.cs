using System.Text.Json;
using NetCompile.Build.Output;
using NetCompile.Build.Proofs;
using NetCompile.Verification;

namespace NetCompile.Build.Tests.Output;

/// <summary>What SARIF 2.1.0 demands of a log, a run, a rule and a result.</summary>
public class SarifWriterTests
{
    private static readonly ProofRecord s_holds = new() { Key = "k", Name = "n", Verdict = Verdict.Holds, Boxes = 7, Seconds = 0.25, Budget = "b", Certificate = "c.nccert" };

    [Fact]
    public void It_is_a_log_of_one_run_with_every_rule()
    {
        JsonElement log = Log(Outcome(s_holds));
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        Assert.EndsWith("sarif-2.1.0.json", log.GetProperty("$schema").GetString());
        JsonElement driver = Assert.Single(log.GetProperty("runs").EnumerateArray()).GetProperty("tool").GetProperty("driver");
        Assert.Equal("NetCompile.Build", driver.GetProperty("name").GetString());
        Assert.Equal(
            [("NC0511", "error"), ("NC0512", "warning"), ("NC0513", "error"), ("NC0514", "warning")],
            driver.GetProperty("rules").EnumerateArray().Select(r => (r.GetProperty("id").GetString(), r.GetProperty("defaultConfiguration").GetProperty("level").GetString())));
        Assert.All(driver.GetProperty("rules").EnumerateArray(), r => Assert.NotEmpty(r.GetProperty("shortDescription").GetProperty("text").GetString()!));
    }

    [Fact]
    public void Every_outcome_has_the_kind_level_and_rule_that_the_standard_allows()
    {
        JsonElement[] results = Results(
            Outcome(s_holds),
            Outcome(s_holds with { Verdict = Verdict.Violated, Counterexample = new([0.5f], [float.NaN, 0], 0, false, false) }),
            Outcome(s_holds with { Verdict = Verdict.Unknown, Reason = UnknownReason.TimeLimit }),
            Outcome(s_holds with { IsVacuous = true }),
            Outcome(null));
        Assert.Equal(
            [("NC0511", "pass", "none"), ("NC0511", "fail", "error"), ("NC0512", "open", "none"), ("NC0514", "review", "none"), ("NC0513", "fail", "error")],
            results.Select(r => (r.GetProperty("ruleId").GetString(), r.GetProperty("kind").GetString(), r.GetProperty("level").GetString())));
        Assert.All(results, r =>
        {
            Assert.NotEmpty(r.GetProperty("message").GetProperty("text").GetString()!);
            Assert.Equal(r.GetProperty("ruleId").GetString(), BuildRule.All[r.GetProperty("ruleIndex").GetInt32()].Id);
        });
        JsonElement facts = results[1].GetProperty("properties");
        Assert.Equal(("a", 0.5, "NaN"), (facts.GetProperty("input")[0].GetProperty("name").GetString(), facts.GetProperty("input")[0].GetProperty("value").GetDouble(), facts.GetProperty("output")[0].GetProperty("value").GetString()));
        Assert.Equal((7, 0.25, "c.nccert"), (facts.GetProperty("boxes").GetInt32(), facts.GetProperty("seconds").GetDouble(), facts.GetProperty("certificate").GetString()));
    }

    [Fact]
    public void Every_object_has_only_the_members_that_the_schema_knows()
    {
        // The schema of SARIF 2.1.0 allows no others ("additionalProperties": false) but in the property bag; required ones first.
        Dictionary<string, string[]> members = new()
        {
            ["log"] = ["version", "runs", "$schema"],
            ["runs"] = ["tool", "columnKind", "results"],
            ["tool"] = ["driver"],
            ["driver"] = ["name", "semanticVersion", "rules"],
            ["rules"] = ["id", "shortDescription", "defaultConfiguration"],
            ["shortDescription"] = ["text"],
            ["defaultConfiguration"] = ["level"],
            ["results"] = ["message", "ruleId", "ruleIndex", "kind", "level", "locations", "partialFingerprints", "properties"],
            ["message"] = ["text"],
            ["locations"] = ["logicalLocations", "physicalLocation"],
            ["physicalLocation"] = ["artifactLocation", "region"],
            ["artifactLocation"] = ["uri", "uriBaseId"],
            ["region"] = ["startLine", "startColumn"],
            ["logicalLocations"] = ["fullyQualifiedName", "kind"],
            ["partialFingerprints"] = ["property/v1"],
        };
        int seen = 0;
        Walk("log", Log(Outcome(s_holds), Outcome(s_holds with { Verdict = Verdict.Violated, Counterexample = new([0.5f], [1, 0], 0, false, false) }), Outcome(null)));
        Assert.True(seen > 30, $"{seen} objects");

        void Walk(string name, JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                element.EnumerateArray().ToList().ForEach(e => Walk(name, e));
            }
            else if (element.ValueKind == JsonValueKind.Object && name != "properties")
            {
                seen++;
                string[] present = [.. element.EnumerateObject().Select(p => p.Name)];
                Assert.True(present.All(members[name].Contains), $"{name}: {string.Join(", ", present)}");
                Assert.Equal(present.Length, present.Distinct().Count());
                Assert.Contains(members[name][0], present);
                element.EnumerateObject().ToList().ForEach(p => Walk(p.Name, p.Value));
            }
        }
    }

    [Fact]
    public void Places_are_uris_below_the_project_and_a_property_without_one_has_its_name()
    {
        ProofOutcome placed = new(new(Sample.Property("P", Sample.Below(1)), new("Cars.Net", "P", "Bäume und/Net#1.cs", 12, 24)), s_holds, IsKept: true);
        JsonElement[] locations = [.. Results(placed, placed with { Located = placed.Located with { Location = null } }).Select(r => r.GetProperty("locations")[0])];
        JsonElement physical = locations[0].GetProperty("physicalLocation");
        Assert.Equal(("B%C3%A4ume%20und/Net%231.cs", "PROJECT"), (physical.GetProperty("artifactLocation").GetProperty("uri").GetString(), physical.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString()));
        Assert.Equal((12, 24), (physical.GetProperty("region").GetProperty("startLine").GetInt32(), physical.GetProperty("region").GetProperty("startColumn").GetInt32()));
        Assert.False(locations[1].TryGetProperty("physicalLocation", out _));
        Assert.All(locations, l => Assert.Equal("Cars.Net.P", l.GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString()));
    }

    private static ProofOutcome Outcome(ProofRecord? record) => new(Sample.At(Sample.Property("P", Sample.Below(1)), 3), record, IsKept: false) { Failure = record is null ? "no range" : null };

    private static JsonElement Log(params ProofOutcome[] outcomes)
    {
        using MemoryStream stream = new();
        SarifWriter.Write(stream, outcomes);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static JsonElement[] Results(params ProofOutcome[] outcomes) => [.. Log(outcomes).GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
}
