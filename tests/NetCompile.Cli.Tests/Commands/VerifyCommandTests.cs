using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NetCompile.Models;
using NetCompile.Runtime;

namespace NetCompile.Cli.Tests.Commands;

public sealed partial class VerifyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Holds()
    {
        CliResult result = Verify(TestProperties.Holds);
        Assert.Equal("holds", result.FirstLine);
        Assert.Equal(ExitCodes.Holds, result.ExitCode);
        Assert.Contains(result.Lines, l => l.StartsWith("VNN-LIB", StringComparison.Ordinal) && l.Contains("unsat"));
        Assert.Contains(result.Lines, l => l.StartsWith("arithmetic", StringComparison.Ordinal) && l.Contains("float32"));
        Assert.DoesNotContain("vacuous", result.Out);
        Assert.DoesNotContain("counterexample", result.Out);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Violated_ShowsTheCounterexample()
    {
        CliResult result = Verify(TestProperties.Violated);
        Assert.Equal("violated", result.FirstLine);
        Assert.Equal(ExitCodes.Violated, result.ExitCode);
        Assert.Contains("it lies in the region exactly", result.Out);
        float x = Value(result, "X_0"), y = Value(result, "Y_0");
        Assert.InRange(x, -1, 1);
        Assert.True(y >= 0.75f, $"Y_0 = {y} does not violate the property");
        Assert.Equal(MathF.Abs(x), y);
    }

    [Fact]
    public void ViolatedAtANumberThatIsNoFloat_SaysThatTheInputWasRounded()
    {
        CliResult result = Verify(TestProperties.ViolatedAtATenth, "--json", _folder["out.json"]);
        Assert.Equal("violated", result.FirstLine);
        Assert.Contains("its nearest float32 was taken", result.Out);
        Assert.Equal(0.1f, Value(result, "X_0"));
        Assert.True(Json().GetProperty("counterexample").GetProperty("inputRounded").GetBoolean());
    }

    [Fact]
    public void EmptyRegion_HoldsAndSaysThatItIsVacuous()
    {
        CliResult result = Verify(TestProperties.Vacuous, "--json", _folder["out.json"]);
        Assert.Equal("holds", result.FirstLine);
        Assert.Equal(ExitCodes.Holds, result.ExitCode);
        Assert.Contains(result.Lines, l => l.StartsWith("vacuous", StringComparison.Ordinal));
        Assert.True(Json().GetProperty("vacuous").GetBoolean());
    }

    [Fact]
    public void TimeLimit_IsTheVerdictTimeout()
    {
        (string Model, string Property) hard = TestModels.WriteEndless(_folder);
        CliResult result = CliRunner.Run("verify", hard.Model, hard.Property, "--timeout", "0.05", "--json", _folder["out.json"], "--counterexample", _folder["out.txt"]);
        Assert.Equal("timeout", result.FirstLine);
        Assert.Equal(ExitCodes.Timeout, result.ExitCode);
        Assert.Contains("a larger --timeout may decide it", result.Out);
        Assert.Equal("timeLimit", Json().GetProperty("reason").GetString());
        Assert.Equal("timeout\n", File.ReadAllText(_folder["out.txt"]));
    }

    [Fact]
    public void NodeLimit_IsTheVerdictUnknown()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        CliResult result = CliRunner.Run("verify", hard.Model, hard.Property, "--nodes", "3", "--threads", "1", "--json", _folder["out.json"]);
        Assert.Equal("unknown", result.FirstLine);
        Assert.Equal(ExitCodes.Unknown, result.ExitCode);
        Assert.Contains("a larger --nodes may decide it", result.Out);
        Assert.Equal("nodeLimit", Json().GetProperty("reason").GetString());
        Assert.InRange(Json().GetProperty("boxes").GetInt64(), 1, 10);
    }

    [Fact]
    public void Cancelling_IsTheVerdictUnknown()
    {
        (string Model, string Property) hard = TestModels.WriteEndless(_folder);
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(100));
        CliResult result = CliRunner.Run(cancellation.Token, "verify", hard.Model, hard.Property, "--json", _folder["out.json"]);
        Assert.Equal("unknown", result.FirstLine);
        Assert.Equal(ExitCodes.Unknown, result.ExitCode);
        Assert.Contains("reason          cancelled", result.Lines);
        Assert.Equal("cancelled", Json().GetProperty("reason").GetString());
    }

    [Fact]
    public void Quiet_PrintsTheVerdictOnly() => Assert.Equal(["violated"], Verify(TestProperties.Violated, "--quiet").Lines);

    [Theory]
    [InlineData("float32")]
    [InlineData("real")]
    public void Arithmetic_IsThatOfTheVerdict(string arithmetic)
    {
        CliResult result = Verify(TestProperties.Holds, "--arithmetic", arithmetic, "--json", _folder["out.json"]);
        Assert.Equal("holds", result.FirstLine);
        Assert.Equal(arithmetic, Json().GetProperty("arithmetic").GetString());
        Assert.Contains(result.Lines, l => l.StartsWith($"arithmetic      {arithmetic} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("float32", "violated")]
    [InlineData("real", "holds")]
    public void Arithmetic_DecidesWhereRoundingDoes(string arithmetic, string verdict)
    {
        // (1e8 x + 1e-3) - 1e8 x is 1e-3 over the reals; float32 absorbs the bias and gives 0.
        NetworkModelBuilder builder = new("absorbing", TensorShape.Of(1, 1));
        int hidden = builder.AddDense(builder.Input, Tensor.Matrix(2, 1, 1e8f, 1e8f), Tensor.Vector(1e-3f, 0));
        string model = TestModels.Write(_folder, "absorbing.onnx", builder.Build(builder.AddDense(hidden, Tensor.Matrix(1, 2, 1, -1), Tensor.Vector(0))));
        string property = _folder.Write("absorbing.vnnlib", TestProperties.OneInput("1", "2", "(<= Y_0 1e-4)"));
        CliResult result = CliRunner.Run("verify", model, property, "--arithmetic", arithmetic, "--json", _folder["out.json"]);
        Assert.Equal(verdict, result.FirstLine);
        Assert.Contains(result.Lines, l => l.StartsWith($"arithmetic      {arithmetic} ", StringComparison.Ordinal));
        Assert.Equal((verdict, arithmetic), (Json().GetProperty("verdict").GetString(), Json().GetProperty("arithmetic").GetString()));
    }

    [Fact]
    public void CounterexampleFile_ViolatesThePropertyWhenRunAgain()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder, violated: true);
        CliResult result = CliRunner.Run("verify", hard.Model, hard.Property, "--counterexample", _folder["out.txt"]);
        Assert.Equal("violated", result.FirstLine);

        string text = File.ReadAllText(_folder["out.txt"]);
        Assert.StartsWith("sat\n((X_0 ", text);
        float[] input = Values(text, 'X'), stated = Values(text, 'Y'), output = new float[1];
        Assert.Equal(hard.Network.InputCount, input.Length);
        Assert.All(input, x => Assert.InRange(x, -1f, 1f));
        NetworkRunner.Create(hard.Network).Forward(input, output);
        Assert.Equal(output, stated);
        Assert.True(output[0] >= hard.Threshold, $"Y_0 = {output[0]} is below {hard.Threshold}");
    }

    [Fact]
    public void CounterexampleFile_WithoutACounterexample_HoldsTheWord()
    {
        File.WriteAllText(_folder["out.txt"], "sat\n((X_0 1) (Y_0 1))\n");
        Verify(TestProperties.Holds, "--counterexample", _folder["out.txt"]);
        Assert.Equal("unsat\n", File.ReadAllText(_folder["out.txt"]));
    }

    [Fact]
    public void Json_HasEveryDocumentedName()
    {
        Verify(TestProperties.Violated, "--json", _folder["out.json"]);
        JsonElement json = Json();
        Assert.Equal(
            ["format", "model", "modelHash", "property", "verdict", "vnnLib", "reason", "vacuous", "arithmetic", "seconds", "boxes", "depth", "counterexample", "checkpoint"],
            json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("netcompile.verify/1", json.GetProperty("format").GetString());
        Assert.Equal(_folder["absolute.onnx"], json.GetProperty("model").GetString());
        Assert.Equal(_folder["property.vnnlib"], json.GetProperty("property").GetString());
        Assert.Matches("^[0-9a-f]{64}$", json.GetProperty("modelHash").GetString());
        Assert.Equal("violated", json.GetProperty("verdict").GetString());
        Assert.Equal("sat", json.GetProperty("vnnLib").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("reason").ValueKind);
        Assert.True(json.GetProperty("seconds").GetDouble() >= 0);

        JsonElement counterexample = json.GetProperty("counterexample");
        Assert.Equal(["input", "output", "case", "inputRounded"], counterexample.EnumerateObject().Select(p => p.Name));
        float x = counterexample.GetProperty("input").EnumerateArray().Single().GetSingle();
        float y = counterexample.GetProperty("output").EnumerateArray().Single().GetSingle();
        Assert.Equal(MathF.Abs(x), y);
        Assert.True(y >= 0.75f);
        Assert.Equal(0, counterexample.GetProperty("case").GetInt32());
        Assert.False(counterexample.GetProperty("inputRounded").GetBoolean());
    }

    [Fact]
    public void ManyInputs_AreCutShortOnScreenButNotInTheFile()
    {
        string model = TestModels.Write(_folder, "wide.onnx", TestModels.Wide(50));
        string property = _folder.Write("wide.vnnlib", TestProperties.Text(50, 1, string.Concat(
            Enumerable.Range(0, 50).Select(i => $"(assert (>= X_{i} 0))\n(assert (<= X_{i} 1))\n")) + "(assert (>= Y_0 10))"));
        CliResult result = CliRunner.Run("verify", model, property, "--counterexample", _folder["out.txt"]);
        Assert.Equal("violated", result.FirstLine);
        Assert.Contains("  … 30 more; --counterexample FILE writes them all", result.Lines);
        Assert.Equal(50, Values(File.ReadAllText(_folder["out.txt"]), 'X').Length);
    }

    [Theory]
    [InlineData("--branching", "auto")]
    [InlineData("--branching", "input")]
    [InlineData("--branching", "relu")]
    [InlineData("--heuristic", "auto")]
    [InlineData("--heuristic", "widest")]
    [InlineData("--heuristic", "smear")]
    [InlineData("--heuristic", "babsr")]
    [InlineData("--heuristic", "filtered")]
    [InlineData("--branching", "input", "--heuristic", "widest")]
    [InlineData("--branching", "relu", "--heuristic", "filtered")]
    public void WhatIsSplit_ChangesNoVerdict(params string[] options)
    {
        CliResult holds = Verify(TestProperties.Holds, options);
        Assert.Equal((ExitCodes.Holds, "holds"), (holds.ExitCode, holds.FirstLine));
        CliResult violated = Verify(TestProperties.Violated, options);
        Assert.Equal((ExitCodes.Violated, "violated"), (violated.ExitCode, violated.FirstLine));
    }

    /// <summary>The checkpoint of a search that is stopped at once says what it splits.</summary>
    [Theory]
    [InlineData("--branching", "input", "Input")]
    [InlineData("--branching", "relu", "Relu")]
    [InlineData("--heuristic", "widest", "Input")]
    [InlineData("--heuristic", "smear", "Input")]
    [InlineData("--heuristic", "babsr", "Relu")]
    [InlineData("--heuristic", "filtered", "Relu")]
    public void WhatIsSplit_IsWhatTheOptionSays(string option, string value, string expected)
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        CliResult result = CliRunner.Run("verify", hard.Model, hard.Property, option, value, "--nodes", "3", "--threads", "1", "--checkpoint", _folder["run.checkpoint"]);
        Assert.Equal("unknown", result.FirstLine);
        Assert.Equal(expected, Verification.VerificationCheckpoint.Load(_folder["run.checkpoint"]).Branching.ToString());
    }

    [Fact]
    public void AHeuristicThatDoesNotFitTheCheckpoint_IsAnErrorOfUsage()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        string checkpoint = _folder["run.checkpoint"];
        CliRunner.Run("verify", hard.Model, hard.Property, "--nodes", "3", "--branching", "relu", "--checkpoint", checkpoint);
        CliResult result = CliRunner.Run("verify", hard.Model, hard.Property, "--nodes", "3", "--heuristic", "widest", "--resume", checkpoint);
        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Out));
        Assert.Contains($"{checkpoint} is of a search that splits phases of neurons, among which --heuristic does not choose", result.Error);
        CliResult fits = CliRunner.Run("verify", hard.Model, hard.Property, "--nodes", "3", "--threads", "1", "--heuristic", "babsr", "--resume", checkpoint);
        Assert.Equal("unknown", fits.FirstLine);
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Values(string text, char variable) =>
        [.. NamedValue().Matches(text).Where(m => m.Groups["variable"].Value[0] == variable).Select((m, i) =>
        {
            Assert.Equal(i, int.Parse(m.Groups["index"].Value, CultureInfo.InvariantCulture));
            return float.Parse(m.Groups["value"].Value, CultureInfo.InvariantCulture);
        })];

    private static float Value(CliResult result, string variable) =>
        float.Parse(result.Lines.Single(l => l.StartsWith($"  {variable} = ", StringComparison.Ordinal)).Split('=')[1], CultureInfo.InvariantCulture);

    private CliResult Verify(string property, params string[] options) =>
        CliRunner.Run(["verify", TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute), _folder.Write("property.vnnlib", property), .. options]);

    private JsonElement Json() => JsonDocument.Parse(File.ReadAllText(_folder["out.json"])).RootElement;

    [GeneratedRegex(@"\((?<variable>[XY])_(?<index>\d+) (?<value>[^()\s]+)\)")]
    private static partial Regex NamedValue();
}
