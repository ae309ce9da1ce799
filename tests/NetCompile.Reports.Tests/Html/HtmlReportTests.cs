using System.Globalization;
using System.Text.RegularExpressions;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Reports.Tests.Html;

public sealed partial class HtmlReportTests
{
    private const string Nasty = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" onload=\"alert(3)\" ' & \u0000 \ud800 𝒳 é";

    [Fact]
    public void NothingAUserWrote_BecomesMarkup()
    {
        PropertyReport property = TestReports.Cruise.Properties[1];
        property = property with
        {
            Name = Nasty,
            Network = Nasty,
            Text = Nasty,
            File = Nasty,
            Line = 3,
            InputNames = [.. property.InputNames.Select(n => n + Nasty)],
            OutputNames = [.. property.OutputNames.Select(n => n + Nasty)],
            Cases = [.. property.Cases.Select(c => c with { Unsafe = [[Nasty]] })],
            Phases = [new PhaseTime(Nasty, 1)],
            Bounds = [.. property.Bounds.Select(b => b with { Method = Nasty, Layers = [.. b.Layers.Select(l => l with { Name = Nasty, Kind = Nasty })] })],
            Slices = [.. property.Slices.Select(s => s with { Values = [.. s.Values.Select(v => v with { Name = Nasty })] })],
        };
        string page = HtmlReport.Text(new VerificationReport { Title = Nasty, Properties = [property], Failures = [new PropertyFailure(Nasty, Nasty, Nasty)] });
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<img src=x", page);
        Assert.DoesNotContain("\" onload=", page);
        Assert.DoesNotContain('\0', page);
        Assert.DoesNotContain('\ud800', page.Replace("𝒳", ""));
        Assert.Contains("&lt;script&gt;alert(1)", page);

        // One script of data and one of code: no more elements than this program wrote.
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
    }

    [Fact]
    public void NothingIsLoadedFromElsewhere()
    {
        foreach (VerificationReport report in (VerificationReport[])[TestReports.Cruise, TestReports.Digits])
        {
            string page = HtmlReport.Text(report);
            Assert.DoesNotContain("://", page);
            Assert.DoesNotContain("@import", page);
            Assert.All(Links().Matches(page), m => Assert.Matches("^(#|data:)", m.Groups[1].Value));
            Assert.All(Urls().Matches(page), m => Assert.StartsWith("#", m.Groups[1].Value));
            Assert.Contains("Content-Security-Policy\" content=\"default-src 'none'", page);
            Assert.NotEmpty(Links().Matches(page));
        }
    }

    [Fact]
    public void EqualData_GivesEqualText_InAnyCulture()
    {
        string page = HtmlReport.Text(TestReports.Cruise);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // A made culture: the invariant mode of the build has no real ones.
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "~";
            comma.NumberFormat.PercentSymbol = "?";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(page, HtmlReport.Text(TestReports.Cruise));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void VerdictsAreTold_InWordsAndShapes()
    {
        string page = HtmlReport.Text(TestReports.Cruise);
        Assert.Contains("2 properties of 1 network: 1 holds, 1 is violated.", page);
        Assert.Contains("✓</span>holds", page);
        Assert.Contains("✕</span>violated", page);
        Assert.Contains("!(x.gap &lt;= HalfASecond * x.speed &amp;&amp; x.speed &gt;= 20) || y.acceleration &lt;= 0", page);
    }

    [Fact]
    public void WhatCouldNotBeVerified_IsNotPassedOver()
    {
        PropertyFailure failure = new("Cars.Net", "Reads", "no such <table>");
        VerificationReport report = TestReports.Cruise with { Failures = [failure] };
        string page = HtmlReport.Text(report);
        Assert.Contains("1 is violated. ", page);
        Assert.Contains(" 1 more could not be verified.", page);
        Assert.Contains("<p>Reads could not be verified: no such &lt;table&gt;</p>", page);
        Assert.Equal(1, Regex.Count(page, "!</span>no verdict</span>"));

        Assert.Contains("The only property could not be verified.", HtmlReport.Text(report with { Properties = [] }));
        Assert.Contains("None of 2 properties could be verified.", HtmlReport.Text(report with { Properties = [], Failures = [failure, failure] }));
        Assert.Equal(page, HtmlReport.Text(ReportFile.FromJson(ReportFile.ToJson(report))));
        Assert.DoesNotContain("no verdict", HtmlReport.Text(TestReports.Cruise));
    }

    [Fact]
    public void TheCounterexample_IsShownWithAllItsDigits()
    {
        PropertyReport property = TestReports.Cruise.Properties[1];
        string page = HtmlReport.Text(TestReports.Cruise);
        Assert.All(property.Counterexample!.Input, v => Assert.Contains(v.ToString("R", CultureInfo.InvariantCulture), page));
        Assert.All(property.Counterexample.Output, v => Assert.Contains(v.ToString("R", CultureInfo.InvariantCulture), page));
    }

    [Fact]
    public void ImagesAreShown_WithTheirDifference()
    {
        string page = HtmlReport.Text(TestReports.Digits);

        // The centre of the proved one; centre, counterexample and difference of the violated one.
        Assert.Equal(4, Regex.Count(page, "<img class=\"pixels\" width=\"8\" height=\"8\""));
        Assert.Contains("Every pixel may move by up to 3.", page);
    }

    /// <summary>A square that is proved safe is so for its own case only: another case may overlap it.</summary>
    [Fact]
    public void WithSeveralCases_ASliceSaysWhichOneItIsAbout()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 3, 8, 1);
        PropertyCase @case = TestReports.Below(model, 1e6).Cases[0];
        string one = Page([@case]), two = Page([@case, @case]);
        Assert.Contains("<h3>A slice through the input box</h3>", one);
        Assert.DoesNotContain("another case", one);
        Assert.Contains("<h3>A slice through the input box of case 1</h3>", two);
        Assert.Contains("inputs may lie in another case as well", two);

