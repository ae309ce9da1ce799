using System.Text.Json;
using NetCompile.Milp.Cbc;

namespace NetCompile.Cli.Tests.Commands;

public sealed class MilpCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public void ASolversWordIsAClaim_AndCanBeProved()
    {
        RequireCbc();
        CliResult claimed = Milp(TestProperties.Holds);
        Assert.Equal(ExitCodes.Unknown, claimed.ExitCode);
        Assert.Equal("unknown", claimed.Lines[0]);
        Assert.Contains("says that it holds; not proved", claimed.Out);
        Assert.Contains("cannot be met (the solver says)", claimed.Out);

        CliResult proved = Milp(TestProperties.Holds, "--prove");
        Assert.Equal(ExitCodes.Holds, proved.ExitCode);
        Assert.Equal("holds", proved.Lines[0]);
        Assert.Contains("cannot be met (proved)", proved.Out);
    }

    [SkippableTheory]
    [InlineData("big-m")]
    [InlineData("extended")]
    [InlineData("partition:2")]
    [InlineData("ideal")]
    [InlineData("indicator")]
    [InlineData("sos1")]
    public void EveryEncodingProvesAndRefutes(string encoding)
    {
        RequireCbc();
        CliResult holds = Milp(TestProperties.Holds, "--solver", "certified", "--encoding", encoding, "--json", _folder["out.json"]);
        Assert.Equal((ExitCodes.Holds, "holds"), (holds.ExitCode, holds.Lines[0]));

        // |x| ≥ 1.5 on [−1, 1] fails by 0.5, and a little less where float32 rounds.
        JsonElement solve = Json().GetProperty("solves").EnumerateArray().Single();
        Assert.InRange(solve.GetProperty("bound").GetDouble(), -0.5001, -0.4999);
        Assert.True(solve.GetProperty("boundProved").GetBoolean());
        Assert.Equal("refuted", solve.GetProperty("state").GetString());

        CliResult violated = Milp(TestProperties.Violated, "--encoding", encoding, "--json", _folder["out.json"]);
        Assert.Equal((ExitCodes.Violated, "violated"), (violated.ExitCode, violated.Lines[0]));
        Assert.Contains("confirmed by the forward pass", violated.Out);
        float x = Json().GetProperty("counterexample").GetProperty("input")[0].GetSingle();
        Assert.True(Math.Abs(x) is >= 0.75f and <= 1);
    }

    [SkippableTheory]
    [InlineData("interval")]
    [InlineData("symbolic")]
    [InlineData("alpha-crown")]
    [InlineData("obbt")]
    [InlineData("milp")]
    public void EveryMethodOfBoundsServes(string method)
    {
        RequireCbc();
        CliResult result = Milp(TestProperties.TwoBoxes, "--solver", "certified", "--bounds", method);
        Assert.Equal((ExitCodes.Holds, "holds"), (result.ExitCode, result.Lines[0]));

        // The sign of x is fixed in each box: no unit is unstable.
        Assert.Equal(2, result.Lines.Count(l => l.StartsWith("units", StringComparison.Ordinal) && l.Contains("0 unstable")));
    }

    [Fact]
    public void ProgramsAreWrittenWithoutASolver()
    {
        CliResult result = Milp(TestProperties.TwoBoxes, "--mps", _folder["out.mps"], "--lp", _folder["out.lp"]);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        foreach (string name in new[] { "out-1.mps", "out-2.mps", "out-1.lp", "out-2.lp" })
        {
            Assert.True(new FileInfo(_folder[name]).Length > 100, name);
        }

        Assert.Contains("ROWS", File.ReadAllText(_folder["out-1.mps"]));
        Assert.Contains("margin", File.ReadAllText(_folder["out-2.lp"]));
        Assert.Contains("case 1, conjunction 0", result.Out);
    }

    [SkippableFact]
    public void BoundsAreSavedAndUsedAgain_OnTheirBoxOnly()
    {
        RequireCbc();
        Assert.Equal(ExitCodes.Holds, Milp(TestProperties.Holds, "--solver", "certified", "--save-bounds", _folder["bounds.json"]).ExitCode);
        CliResult again = Milp(TestProperties.Holds, "--solver", "certified", "--bounds", "interval", "--load-bounds", _folder["bounds.json"]);
        Assert.Equal(ExitCodes.Holds, again.ExitCode);
        Assert.Contains("which were not computed again", again.Out);
        CliResult wider = Milp(TestProperties.OneInput("-2", "1", "(>= Y_0 3)"), "--solver", "certified", "--load-bounds", _folder["bounds.json"]);
        Assert.Equal(ExitCodes.BadData, wider.ExitCode);
        Assert.Contains("bounds.json", wider.Error);
    }

    [SkippableFact]
    public void AnEmptyRegionIsVacuous()
    {
        RequireCbc();
        CliResult result = Milp(TestProperties.Vacuous, "--solver", "certified");
        Assert.Equal((ExitCodes.Holds, "holds"), (result.ExitCode, result.Lines[0]));
        Assert.Contains("vacuous", result.Out);
    }

    [Theory]
    [InlineData("--encoding", "bigm", "is no encoding")]
    [InlineData("--solver", "cbd", "did you mean 'cbc'?")]
    [InlineData("--time", "0", "--time needs a number of seconds")]
    [InlineData("--bounds", "lp", "lp")]
    public void WrongWordsAreExplained(string option, string value, string message)
    {
        CliResult result = Milp(TestProperties.Holds, option, value);
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains(message, result.Error);
    }

    [Fact]
    public void OrToolsIsNotInThisBuild()
    {
        CliResult result = Milp(TestProperties.Holds, "--solver", "ortools:scip");
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains("WithOrTools", result.Error);
    }

    public void Dispose() => _folder.Dispose();

    private static void RequireCbc() => Skip.IfNot(CbcSolver.IsAvailable(out string reason), reason);

    private CliResult Milp(string property, params string[] options) =>
        CliRunner.Run(["milp", TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute), _folder.Write("p.vnnlib", property), .. options]);

    private JsonElement Json() => JsonDocument.Parse(File.ReadAllText(_folder["out.json"])).RootElement;
}
