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
}
