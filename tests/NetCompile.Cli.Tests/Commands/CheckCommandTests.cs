using NetCompile.TestSupport;

namespace NetCompile.Cli.Tests.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("proof.cert")]
    [InlineData("proof.cert.gz")]
    public void What_holds_is_proved_by_its_certificate(string name)
    {
        (string model, string property) = Write(TestProperties.Holds);
        CliResult verified = CliRunner.Run("verify", model, property, "--certificate", _folder[name]);
        Assert.Equal(ExitCodes.Holds, verified.ExitCode);
        Assert.Contains(verified.Lines, l => l.StartsWith("certificate", StringComparison.Ordinal) && l.Contains(name));
        CliResult result = CliRunner.Run("check", _folder[name], model, property);
        Assert.Equal("proved", result.FirstLine);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Lines, l => l.StartsWith("arithmetic", StringComparison.Ordinal) && l.Contains("float32"));
        Assert.Contains(result.Lines, l => l.StartsWith("leaves", StringComparison.Ordinal));
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void What_is_violated_is_refuted_by_its_certificate()
    {
        (string model, string property) = Write(TestProperties.Violated);
        Assert.Equal(ExitCodes.Violated, CliRunner.Run("verify", model, property, "--certificate", _folder["c"]).ExitCode);
        CliResult result = CliRunner.Run("check", _folder["c"], model, property);
        Assert.Equal("refuted", result.FirstLine);
        Assert.Equal(ExitCodes.Violated, result.ExitCode);
    }

    [Fact]
    public void A_counterexample_that_is_the_nearest_float_of_a_fixed_decimal_is_confirmed()
    {
        (string model, string property) = Write(TestProperties.ViolatedAtATenth);
        CliRunner.Run("verify", model, property, "--certificate", _folder["c"]);
        Assert.Equal("refuted", CliRunner.Run("check", _folder["c"], model, property).FirstLine);
    }

    [Fact]
    public void A_property_that_needs_splits_is_proved_over_the_reals_too()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        foreach (string arithmetic in (string[])["float32", "real"])
        {
            Assert.Equal("holds", CliRunner.Run("verify", hard.Model, hard.Property, "--arithmetic", arithmetic, "--certificate", _folder["c"]).FirstLine);
            CliResult result = CliRunner.Run("check", _folder["c"], hard.Model, hard.Property, "--threads", "2");
            Assert.Equal("proved", result.FirstLine);
            Assert.Contains(result.Lines, l => l.StartsWith("arithmetic", StringComparison.Ordinal) && l.Contains(arithmetic));
        }
    }

    [Fact]
    public void An_empty_region_is_proved()
    {
        (string model, string property) = Write(TestProperties.Vacuous);
        CliRunner.Run("verify", model, property, "--certificate", _folder["c"]);
        Assert.Equal("proved", CliRunner.Run("check", _folder["c"], model, property).FirstLine);
    }

    [Fact]
    public void An_unknown_verdict_has_no_certificate_and_removes_an_old_one()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        File.WriteAllText(_folder["c"], "an older one");
        CliResult result = CliRunner.Run("verify", hard.Model, hard.Property, "--nodes", "2", "--certificate", _folder["c"]);
        Assert.Equal("unknown", result.FirstLine);
        Assert.Contains(result.Lines, l => l.StartsWith("certificate", StringComparison.Ordinal) && l.Contains("none"));
        Assert.False(File.Exists(_folder["c"]));
    }

    [Fact]
    public void A_certificate_of_something_else_or_a_changed_one_is_rejected_with_its_reason()
    {
        (string model, string property) = Write(TestProperties.Holds);
        CliRunner.Run("verify", model, property, "--certificate", _folder["c"]);
        string other = _folder.Write("other.vnnlib", TestProperties.Violated);
        Rejected("another property", _folder["c"], model, other);
        Rejected("another network", _folder["c"], TestModels.Write(_folder, "other.onnx", TestModels.Chain(new Random(1), 1, 3, 1)), property);
        string text = File.ReadAllText(_folder["c"]);
        Rejected("was changed", _folder.Write("changed", text.Replace("float32", "real")), model, property);
        Rejected("cut off", _folder.Write("short", text[..(text.Length / 2)]), model, property);
        Rejected("no certificate", model, model, property);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        (string model, string property) = Write(TestProperties.Holds);
        CliResult result = CliRunner.Run("check", _folder["nothing"], model, property);
        Assert.Equal(ExitCodes.NoInput, result.ExitCode);
        Assert.Contains("certificate not found", result.Error);
    }

    [SkippableTheory]
    [InlineData("1_1", "1")]
    [InlineData("1_1", "3")]
    [InlineData("2_9", "2")]
    [InlineData("3_3", "5")]
    public void Collision_avoidance_verdicts_are_confirmed(string network, string property)
    {
        string model = TestData.Require("acasxu", "onnx", $"ACASXU_run2a_{network}_batch_2000.onnx"), stated = TestData.Require("acasxu", "vnnlib", $"prop_{property}.vnnlib");
        CliResult verified = CliRunner.Run("verify", model, stated, "--certificate", _folder["c"]);
        Assert.Equal(verified.FirstLine == "holds" ? "proved" : "refuted", CliRunner.Run("check", _folder["c"], model, stated).FirstLine);
    }

    [SkippableTheory]
    [InlineData("256x2", "9_0.05")]
    [InlineData("256x4", "8_0.03")]
    public void Proofs_by_phases_of_neurons_are_confirmed(string network, string property)
    {
        string model = TestData.Require("mnistfc", "onnx", $"mnist-net_{network}.onnx"), stated = TestData.Require("mnistfc2022", "vnnlib", $"prop_{property}.vnnlib");
        Assert.Equal("holds", CliRunner.Run("verify", model, stated, "--branching", "relu", "--certificate", _folder["c"]).FirstLine);
        string[] lines = File.ReadAllLines(_folder["c"]);
        Assert.Contains(lines, l => l.StartsWith("p ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("r ", StringComparison.Ordinal));
        Assert.Equal("proved", CliRunner.Run("check", _folder["c"], model, stated).FirstLine);
    }

    [Fact]
    public void Small_networks_that_are_split_by_phases_are_proved_too()
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        CliResult verified = CliRunner.Run("verify", hard.Model, hard.Property, "--branching", "relu", "--certificate", _folder["c"]);
        Assert.Equal("holds", verified.FirstLine);
        Assert.Equal("proved", CliRunner.Run("check", _folder["c"], hard.Model, hard.Property).FirstLine);
    }

    public void Dispose() => _folder.Dispose();

    private static void Rejected(string reason, params string[] arguments)
    {
        CliResult result = CliRunner.Run(["check", .. arguments]);
        Assert.Equal("rejected", result.FirstLine);
        Assert.Equal(ExitCodes.Rejected, result.ExitCode);
        Assert.Contains(reason, result.Error);
    }

    private (string Model, string Property) Write(string property) => (TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute), _folder.Write("property.vnnlib", property));
}
