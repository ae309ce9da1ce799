using System.IO.Compression;

namespace NetCompile.Cli.Tests.Files;

public sealed class ModelFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void WhereANameIsMissing_TheCompressedFileIsOpened()
    {
        string model = TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute), property = _folder.Write("p.vnnlib", TestProperties.Violated);
        Compress(model);
        Compress(property);
        Assert.Equal("violated", CliRunner.Run("verify", model, property).FirstLine);
        Assert.Equal("violated", CliRunner.Run("verify", model + ".gz", property + ".gz").FirstLine);
    }

    [Fact]
    public void TheUncompressedFile_IsPreferred()
    {
        string model = TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute), property = _folder.Write("p.vnnlib", TestProperties.Violated);
        _folder.Write("absolute.onnx.gz", "no gzip at all");
        Assert.Equal("violated", CliRunner.Run("verify", model, property).FirstLine);
    }

    [Fact]
    public void AMissingModel_IsReportedWithTheNearestName()
    {
        string model = TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute);
        AssertFails(ExitCodes.NoInput, $"model file not found: {_folder["absolut.onnx"]}; did you mean {model}?", "info", _folder["absolut.onnx"]);
    }

    [Fact]
    public void AMissingProperty_IsReportedWithTheNearestName()
    {
        string model = TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute), property = _folder.Write("prop_1.vnnlib", TestProperties.Holds);
        AssertFails(ExitCodes.NoInput, $"property file not found: {_folder["prop1.vnnlib"]}; did you mean {property}?", "verify", model, _folder["prop1.vnnlib"]);
    }

    [Fact]
    public void AMissingFolder_IsNamed() => AssertFails(
        ExitCodes.NoInput, $"the folder {_folder["nets"]} does not exist", "info", Path.Combine(_folder["nets"], "a.onnx"));

    [Fact]
    public void AFolder_IsNoModel() => AssertFails(ExitCodes.NoInput, $"{_folder.Path} is a folder", "info", _folder.Path);

    [Fact]
    public void AMalformedModel_IsReportedWithItsNameAndThePlace()
    {
        string model = TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute);
        byte[] bytes = File.ReadAllBytes(model);
        string truncated = _folder.Write("truncated.onnx", bytes[..(bytes.Length / 2)]);
        AssertFails(ExitCodes.BadData, "truncated.onnx, offset ", "verify", truncated, _folder.Write("p.vnnlib", TestProperties.Holds));
        AssertFails(ExitCodes.BadData, "empty.onnx", "verify", _folder.Write("empty.onnx", ""), _folder["p.vnnlib"]);
    }

    [Fact]
    public void AnUnreadableProperty_IsReportedWithItsLine()
    {
        string model = TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute);
        string property = _folder.Write("p.vnnlib", "(declare-const X_0 Real)\n(declare-const Y_0 Real)\n(assert (>= (* X_0 X_0) 1))\n");
        AssertFails(ExitCodes.BadData, "p.vnnlib, line 3", "verify", model, property);
    }

    [Fact]
    public void APropertyOfAnotherNetwork_IsRefusedWithBothCounts()
    {
        string model = TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute);
        string property = _folder.Write("p.vnnlib", TestProperties.Text(2, 3, "(assert (>= X_0 0))(assert (<= X_0 1))(assert (>= X_1 0))(assert (<= X_1 1))(assert (>= Y_2 0))"));
        AssertFails(ExitCodes.BadData, "p.vnnlib declares 2 inputs and 3 outputs, but ", "verify", model, property);
        AssertFails(ExitCodes.BadData, " has 1 and 1", "bounds", model, property);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--counterexample")]
    public void AnOutputFileThatCannotBeWritten_IsRefusedBeforeTheSearch(string option)
    {
        // The model does not exist either: that the output is complained about shows that it was looked at first.
        AssertFails(ExitCodes.CannotWrite, "does not exist; create it first", "verify", _folder["m.onnx"], _folder["p.vnnlib"], option, Path.Combine(_folder["no"], "out"));
        AssertFails(ExitCodes.CannotWrite, "it names no file", "verify", _folder["m.onnx"], _folder["p.vnnlib"], option, _folder.Path);
    }

    [Fact]
    public void StackTrace_ShowsWhereAnErrorCameFrom()
    {
        CliResult result = CliRunner.Run("info", _folder["m.onnx"], "--stack-trace");
        Assert.Equal(ExitCodes.NoInput, result.ExitCode);
        Assert.Contains("   at NetCompile.Cli.", result.Error);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertFails(int exitCode, string message, params string[] arguments)
    {
        CliResult result = CliRunner.Run(arguments);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.Equal("", result.Out);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    private static void Compress(string path)
    {
        using (GZipStream gzip = new(File.Create(path + ".gz"), CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(path));
        }

        File.Delete(path);
    }
}
