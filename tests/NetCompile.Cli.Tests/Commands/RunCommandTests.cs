using System.IO.Compression;
using NetCompile.Cli.Instances;

namespace NetCompile.Cli.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RunCommandTests()
    {
        TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute);
        _folder.Write("holds.vnnlib", TestProperties.Holds);
        _folder.Write("violated.vnnlib", TestProperties.Violated);
        _folder.Write("broken.vnnlib", "(assert");
    }

    private string Results => _folder["results.csv"];

    [Fact]
    public void EveryRow_HasItsResultInOrder()
    {
        CliResult result = Run("absolute.onnx,holds.vnnlib,10\nabsolute.onnx,violated.vnnlib,10\n", "--out", Results);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Equal("", result.Error);
        string[] rows = File.ReadAllLines(Results);
        Assert.Equal(3, rows.Length);
        Assert.Equal("onnx,vnnlib,verdict,seconds,boxes", rows[0]);
        Assert.Matches(@"^absolute\.onnx,holds\.vnnlib,holds,\d+\.\d{3},\d+$", rows[1]);
        Assert.Matches(@"^absolute\.onnx,violated\.vnnlib,violated,\d+\.\d{3},\d+$", rows[2]);
        Assert.Contains("CPU seconds", result.Out);
        Assert.False(File.Exists(_folder["results.errors.csv"]));
    }

    [Fact]
    public void WithoutOut_RowsGoToStandardOutputAndTheSummaryToStandardError()
    {
        CliResult result = Run("absolute.onnx,holds.vnnlib,10\n");
        Assert.Equal(2, result.Lines.Length);
        Assert.Equal(ResultFile.Header, result.FirstLine);
        Assert.StartsWith("absolute.onnx,holds.vnnlib,holds,", result.Lines[1]);
        Assert.Contains("CPU seconds", result.Error);
    }

    [Fact]
    public void AFailedRow_IsRecordedAndTheOthersGoOn()
    {
        CliResult result = Run(
            "absolute.onnx,broken.vnnlib,10\nabsolut.onnx,holds.vnnlib,10\nabsolute.onnx,holds.vnnlib,10\n", "--out", Results);
        Assert.Equal(ExitCodes.RowFailed, result.ExitCode);
        Assert.Equal(["error", "error", "holds"], Verdicts());
        string[] errors = File.ReadAllLines(_folder["results.errors.csv"]);
        Assert.Equal("onnx,vnnlib,message", errors[0]);
        Assert.StartsWith("absolute.onnx,broken.vnnlib,", errors[1]);
        Assert.Contains("did you mean", errors[2]);
        Assert.Contains("absolut.onnx, holds.vnnlib: model file not found", result.Error);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.Contains("results.errors.csv", result.Out);
    }

    [Fact]
    public void StartedAgain_RowsThatAreThereAreSkipped()
    {
        File.WriteAllText(Results, ResultFile.Header + "\nabsolute.onnx,holds.vnnlib,timeout,99.000,5\n");
        CliResult result = Run("absolute.onnx,violated.vnnlib,10\nabsolute.onnx,holds.vnnlib,10\n", "--out", Results);

        // The row that was there is kept as it was, though it would be decided now.
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Equal(["timeout", "violated"], Verdicts());
        Assert.Contains("1 rows are from an earlier run", result.Out);

        string before = File.ReadAllText(Results);
        Assert.Equal(ExitCodes.Success, Run("absolute.onnx,violated.vnnlib,10\nabsolute.onnx,holds.vnnlib,10\n", "--out", Results).ExitCode);
        Assert.Equal(before, File.ReadAllText(Results));
    }

    [Fact]
    public void AnInstanceListedTwice_HasTwoRows()
    {
        const string List = "absolute.onnx,holds.vnnlib,10\nabsolute.onnx,holds.vnnlib,10\n";
        Run(List, "--out", Results);
        Assert.Equal(["holds", "holds"], Verdicts());
        Run(List, "--out", Results);
        Assert.Equal(["holds", "holds"], Verdicts());
    }

    [Fact]
    public void Cancelled_KeepsWhatIsDoneAndCanBeTakenUp()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        _folder.Write("list.csv", "absolute.onnx,holds.vnnlib,10\n");
        CliResult result = CliRunner.Run(cancelled.Token, "run", _folder["list.csv"], "--out", Results);
        Assert.Equal(ExitCodes.Cancelled, result.ExitCode);
        Assert.Empty(Verdicts());
        Assert.Contains("1 of 1 rows were not run", result.Out);

        Assert.Equal(ExitCodes.Success, CliRunner.Run("run", _folder["list.csv"], "--out", Results).ExitCode);
        Assert.Equal(["holds"], Verdicts());
    }

    [Fact]
    public async Task CancelledWithinARow_DoesNotRecordIt()
    {
        TestModels.WriteEndless(_folder);
        _folder.Write("list.csv", "absolute.onnx,holds.vnnlib,10\nconstant.onnx,constant.vnnlib,600\n");
        using CancellationTokenSource cancellation = new();
        Task<CliResult> run = Task.Run(() => CliRunner.Run(cancellation.Token, "run", _folder["list.csv"], "--out", Results));
        while (!run.IsCompleted && !(File.Exists(Results) && ReadShared(Results).Contains("holds.vnnlib")))
        {
            await Task.Delay(10);
        }

        await cancellation.CancelAsync();
        CliResult result = await run;
        Assert.Equal(ExitCodes.Cancelled, result.ExitCode);
        Assert.Equal(["holds"], Verdicts());
    }

    [Fact]
    public void AKnownAnswerContradicted_IsLoud()
    {
        _folder.Write("expected.csv", "onnx,vnnlib,expected\nabsolute.onnx,holds.vnnlib,sat\nabsolute.onnx,violated.vnnlib,sat\n");
        CliResult result = Run("absolute.onnx,holds.vnnlib,10\nabsolute.onnx,violated.vnnlib,10\n", "--out", Results, "--expected", _folder["expected.csv"]);
        Assert.Equal(ExitCodes.WrongVerdict, result.ExitCode);
        Assert.Contains("WRONG VERDICT: absolute.onnx, holds.vnnlib: holds, expected violated", result.Error);
        Assert.Contains("wrong verdicts: 1 of 2 that could be compared", result.Out);
    }

    [Fact]
    public void KnownAnswersMet_AreCounted()
    {
        _folder.Write("expected.csv", "onnx,vnnlib,expected\nabsolute.onnx,holds.vnnlib,unsat\nabsolute.onnx,violated.vnnlib,unknown\n");
        CliResult result = Run("absolute.onnx,holds.vnnlib,10\nabsolute.onnx,violated.vnnlib,10\n", "--expected", _folder["expected.csv"]);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Contains("wrong verdicts: 0 of 1 that could be compared", result.Error);
    }

    [Theory]
    [InlineData("60", "0.05")]
    [InlineData("0.05", "60")]
    public void TheSmallerTimeout_Counts(string listed, string option)
    {
        TestModels.WriteEndless(_folder);
        CliResult result = Run($"constant.onnx,constant.vnnlib,{listed}\n", "--timeout", option, "--out", Results);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Equal(["timeout"], Verdicts());
    }

    [Fact]
    public void Filter_RunsOnlyRowsThatContainTheText()
    {
        Run("absolute.onnx,holds.vnnlib,10\nabsolute.onnx,violated.vnnlib,10\n", "--filter", "VIOL", "--out", Results);
        Assert.Equal(["violated"], Verdicts());
        CliResult none = Run("absolute.onnx,holds.vnnlib,10\n", "--filter", "nothing like it");
        Assert.Equal(ExitCodes.Usage, none.ExitCode);
        Assert.Contains("no row", none.Error);
    }

    [Fact]
    public void Root_IsWhereTheNamesAreFrom()
    {
        Directory.CreateDirectory(_folder["lists"]);
        string list = _folder.Write(Path.Combine("lists", "list.csv"), "./absolute.onnx,holds.vnnlib,10\n");
        Assert.Equal(ExitCodes.RowFailed, CliRunner.Run("run", list).ExitCode);
        Assert.Equal(ExitCodes.Success, CliRunner.Run("run", list, "--root", _folder.Path).ExitCode);
        CliResult missing = CliRunner.Run("run", list, "--root", _folder["none"]);
        Assert.Equal(ExitCodes.NoInput, missing.ExitCode);
        Assert.Contains($"the folder {_folder["none"]} does not exist", missing.Error);
    }

    [Fact]
    public void ACompressedFile_IsOpenedWhereTheNameIsMissing()
    {
        string property = _folder["violated.vnnlib"];
        using (GZipStream gzip = new(File.Create(property + ".gz"), CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(property));
        }

        File.Delete(property);
        Run("absolute.onnx,violated.vnnlib,10\n", "--out", Results);
        Assert.Equal(["violated"], Verdicts());
    }

    [Fact]
    public void OneNetwork_IsReadOnceForAllItsRows()
    {
        NetworkCache cache = new();
        Assert.Same(cache.Load(_folder["absolute.onnx"]), cache.Load(_folder["absolute.onnx"]));
        TestModels.WriteHard(_folder);
        Assert.NotSame(cache.Load(_folder["hard.onnx"]), cache.Load(_folder["absolute.onnx"]));
        Assert.Equal(2, cache.Loads);
    }

    [Theory]
    [InlineData("--branching", "input")]
    [InlineData("--branching", "relu")]
    [InlineData("--heuristic", "widest")]
    [InlineData("--heuristic", "smear")]
    [InlineData("--heuristic", "babsr")]
    [InlineData("--heuristic", "filtered")]
    [InlineData("--branching", "relu", "--heuristic", "babsr")]
    public void WhatIsSplit_ChangesNoVerdict(params string[] options)
    {
        CliResult result = Run("absolute.onnx,holds.vnnlib,10\nabsolute.onnx,violated.vnnlib,10\n", [.. options, "--out", Results]);
        Assert.True(result.ExitCode == ExitCodes.Success, result.Error);
        Assert.Equal(["holds", "violated"], Verdicts());
    }

    public void Dispose() => _folder.Dispose();

    // The tool has the file open; other readers must allow it to write on.
    private static string ReadShared(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }

    private CliResult Run(string list, params string[] options) => CliRunner.Run(["run", _folder.Write("list.csv", list), .. options]);

    private string[] Verdicts() => [.. File.ReadAllLines(Results).Skip(1).Select(l => l.Split(',')[2])];
}
