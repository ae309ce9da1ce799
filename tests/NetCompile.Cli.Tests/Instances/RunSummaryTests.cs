using NetCompile.Cli.Instances;
using NetCompile.Verification;

namespace NetCompile.Cli.Tests.Instances;

public class RunSummaryTests
{
    [Theory]
    [InlineData(new double[0], 0)]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 4, 1 }, 2.5)]
    [InlineData(new double[] { 9, 1, 2 }, 2)]
    [InlineData(new double[] { 9, 1, 2, 4 }, 3)]
    public void Median_IsTheMiddle(double[] values, double expected) => Assert.Equal(expected, RunSummary.Median(values));

    [Fact]
    public void Write_CountsPerVerdict()
    {
        RunSummary summary = new();
        summary.Add(Row("p1", "holds", 1), null);
        summary.Add(Row("p2", "holds", 3), null);
        summary.Add(Row("p3", "timeout", 10), null);
        StringWriter output = new();
        summary.Write(output, planned: 5, earlier: 1, Arithmetic.Real, wallSeconds: 13.04, cpuSeconds: 25.5, hasExpected: false);

        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(["holds", "2", "4.000", "2.000", "14"], Cells(lines, "holds"));
        Assert.Equal(["timeout", "1", "10.000", "10.000", "7"], Cells(lines, "timeout"));
        Assert.Equal(["error", "0"], Cells(lines, "error"));
        Assert.Equal(["all", "3", "14.000", "3.000", "21"], Cells(lines, "all"));
        Assert.Contains("2 of 5 rows were not run", lines);
        Assert.Contains("arithmetic: real (the network over the real numbers)", lines);
        Assert.Contains("this run: 13.0 s wall clock, 25.5 CPU seconds; 1 rows are from an earlier run", lines);
        Assert.DoesNotContain("wrong", output.ToString());
    }

    private static ResultRow Row(string property, string verdict, double seconds) => new(new InstanceKey("a.onnx", property), verdict, seconds, 7);

    private static string[] Cells(string[] lines, string verdict) =>
        lines.Single(l => l.StartsWith("│ " + verdict + " ", StringComparison.Ordinal)).Split(['│', ' '], StringSplitOptions.RemoveEmptyEntries);
}
