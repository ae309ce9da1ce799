namespace NetCompile.Cli.Tests;

public class UsageErrorsTests
{
    [Fact]
    public void WithoutArguments_NamesTheCommands()
    {
        CliResult result = CliRunner.Run();
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Contains("a command is needed: verify, check, run, bounds, milp, report, info", result.Error);
    }

    [Fact]
    public void MissingArguments_AreNamed()
    {
        CliResult result = CliRunner.Run("verify");
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains("MODEL is missing", result.Error);
        Assert.Contains("PROPERTY is missing", result.Error);
        Assert.Contains("netcompile verify --help", result.Error);
    }

    [Theory]
    [InlineData("verify a b --treads 2", "there is no option '--treads'; did you mean '--threads'?")]
    [InlineData("verfy a b", "there is no command 'verfy'; did you mean 'verify'?")]
    [InlineData("verify a b c", "one argument too many: 'c'")]
    [InlineData("verify a b --timeout 0", "'0' is none")]
    [InlineData("verify a b --timeout -3", "'-3' is none")]
    [InlineData("verify a b --timeout NaN", "'NaN' is none")]
    [InlineData("verify a b --timeout 1e300", "'1e300' is none")]
    [InlineData("verify a b --timeout 1,5", "'1,5' is none")]
    [InlineData("verify a b --threads 0", "'0' is none")]
    [InlineData("verify a b --threads 1.5", "'1.5' is none")]
    [InlineData("verify a b --nodes 0", "'0' is none")]
    [InlineData("verify a b --arithmetic single", "'single' not recognized")]
    [InlineData("verify a b --branching both", "'both' not recognized")]
    [InlineData("verify a b --heuristic longest", "'longest' not recognized")]
    [InlineData("verify a b --heuristic widest --branching both", "'both' not recognized")]
    [InlineData("verify a b --heuristic widest --branching relu", "--heuristic widest chooses an input, but --branching relu splits phases of neurons; use babsr or filtered")]
    [InlineData("verify a b --branching relu --heuristic smear", "--heuristic smear chooses an input, but --branching relu splits phases of neurons")]
    [InlineData("verify a b --heuristic babsr --branching input", "--heuristic babsr chooses a neuron, but --branching input splits inputs; use widest or smear")]
    [InlineData("run a --heuristic filtered --branching input", "--heuristic filtered chooses a neuron, but --branching input splits inputs")]
    [InlineData("run a --heuristic longest", "'longest' not recognized")]
    [InlineData("run a --branching both", "'both' not recognized")]
    [InlineData("bounds a b --method deeppoly", "'deeppoly' not recognized")]
    [InlineData("run a --timeout x", "'x' is none")]
    public void WrongUsage_SaysWhatIsWrongOnStandardError(string commandLine, string expected)
    {
        CliResult result = CliRunner.Run(commandLine.Split(' '));
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Contains(expected, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("verify --help")]
    [InlineData("run --help")]
    [InlineData("bounds --help")]
    [InlineData("info --help")]
    public void Help_DocumentsTheExitCodes(string commandLine)
    {
        CliResult result = CliRunner.Run(commandLine.Split(' '));
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Contains("netcompile", result.Out);
        Assert.Contains($"{ExitCodes.Usage} wrong usage", result.Out);
        Assert.Contains($"{ExitCodes.BadData} unusable file", result.Out);
        Assert.Contains($"{ExitCodes.NoInput} file not found", result.Out);
        Assert.Contains($"{ExitCodes.Internal} internal error", result.Out);
        Assert.Contains($"{ExitCodes.CannotWrite} cannot write", result.Out);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void VerifyHelp_DocumentsTheVerdicts() => Assert.Contains(
        $"{ExitCodes.Holds} holds, {ExitCodes.Violated} violated, {ExitCodes.Unknown} unknown, {ExitCodes.Timeout} timeout", CliRunner.Run("verify", "--help").Out);

    [Fact]
    public void RunHelp_DocumentsItsOwnExitCodes() => Assert.Contains(
        $"{ExitCodes.WrongVerdict} wrong verdict, {ExitCodes.RowFailed} a row failed", CliRunner.Run("run", "--help").Out);

    [Fact]
    public void Version_IsThatOfTheAssembly()
    {
        CliResult result = CliRunner.Run("--version");
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.StartsWith(typeof(CliApp).Assembly.GetName().Version!.ToString(3), result.Out);
    }
}
