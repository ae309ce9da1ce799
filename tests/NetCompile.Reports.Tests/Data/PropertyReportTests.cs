using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Reports.Tests.Data;

public sealed class PropertyReportTests
{
    [Fact]
    public void AViolatedProperty_HasItsCounterexample_AndSlicesThroughIt()
    {
        PropertyReport report = TestReports.Cruise.Properties[1];
        Assert.Equal((Verdict.Violated, "NeverAcceleratesWhenTooClose", "CruiseControl.Cruise"), (report.Verdict, report.Name, report.Network));
        Assert.Equal("gap speed leadSpeed setSpeed", string.Join(' ', report.InputNames));
        Assert.Equal("gap − 0.5 · speed ≤ 0, acceleration > 0", string.Join(", ", report.Cases[0].Unsafe[0]));
        Assert.NotNull(report.Counterexample);
        Assert.True(report.Counterexample.Output[0] > 0);
        Assert.Equal(6, report.Slices.Length);
        Assert.All(report.Slices, s => Assert.Equal(report.Counterexample.Input.AsEnumerable(), s.Base.AsEnumerable()));
        Assert.Equal(6, report.Slices.Select(s => (Math.Min(s.Horizontal, s.Vertical), Math.Max(s.Horizontal, s.Vertical))).Distinct().Count());
        Assert.Null(report.Image);
    }

    [Fact]
    public void AProvedProperty_ShowsItsSearch()
    {
        PropertyReport report = TestReports.Cruise.Properties[0];
        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.Null(report.Counterexample);
        Assert.True(report.Boxes > 100);
        Assert.Equal(report.Boxes, report.Growth[^1].Boxes);
        Assert.Equal(0, report.Growth[^1].Open);
        Assert.Equal(1, report.Growth[^1].Proved, 6);
        Assert.Equal(report.Growth.OrderBy(s => s.Seconds), report.Growth);

        // Thread time of two threads cannot exceed twice the wall-clock time.
        double work = report.Phases.Sum(p => p.Seconds);
        Assert.InRange(work, 1e-6, 2 * report.Seconds);
        Assert.All(report.Phases, p => Assert.True(p.Seconds > 0));
        Assert.DoesNotContain(report.Slices, s => s.Tree.Contains('v'));
    }

    [Fact]
    public void ImagesAreFound()
    {
        Assert.All(TestReports.Digits.Properties, p => Assert.Equal(new ImageShape(8, 8), p.Image));
        Assert.All(TestReports.Digits.Properties, p => Assert.Equal(3, p.Slices.Length));
    }

    [Fact]
    public void WhatTheOptionsAskFor_IsGathered()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 6, 8, 1);
        VerificationProperty property = TestReports.Below(model, 1e6);
        PropertyReport report = TestReports.Report(model, property, new ReportOptions { Slices = [(4, 2)], Image = new ImageShape(3, 2) });
        Assert.Equal((4, 2), (report.Slices.Single().Horizontal, report.Slices.Single().Vertical));
        Assert.Equal(new ImageShape(3, 2), report.Image);
        PropertyReport bare = TestReports.Report(model, property, new ReportOptions { WithSlices = false, WithBounds = false });
        Assert.Empty(bare.Slices);
        Assert.Empty(bare.Bounds);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 6)]
    [InlineData(-1, 2)]
    public void ImpossibleSlices_AreRefused(int horizontal, int vertical)
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 6, 8, 1);
        ArgumentException e = Assert.Throws<ArgumentException>(() => TestReports.Report(model, TestReports.Below(model, 1e6), new ReportOptions { Slices = [(horizontal, vertical)] }));
        Assert.Contains($"inputs {horizontal} and {vertical}", e.Message);
    }

    [Fact]
    public void AVacuousProperty_HasNothingToCut()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 2, 4, 1);
        PropertyReport report = TestReports.Report(model, new VerificationProperty("empty", 2, 1, []) { IsRegionEmpty = true });
        Assert.True(report.IsVacuous);
        Assert.Equal(-1, report.ShownCase);
        Assert.Empty(report.Slices);
        Assert.Empty(report.Bounds);
        Assert.Contains("class=\"badge vacuous\"", HtmlReport.Text(new VerificationReport { Title = "t", Properties = [report] }));
    }

    /// <summary>0.1 is no double: a region from 0.1 on is widened to be sound, but shown as it was written.</summary>
    [Fact]
    public void DecimalEnds_AreShownAsTheyWereWritten()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 1, 4, 1);
        InputInterval interval = new(Math.BitDecrement(0.1), Math.BitIncrement(0.7), 0.1, 0.7);
        PropertyReport report = TestReports.Report(model, new VerificationProperty("decimal", 1, 1, [new PropertyCase([interval], [new Conjunction([TestReports.AtLeast(0, 1e6)])])]));
        Assert.Equal((0.1, 0.7), (report.Cases[0].Lower[0], report.Cases[0].Upper[0]));
    }

    [Fact]
    public void OneInput_HasNoSlice()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 1, 4, 1);
        PropertyReport report = TestReports.Report(model, TestReports.Below(model, 1e6));
        Assert.Empty(report.Slices);
        Assert.NotEmpty(report.Bounds);
    }

    [Fact]
    public void ACancelledGathering_StillTellsTheVerdict()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 3, 8, 1);
        NetworkProperty subject = TestReports.Subject(model, TestReports.Below(model, 1e6));
        VerificationResult result = subject.Verify();
        PropertyReport report = PropertyReport.Of(subject, result, cancellation: new CancellationToken(canceled: true));
        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.Empty(report.Slices);
        Assert.Empty(report.Bounds);
    }

    [Fact]
    public void EqualRuns_GiveEqualSlicesAndBounds()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 4, 8, 2);
        PropertyReport a = Untimed(TestReports.Report(model, TestReports.Below(model, 1))), b = Untimed(TestReports.Report(model, TestReports.Below(model, 1)));
        Assert.Equal(ReportFile.ToJson(new VerificationReport { Title = "t", Properties = [a] }), ReportFile.ToJson(new VerificationReport { Title = "t", Properties = [b] }));

        static PropertyReport Untimed(PropertyReport report) => report with { Seconds = 0, Phases = [], Growth = [] };
    }
}