        string Page(PropertyCase[] cases) =>
            HtmlReport.Text(new VerificationReport { Title = "t", Properties = [TestReports.Report(model, new VerificationProperty("cases", 3, 1, [.. cases]))] });
    }

    [Fact]
    public void ShownBounds_AreOutward()
    {
        PropertyReport property = TestReports.Cruise.Properties[0];
        LayerBounds output = property.Bounds[0].Layers[^1] with { Lower = 1.23456, Upper = 1.23444, Elements = [new ElementBounds(-9.87654, 9.87644)] };
        string page = HtmlReport.Text(new VerificationReport { Title = "t", Properties = [property with { Bounds = [new BoundsReport("m", [output])] }] });
        Assert.Contains(">1.234</td><td class=\"number\">1.235</td>", page);
        Assert.Contains(">−9.877</td><td class=\"number\">9.877</td>", page);
    }

    [Theory]
    [InlineData(0.4, 0.6, true)]
    [InlineData(0.4, 0.59999999, true)]
    [InlineData(0, 0.15, true)]
    [InlineData(0.5, 0.5, false)]
    [InlineData(0, 0, false)]
    public void PixelsThatCannotMove_AreNotSaidTo(double lower, double upper, bool isEven)
    {
        PropertyReport property = TestReports.Digits.Properties[0];
        double[] low = [.. Enumerable.Repeat(0.3, 64)], high = [.. Enumerable.Repeat(0.5, 64)];
        (low[0], high[0], low[1], high[1]) = (0, 0.2, lower, upper);
        string page = HtmlReport.Text(new VerificationReport { Title = "t", Properties = [property with { Cases = [property.Cases[0] with { Lower = [.. low], Upper = [.. high] }] }] });
        Assert.Equal(isEven, page.Contains("Every pixel may move by up to 0.1."));
        Assert.Equal(!isEven, page.Contains("Pixels may move by different amounts"));
    }

    [Fact]
    public void ANameCannotTurnTheWordsBesideItRound()
    {
        PropertyReport property = TestReports.Cruise.Properties[1];
        property = property with { Name = "a\u202Eb", InputNames = [.. property.InputNames.Select(n => n + "\u2067")] };
        string page = HtmlReport.Text(new VerificationReport { Title = "\u202D", Properties = [property] });
        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069]|u202[a-eA-E]|u206[6-9]", page);
    }

    /// <summary>Wide and with many ways to fail: the page and the saved data have limits, wherever the network has none.</summary>
    [Fact]
    public void ALargeNetworkWithManyConstraints_GivesASmallPage()
    {
        const int Inputs = 3000, Outputs = 400;
        NetworkModel model = RandomNetworks.Chain(new Random(1), Inputs, 6, Outputs);
        LinearConstraint sum = new([.. Enumerable.Range(0, Inputs).Select(j => new LinearTerm(PropertyVariable.Input(j), 1))], -1e9, isStrict: false);
        Conjunction way = new([sum, .. Enumerable.Range(0, Outputs).Select(k => TestReports.AtLeast(k, 1e6))]);
        VerificationProperty property = new("wide", Inputs, Outputs, [.. Enumerable.Range(0, 40).Select(_ => new PropertyCase([.. Enumerable.Repeat(InputInterval.Exact(-1, 1), Inputs)], [.. Enumerable.Repeat(way, 40)]))]);
        string page = HtmlReport.Text(new VerificationReport { Title = "t", Properties = [TestReports.Report(model, property)] });
        Assert.Contains("and 377 more", page);
        Assert.Contains("+ … 2968 more terms", page);
        Assert.InRange(page.Length, 50_000, 2_000_000);
    }

    [Fact]
    public void AHugeRegion_GivesAPage_AndNoVerdictOfHolds()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 3, 8, 1);
        InputInterval huge = InputInterval.Exact(-float.MaxValue, float.MaxValue);
        PropertyReport report = TestReports.Report(model, new VerificationProperty("huge", 3, 1, [new PropertyCase([huge, huge, huge], [new Conjunction([TestReports.AtLeast(0, 1e30)])])]));
        Assert.NotEqual(NetCompile.Verification.Verdict.Holds, report.Verdict);
        VerificationReport whole = new() { Title = "t", Properties = [report] };
        Assert.Equal(HtmlReport.Text(whole), HtmlReport.Text(ReportFile.FromJson(ReportFile.ToJson(whole))));
    }

    [Fact]
    public void PagesStaySmall()
    {
        Assert.InRange(HtmlReport.Text(TestReports.Cruise).Length, 50_000, 400_000);
        Assert.InRange(HtmlReport.Text(TestReports.Digits).Length, 50_000, 400_000);
    }

    [Fact]
    public void AReportOfNothing_IsAPage() =>
        Assert.Contains("There are no properties.", HtmlReport.Text(new VerificationReport { Title = "none", Properties = [] }));

    [Fact]
    public void WritesAFile()
    {
        string path = Path.GetTempFileName();
        try
        {
            HtmlReport.Write(path, TestReports.Cruise);
            using StringWriter writer = new();
            HtmlReport.Write(writer, TestReports.Cruise);
            Assert.Equal(writer.ToString(), File.ReadAllText(path));
            Assert.Equal((byte)'<', File.ReadAllBytes(path)[0]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex("(?:src|href|action|poster|srcset|data)=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex(@"url\(([^)]*)\)")]
    private static partial Regex Urls();
}
