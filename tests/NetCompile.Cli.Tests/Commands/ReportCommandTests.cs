using System.Text.Json.Nodes;
using NetCompile.TestSupport;

namespace NetCompile.Cli.Tests.Commands;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("holds")]
    [InlineData("violated")]
    public void AFile_IsVerified_AndItsPageWritten(string verdict)
    {
        CliResult result = Report(verdict == "holds" ? TestProperties.Holds : TestProperties.Violated, "--out", _folder["out.html"]);
        Assert.Equal((ExitCodes.Success, ""), (result.ExitCode, result.Error));
        Assert.Equal([$"absolute.onnx.property.vnnlib: {verdict}", $"written: {_folder["out.html"]}"], result.Lines);
        string page = File.ReadAllText(_folder["out.html"]);
        Assert.Contains($"class=\"badge {verdict}\"", page);
        Assert.Contains("property.vnnlib", page);
        Assert.Equal(verdict == "violated", page.Contains("<h3>Counterexample</h3>"));
        Assert.Contains("<h3>Bounds per layer</h3>", page);
    }

    [Fact]
    public void ASavedReport_GivesTheSamePage()
    {
        string model = TestModels.Write(_folder, "chain.onnx", TestModels.Chain(new Random(3), 3, 8, 2));
        string property = _folder.Write("chain.vnnlib", TestProperties.Text(3, 2, string.Concat(Enumerable.Range(0, 3).Select(i => $"(assert (>= X_{i} -1))\n(assert (<= X_{i} 1))\n")) + "(assert (>= Y_0 0.5))"));
        Assert.Equal(ExitCodes.Success, CliRunner.Run("report", model, property, "--out", _folder["first.html"], "--json", _folder["saved.json"], "-q").ExitCode);
        CliResult result = CliRunner.Run("report", _folder["saved.json"], "--out", _folder["second.html"]);
        Assert.Equal((ExitCodes.Success, ""), (result.ExitCode, result.Error));
        Assert.Equal(File.ReadAllText(_folder["first.html"]), File.ReadAllText(_folder["second.html"]));
        Assert.Contains("A slice through the input box", File.ReadAllText(_folder["second.html"]));
    }

    [Fact]
    public void SlicesAndPictures_AreWhatIsAskedFor()
    {
        string model = TestModels.Write(_folder, "wide.onnx", TestModels.Wide(10));
        string property = _folder.Write("wide.vnnlib", TestProperties.Text(10, 1, string.Concat(Enumerable.Range(0, 10).Select(i => $"(assert (>= X_{i} -1))\n(assert (<= X_{i} 1))\n")) + "(assert (>= Y_0 9))"));
        CliResult result = CliRunner.Run("report", model, property, "--out", _folder["out.html"], "--json", _folder["out.json"], "--slice", "7,2", "--slice", "X_1,X_9", "--image", "5x2");
        Assert.Equal((ExitCodes.Success, ""), (result.ExitCode, result.Error));
        JsonNode report = JsonNode.Parse(File.ReadAllText(_folder["out.json"]))!["report"]!["properties"]![0]!;
        Assert.Equal([(7, 2), (1, 9)], report["slices"]!.AsArray().Select(s => ((int)s!["horizontal"]!, (int)s["vertical"]!)));
        Assert.Equal((5, 2, 1), ((int)report["image"]!["width"]!, (int)report["image"]!["height"]!, (int)report["image"]!["channels"]!));
    }

    [Theory]
    [InlineData("--slice 0", "--slice needs two inputs with a comma between, such as 0,3; '0' is none")]
    [InlineData("--slice 0,0", "it needs two different inputs, and the network has 1")]
    [InlineData("--slice 0,X_1", "has no input 'X_1'; did you mean 'X_0'?")]
    [InlineData("--image 3x3", "has 9 values; the network has 1 inputs")]
    [InlineData("--image 3", "--image needs a width and a height")]
    [InlineData("--image 0x3", "--image needs a width and a height")]
    [InlineData("--image 1x1x2", "--image needs a width and a height")]
    [InlineData("--filter x", "--filter needs --assembly")]
    [InlineData("--assembly x.dll", "give a model or --assembly, not both")]
    public void WhatDoesNotFit_IsRefusedBeforeAnythingIsVerified(string options, string expected)
    {
        CliResult result = Report(TestProperties.Holds, ["--out", _folder["out.html"], .. options.Split(' ')]);
        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Out));
        Assert.Contains(expected, result.Error);
        Assert.False(File.Exists(_folder["out.html"]));
    }

    [Theory]
    [InlineData("--timeout 3", "--timeout needs PROPERTY")]
    [InlineData("--slice 0,1", "--slice needs PROPERTY")]
    [InlineData("--arithmetic real", "--arithmetic needs PROPERTY")]
    [InlineData("--json x.json", "--json needs PROPERTY")]
    public void OptionsOfARun_AreRefusedForASavedReport(string options, string expected)
    {
        CliResult result = CliRunner.Run(["report", _folder.Write("saved.json", "{}"), "--out", _folder["out.html"], .. options.Split(' ')]);
        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Out));
        Assert.Contains(expected, result.Error);
    }

    [Theory]
    [InlineData("absolute.onnx", "out.json", "--out and MODEL are the same file")]
    [InlineData("property.vnnlib", "out.json", "--out and PROPERTY are the same file")]
    [InlineData("out.json", "./out.json", "--out and --json are the same file")]
    [InlineData("out.html", "property.vnnlib", "--json and PROPERTY are the same file")]
    public void APage_NeverReplacesWhatItIsAbout(string page, string json, string expected)
    {
        CliResult result = Report(TestProperties.Holds, "--out", _folder[page], "--json", _folder[json]);
        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Out));
        Assert.Contains(expected, result.Error);
        Assert.Equal(TestProperties.Holds, File.ReadAllText(_folder["property.vnnlib"]));
    }

    [Fact]
    public void WithoutAnything_SaysWhatIsNeeded()
    {
        CliResult result = CliRunner.Run("report");
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains("give MODEL and PROPERTY, a saved report, or --assembly FILE", result.Error);
    }

    [Fact]
    public void AModelWithoutAProperty_IsNoSavedReport()
    {
        string model = TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute);
        CliResult result = CliRunner.Run("report", model, "--out", _folder["out.html"]);
        Assert.Equal((ExitCodes.BadData, ""), (result.ExitCode, result.Out));
        Assert.Contains("this is no saved report", result.Error);
        Assert.Contains("to verify a model, give its property as well", result.Error);
    }

    [Fact]
    public void AFolderThatDoesNotExist_IsRefusedFirst()
    {
        CliResult result = Report(TestProperties.Holds, "--out", Path.Combine(_folder.Path, "none", "out.html"));
        Assert.Equal((ExitCodes.CannotWrite, ""), (result.ExitCode, result.Out));
    }

    [Fact]
    public void AnAssembly_IsReportedWithAllItsProperties()
    {
        CliResult result = CliRunner.Run("report", "--assembly", Sample, "--filter", "cruise.b", "--out", _folder["out.html"]);
        Assert.Equal((ExitCodes.Success, ""), (result.ExitCode, result.Error));
        Assert.Equal(["CruiseControl.Cruise.BrakesBehindASlowerCar: holds", "CruiseControl.Cruise.BrakesHardWhenClosingFast: holds"], result.Lines[..^1]);
        string page = File.ReadAllText(_folder["out.html"]);
        Assert.Contains("<h1>CruiseControl.dll</h1>", page);
        Assert.Contains("2 properties of 1 network: 2 hold.", page);
    }

    [Fact]
    public void AssembliesThatCannotBeReported_AreErrors()
    {
        AssertFails(ExitCodes.NoInput, "assembly not found", _folder["none.dll"]);
        AssertFails(ExitCodes.BadData, "is no .NET assembly", _folder.Write("text.dll", "no assembly"));
        AssertFails(ExitCodes.BadData, "declares no properties", typeof(TestData).Assembly.Location);
        AssertFails(ExitCodes.BadData, "none of the 8 properties", Sample, "--filter", "nothing like it");
    }

    public void Dispose() => _folder.Dispose();

    private static string Sample => Path.Combine(AppContext.BaseDirectory, "CruiseControl.dll");

    private void AssertFails(int exitCode, string expected, string assembly, params string[] options)
    {
        CliResult result = CliRunner.Run(["report", "--assembly", assembly, "--out", _folder["out.html"], .. options]);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Out));
        Assert.Contains(expected, result.Error);
        Assert.False(File.Exists(_folder["out.html"]));
    }

    private CliResult Report(string property, params string[] options) =>
        CliRunner.Run(["report", TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute), _folder.Write("property.vnnlib", property), .. options]);
}
