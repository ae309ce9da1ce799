using NetCompile.TestSupport;

namespace NetCompile.Cli.Tests.Commands;

/// <summary>Every command, on a network with a maximum and on one with a step.</summary>
public sealed class MaximumAndStepTests : IDisposable
{
    private const string Refusal = "operator 1 (Step 'Sign_y'): step functions are not continuous, and the engine does not bound them; use the MILP encodings of NetCompile.Milp";

    private readonly TemporaryFolder _folder = new();
    private readonly string _absolute, _sign;

    public MaximumAndStepTests()
    {
        // y = max(x, −x) = |x|.
        _absolute = _folder.Write("absolute.onnx", new OnnxBuilder().Input("x", 1, 1).Node("Neg", ["x"], "n").Node("Max", ["x", "n"], "y").Output("y", 1, 1).Build());
        _sign = _folder.Write("sign.onnx", new OnnxBuilder().Input("x", 1, 1).Node("Sign", ["x"], "y").Output("y", 1, 1).Build());
    }

    [Theory]
    [InlineData("holds", ExitCodes.Holds, "proved")]
    [InlineData("violated", ExitCodes.Violated, "refuted")]
    public void A_maximum_is_verified_and_its_certificate_is_confirmed(string verdict, int exitCode, string answer)
    {
        string property = _folder.Write("p.vnnlib", verdict == "holds" ? TestProperties.Holds : TestProperties.Violated);
        CliResult verified = CliRunner.Run("verify", _absolute, property, "--certificate", _folder["c"]);
        Assert.Equal((verdict, exitCode), (verified.FirstLine, verified.ExitCode));
        CliResult check = CliRunner.Run("check", _folder["c"], _absolute, property);
        Assert.Equal((answer, exitCode, ""), (check.FirstLine, check.ExitCode, check.Error));
    }

    [Fact]
    public void A_maximum_is_bounded() =>
        Assert.Equal(ExitCodes.Success, CliRunner.Run("bounds", _absolute, _folder.Write("p.vnnlib", TestProperties.Holds)).ExitCode);

    [Fact]
    public void Phases_of_a_network_with_a_maximum_cannot_be_named()
    {
        // Operator 4 of the network that runs is a ReLU, but 'info' shows another network.
        CliResult result = CliRunner.Run("bounds", _absolute, _folder.Write("p.vnnlib", TestProperties.Holds), "--method", "beta-crown", "--split", "4:0:active");
        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Out));
        Assert.Contains("absolute.onnx run as ReLUs, so its operators have other numbers than 'info' shows", result.Error);
    }

    [Fact]
    public void Info_shows_a_maximum_as_it_was_read_and_says_how_it_runs()
    {
        CliResult result = CliRunner.Run("info", _absolute);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Contains(result.Lines, l => l.StartsWith("activations", StringComparison.Ordinal) && l.Contains("Maximum 1"));
        Assert.Contains(result.Lines, l => l.StartsWith("note", StringComparison.Ordinal) && l.Contains("b + max(0, a − b)"));
        Assert.Contains(result.Lines, l => l.Contains("Maximum (output)"));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("bounds")]
    public void A_step_is_refused_as_unusable_input(string command)
    {
        CliResult result = CliRunner.Run(command, _sign, _folder.Write("p.vnnlib", TestProperties.Holds));
        Assert.Equal((ExitCodes.BadData, ""), (result.ExitCode, result.Out));
        Assert.Contains(Refusal, result.Error);
        Assert.DoesNotContain("internal error", result.Error);
    }

    [Fact]
    public void A_row_with_a_step_fails_alone()
    {
        _folder.Write("p.vnnlib", TestProperties.Holds);
        CliResult result = CliRunner.Run("run", _folder.Write("list.csv", "sign.onnx,p.vnnlib,10\nabsolute.onnx,p.vnnlib,10\n"), "--out", _folder["results.csv"]);
        Assert.Equal(ExitCodes.RowFailed, result.ExitCode);
        Assert.Contains(Refusal, result.Error);
        Assert.Contains("absolute.onnx,p.vnnlib,holds", File.ReadAllText(_folder["results.csv"]));
    }

    [Fact]
    public void Info_says_that_a_step_is_not_bounded()
    {
        CliResult result = CliRunner.Run("info", _sign);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Contains(result.Lines, l => l.StartsWith("note", StringComparison.Ordinal) && l.Contains("not continuous"));
    }

    public void Dispose() => _folder.Dispose();
}
