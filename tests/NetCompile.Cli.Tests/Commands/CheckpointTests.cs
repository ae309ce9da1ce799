using System.Globalization;
using System.Text.Json;
using NetCompile.Verification;

namespace NetCompile.Cli.Tests.Commands;

/// <summary><c>verify</c> with <c>--checkpoint</c>, <c>--resume</c> and <c>--memory</c>.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["run.checkpoint"];

    [Fact]
    public void AStoppedRun_LeavesACheckpointThatResumeContinues()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        CliResult stopped = Verify(hard, "--nodes", "5", "--threads", "1", "--checkpoint", File, "--json", _folder["out.json"]);
        Assert.Equal(("unknown", ExitCodes.Unknown), (stopped.FirstLine, stopped.ExitCode));
        VerificationCheckpoint left = VerificationCheckpoint.Load(File);
        Assert.Equal(5, left.Boxes);
        string open = left.OpenBoxes.ToString("#,0", CultureInfo.InvariantCulture);
        Assert.Contains($"checkpoint      {open} open boxes are in {File}; --resume {File} goes on", stopped.Lines);
        Assert.Equal(File, Json().GetProperty("checkpoint").GetString());
        Assert.DoesNotContain("resumed", stopped.Out);

        CliResult resumed = Verify(hard, "--nodes", "4", "--threads", "1", "--resume", File, "--checkpoint", File, "--json", _folder["out.json"]);
        Assert.Equal("unknown", resumed.FirstLine);
        Assert.Equal((9, 2), ((int)VerificationCheckpoint.Load(File).Boxes, VerificationCheckpoint.Load(File).Runs));
        Assert.Contains(resumed.Lines, l => l.StartsWith("resumed         after 5 boxes and ", StringComparison.Ordinal));
        Assert.Equal(9, Json().GetProperty("boxes").GetInt64());
        Assert.Equal("", resumed.Error);
    }

    [Fact]
    public void WhenNothingIsLeft_TheCheckpointThatWasTakenUpIsRemoved()
    {
        (string model, string property) = TwoBoxes();
        CliResult stopped = CliRunner.Run("verify", model, property, "--nodes", "1", "--threads", "1", "--checkpoint", File);
        Assert.Equal("unknown", stopped.FirstLine);
        CliResult resumed = CliRunner.Run("verify", model, property, "--resume", File, "--checkpoint", File, "--json", _folder["out.json"]);
        Assert.Equal(("holds", ExitCodes.Holds), (resumed.FirstLine, resumed.ExitCode));
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(JsonValueKind.Null, Json().GetProperty("checkpoint").ValueKind);
    }

    [Fact]
    public void AFileThatIsNotOurs_IsNotRemoved()
    {
        (string model, string property) = TwoBoxes();
        System.IO.File.WriteAllText(File, "notes");
        Assert.Equal("holds", CliRunner.Run("verify", model, property, "--checkpoint", File).FirstLine);
        Assert.Equal("notes", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void WithoutCheckpoint_TheFileThatWasTakenUpStaysAsItWas()
    {
        (string model, string property) = TwoBoxes();
        CliRunner.Run("verify", model, property, "--nodes", "1", "--threads", "1", "--checkpoint", File);
        byte[] before = System.IO.File.ReadAllBytes(File);
        Assert.Equal("holds", CliRunner.Run("verify", model, property, "--resume", File).FirstLine);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Cancelling_LeavesACheckpoint()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        CliResult result = CliRunner.Run(cancelled.Token, "verify", hard.Model, hard.Property, "--checkpoint", File);
        Assert.Equal(("unknown", ExitCodes.Unknown), (result.FirstLine, result.ExitCode));
        Assert.Contains("reason          cancelled", result.Lines);
        Assert.Equal(1, VerificationCheckpoint.Load(File).OpenBoxes);
    }

    [Fact]
    public async Task ARunningSearch_WritesCheckpointsNowAndThen()
    {
        (string model, string property) = TestModels.WriteEndless(_folder);
        using CancellationTokenSource source = new();
        Task<CliResult> run = Task.Run(() => CliRunner.Run(source.Token, "verify", model, property, "--checkpoint", File, "--checkpoint-interval", "0.01"));
        while (!System.IO.File.Exists(File) && !run.IsCompleted)
        {
            await Task.Delay(20);
        }

        // Nothing has stopped the search yet: only the interval can have written this.
        Assert.False(run.IsCompleted, "the search ended before it wrote a checkpoint");
        Assert.True(VerificationCheckpoint.Load(File).OpenBoxes > 0);
        await source.CancelAsync();
        Assert.Equal("unknown", (await run).FirstLine);
    }

    [Fact]
    public void Quiet_SaysNothingAboutTheCheckpoint()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        Assert.Equal(["unknown"], Verify(hard, "--nodes", "1", "--checkpoint", File, "--quiet").Lines);
        Assert.True(System.IO.File.Exists(File));
    }

    [Fact]
    public void AMissingCheckpoint_IsAMissingFile()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        CliResult result = Verify(hard, "--resume", _folder["nowhere"]);
        Assert.Equal(ExitCodes.NoInput, result.ExitCode);
        Assert.Contains($"checkpoint file not found: {_folder["nowhere"]}", result.Error);
        Assert.Equal("", result.Out);
    }

    [Theory]
    [InlineData(0, "no checkpoint")]
    [InlineData(8, "version")]
    [InlineData(200, "damaged")]
    public void AnAlteredCheckpoint_IsAnUnusableFile(int at, string expected)
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        Verify(hard, "--nodes", "3", "--checkpoint", File);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[at] ^= 4;
        System.IO.File.WriteAllBytes(File, bytes);
        CliResult result = Verify(hard, "--resume", File);
        Assert.Equal(ExitCodes.BadData, result.ExitCode);
        Assert.StartsWith($"netcompile: {File}: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error);
        Assert.Equal("", result.Out);
    }

    [Fact]
    public void AnotherPropertyModelOrArithmetic_IsRefusedWithBothValues()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder), other = TestModels.WriteHard(_folder, violated: true);
        Assert.Equal(hard.Property, other.Property);
        hard = TestModels.WriteHard(_folder);
        Verify(hard, "--nodes", "3", "--checkpoint", File);
        Refused("Real", Verify(hard, "--resume", File, "--arithmetic", "real"));
        Refused("Relu", Verify(hard, "--resume", File, "--branching", "relu"));
        (string model, string property) = TwoBoxes();
        Refused("content hash", CliRunner.Run("verify", model, property, "--resume", File));
        other = TestModels.WriteHard(_folder, violated: true);
        Refused("hash", Verify(other, "--resume", File));

        void Refused(string expected, CliResult result)
        {
            Assert.Equal(ExitCodes.BadData, result.ExitCode);
            Assert.Contains(expected, result.Error);
            Assert.StartsWith($"netcompile: {File}: ", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ACertificate_NeedsASearchFromItsStart()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        Verify(hard, "--nodes", "3", "--checkpoint", File);
        CliResult result = Verify(hard, "--resume", File, "--certificate", _folder["proof"]);
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains("leave out --resume", result.Error);
        Assert.Equal("", result.Out);
    }

    [Fact]
    public void ACheckpointThatCannotBeWritten_IsFoundBeforeTheSearch()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        CliResult result = Verify(hard, "--checkpoint", Path.Combine(_folder["missing"], "run.checkpoint"));
        Assert.Equal(ExitCodes.CannotWrite, result.ExitCode);
        Assert.Equal("", result.Out);
    }

    [Fact]
    public void MemoryLimit_ThatIsEnough_ChangesNothing()
    {
        (string model, string property) = TwoBoxes();
        Assert.Equal("holds", CliRunner.Run("verify", model, property, "--memory", "1M").FirstLine);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("much")]
    [InlineData("-1G")]
    [InlineData("")]
    public void Memory_ThatIsNoSize_IsWrongUsage(string size)
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        CliResult result = Verify(hard, "--memory", size);
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains($"--memory needs a size of at least 1 MiB, such as 500M or 2G; '{size}' is none.", result.Error);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("soon")]
    public void CheckpointInterval_ThatIsNoTime_IsWrongUsage(string seconds)
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        CliResult result = Verify(hard, "--checkpoint-interval", seconds);
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains("--checkpoint-interval needs a number of seconds", result.Error);
    }

    [Fact]
    public void Run_TakesAMemoryLimitToo()
    {
        (_, _) = TwoBoxes();
        string list = _folder.Write("list.csv", "absolute.onnx,two.vnnlib,10\n");
        CliResult result = CliRunner.Run("run", list, "--memory", "100M");
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Contains("absolute.onnx,two.vnnlib,holds,", result.Out);
        Assert.Equal(ExitCodes.Usage, CliRunner.Run("run", list, "--memory", "100X").ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private static CliResult Verify(TestModels.Hard hard, params string[] options) => CliRunner.Run(["verify", hard.Model, hard.Property, .. options]);

    private (string Model, string Property) TwoBoxes() =>
        (TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute), _folder.Write("two.vnnlib", TestProperties.TwoBoxes));

    private JsonElement Json() => JsonDocument.Parse(System.IO.File.ReadAllText(_folder["out.json"])).RootElement;
}
