using System.Text.Json.Nodes;

namespace NetCompile.Reports.Tests.Data;

public sealed class ReportFileTests
{
    [Fact]
    public void ASavedReport_GivesTheSamePage()
    {
        foreach (VerificationReport report in (VerificationReport[])[TestReports.Cruise, TestReports.Digits])
        {
            string json = ReportFile.ToJson(report);
            VerificationReport read = ReportFile.FromJson(json);
            Assert.Equal(json, ReportFile.ToJson(read));
            Assert.Equal(HtmlReport.Text(report), HtmlReport.Text(read));
        }
    }

    [Fact]
    public void InfiniteBounds_AreKept()
    {
        PropertyReport property = TestReports.Cruise.Properties[0];
        LayerBounds layer = property.Bounds[0].Layers[1] with { Lower = double.NegativeInfinity, Upper = double.PositiveInfinity };
        VerificationReport report = new() { Title = "t", Properties = [property with { Bounds = [new BoundsReport("m", [layer])] }] };
        LayerBounds read = ReportFile.FromJson(ReportFile.ToJson(report)).Properties[0].Bounds[0].Layers[0];
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (read.Lower, read.Upper));
        Assert.Contains("−∞", HtmlReport.Text(report));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"netcompile.verify/1"}""")]
    [InlineData("""{"format":"netcompile.report/1"}""")]
    [InlineData("""{"format":"netcompile.report/1","report":{"title":"x"}}""")]
    [InlineData("""{"format":"netcompile.report/1","report":{"title":null,"properties":[]}}""")]
    [InlineData("""{"format":"netcompile.report/1","report":{"title":"x","properties":null}}""")]
    [InlineData("""{"format":"netcompile.report/1","report":{"title":"x","properties":[null]}}""")]
    public void WhatIsNoReport_IsRefused(string json) => Assert.Throws<FormatException>(() => ReportFile.FromJson(json));

    public static TheoryData<string, string, string> Damages => new()
    {
        { "inputNames", """["a"]""", "there are 1 inputs" },
        { "outputNames", "[]", "the property has 4 and 0" },
        { "seconds", "\"NaN\"", "no number of seconds" },
        { "slices/0/tree", "\"sppp\"", "cut short" },
        { "slices/0/horizontal", "9", "inputs that do not exist" },
        { "slices/0/cells", "2000000", "1 to 1024" },
        { "slices/0/xLower", "\"-Infinity\"", "not finite" },
        { "slices/0/values/0/grid", "\"AAAA\"", "48x48 bytes" },
        { "slices/0/values/0/grid", "\"%\"", "48x48 bytes" },
        { "slices/0/values", "[]", "different values" },
        { "counterexample/input", "[1]", "has 1 inputs" },
        { "cases/0/lower", "[0]", "has 1 and 4 ends" },
        { "bounds/0/layers", "[]", "different layers" },
        { "verdict", "\"perhaps\"", "no saved report" },
        { "verdict", "\"Holds\"", "holds and has a counterexample" },
        { "verdict", "17", "verdict" },
        { "inputNames", """[null, "b", "c", "d"]""", "has no name" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void DamagedReports_AreRefused_WithWhatIsWrong(string path, string value, string expected)
    {
        JsonNode file = JsonNode.Parse(ReportFile.ToJson(TestReports.Cruise))!;
        string[] steps = path.Split('/');
        JsonNode at = steps[..^1].Aggregate(file["report"]!["properties"]![1]!, (node, step) => int.TryParse(step, out int i) ? node[i]! : node[step]!);
        Assert.NotNull(at[steps[^1]]);
        at[steps[^1]] = JsonNode.Parse(value);
        FormatException e = Assert.Throws<FormatException>(() => ReportFile.FromJson(file.ToJsonString()));
        Assert.Contains(expected, e.Message);
    }

    /// <summary>Takes every member of a saved report out, or empties it: it is refused with a message, or a page can be written of the rest.</summary>
    [Fact]
    public void WhateverIsMissing_IsRefusedOrDoesWithout()
    {
        PropertyReport violated = TestReports.Cruise.Properties[1];
        string json = ReportFile.ToJson(new VerificationReport { Title = "t", Properties = [violated with { Slices = [violated.Slices[0]], Growth = [new GrowthSample(1, 2, 3, 0.5, 4)] }], Failures = [new PropertyFailure("n", "p", "r")] });
        int refused = 0, written = 0;
        foreach (string[] path in Paths(JsonNode.Parse(json)!, []))
        {
            foreach (string? value in (string?[])[null, "null", "[]", "{}", "-1", "1e300", "\"Infinity\"", "\"\\u0000\""])
            {
                JsonNode file = JsonNode.Parse(json)!;
                JsonNode at = path[..^1].Aggregate(file, (node, step) => node is JsonArray ? node[int.Parse(step)]! : node[step]!);
                switch (at)
                {
                    case JsonArray array when value is null:
                        array.RemoveAt(int.Parse(path[^1]));
                        break;
                    case JsonArray array:
                        array[int.Parse(path[^1])] = JsonNode.Parse(value);
                        break;
                    case JsonObject o when value is null:
                        o.Remove(path[^1]);
                        break;
                    default:
                        at[path[^1]] = JsonNode.Parse(value!);
                        break;
                }

                try
                {
                    Assert.EndsWith("</html>\n", HtmlReport.Text(ReportFile.FromJson(file.ToJsonString())));
                    written++;
                }
                catch (FormatException)
                {
                    refused++;
                }
                catch (Exception e)
                {
                    Assert.Fail($"{string.Join('/', path)} = {value ?? "(removed)"}: {e}");
                }
            }
        }

        Assert.True(refused > 100 && written > 100, $"{refused} refused, {written} written");
    }

    /// <summary>Every member and the first element of every array.</summary>
    private static IEnumerable<string[]> Paths(JsonNode? node, string[] path)
    {
        IEnumerable<(string Step, JsonNode? Node)> children = node switch
        {
            JsonObject o => o.Select(p => (p.Key, p.Value)),
            JsonArray { Count: > 0 } array => [("0", array[0])],
            _ => [],
        };
        foreach ((string step, JsonNode? child) in children)
        {
            string[] whole = [.. path, step];
            yield return whole;
            foreach (string[] below in Paths(child, whole))
            {
                yield return below;
            }
        }
    }
}
