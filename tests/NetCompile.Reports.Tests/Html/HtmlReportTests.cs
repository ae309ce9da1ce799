using System.Globalization;
using System.Text.RegularExpressions;

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
        string page = HtmlReport.Text(new VerificationReport { Title = Nasty, Properties = [property] });
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
