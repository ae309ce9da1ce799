using NetCompile.Models;

namespace NetCompile.Cli.Tests.Commands;

public sealed class InfoCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ASupportedModel_IsDescribed()
    {
        NetworkModel network = TestModels.Chain(new Random(5), 3, 7, 4, 2);
        CliResult result = CliRunner.Run("info", TestModels.Write(_folder, "chain.onnx", network));
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Equal("", result.Error);
        Assert.StartsWith("ONNX (IR ", Field(result, "format"));
        Assert.EndsWith("(3)", Field(result, "input"));
        Assert.EndsWith("(2)", Field(result, "output"));
        Assert.Equal("Gemm 3, Relu 2", Field(result, "nodes"));
        Assert.Equal(((3 * 7) + 7 + (7 * 4) + 4 + (4 * 2) + 2).ToString(), Field(result, "parameters"));
        Assert.Equal("11 in 2 layers (Relu 7 + 4)", Field(result, "activations"));
        Assert.Matches("^[0-9a-f]{64}$", Field(result, "content hash"));
        Assert.Equal("nothing", Field(result, "unsupported"));
        Assert.Equal(3, result.Lines.Count(l => l.Contains(" Dense")));
        Assert.Single(result.Lines, l => l.Contains("Dense (output)"));
    }

    [Fact]
    public void AnUnsupportedModel_IsDescribedWithEverythingThatIsUnsupported()
    {
        CliResult result = CliRunner.Run("info", TestModels.WriteUnsupported(_folder, "Softsign", "Erf"));
        Assert.Equal(ExitCodes.BadData, result.ExitCode);
        Assert.Equal("Softsign 1, Erf 1", Field(result, "nodes"));
        Assert.Contains("'Softsign'", result.Out);
        Assert.Contains("'Erf'", result.Out);
        Assert.DoesNotContain("content hash", result.Out);
    }

    [Fact]
    public void VerifyingAnUnsupportedModel_NamesTheOperator()
    {
        CliResult result = CliRunner.Run("verify", TestModels.WriteUnsupported(_folder, "Softsign"), _folder.Write("p.vnnlib", TestProperties.Holds));
        Assert.Equal(ExitCodes.BadData, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Contains("unsupported.onnx", result.Error);
        Assert.Contains("Softsign", result.Error);
    }

    [Fact]
    public void AnNNetFile_ShowsItsInputRanges()
    {
        // One input, one hidden neuron, one output; then minima, maxima, means and ranges (the last two with one more value for the output).
        string model = _folder.Write("tiny.nnet", "// y = relu(x)\n2,1,1,1,\n1,1,1,\n0,\n-2.0,\n4.0,\n0.0,0.0,\n1.0,1.0,\n1.0,\n0.0,\n1.0,\n0.0,\n");
        CliResult result = CliRunner.Run("info", model);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.StartsWith("NNet", Field(result, "format"));
        Assert.Equal("X_0 in [-2, 4]", Field(result, "input ranges"));
    }

    [Fact]
    public void AMalformedModel_IsRefused()
    {
        CliResult result = CliRunner.Run("info", _folder.Write("bad.onnx", [0x08, 0x07, 0x3a, 0xff, 0x01]));
        Assert.Equal(ExitCodes.BadData, result.ExitCode);
        Assert.Contains("bad.onnx, offset ", result.Error);
    }

    public void Dispose() => _folder.Dispose();

    private static string Field(CliResult result, string name) => result.Lines.Single(l => l.StartsWith(name.PadRight(16), StringComparison.Ordinal))[16..];
}
