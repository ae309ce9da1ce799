using NetCompile.Cli.Instances;
using NetCompile.Cli.Reports;
using NetCompile.TestSupport;

namespace NetCompile.Cli.Tests;

/// <summary>Lists of public benchmarks with known answers, end to end; skipped where the data is absent.</summary>
public sealed class BenchmarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public void Test_EveryRowIsDecidedAsExpected() => AssertDecided("test", "", timeout: "60", rows: 5);

    [SkippableFact]
    public void RlBenchmarks_EveryRowIsDecidedAsExpected() => AssertDecided("rl_benchmarks", "", timeout: "60", rows: 30);

    [SkippableFact]
    public void AcasXu_Property3And4OnOneNetwork_AreDecidedAsExpected()
    {
        AssertDecided("acasxu", "run2a_2_1_batch_2000.onnx,vnnlib/prop_3", timeout: "60", rows: 1);
        AssertDecided("acasxu", "run2a_2_1_batch_2000.onnx,vnnlib/prop_4", timeout: "60", rows: 1);
    }

    [SkippableFact]
    public void AcasXu_Property2_HasCounterexamples() => AssertDecided("acasxu", "run2a_2_2_batch_2000.onnx,vnnlib/prop_2", timeout: "60", rows: 1);

    [SkippableFact]
    public void VnnLibForms_HaveTheAnswersOfTheSameProperties()
    {
        TestData.Require("vnnlib_forms");
        string list = _folder.Write(
            "list.csv",
            """
            test/onnx/test_nano.onnx,vnnlib_forms/test_nano_vnncomp.vnnlib,60
            test/onnx/test_tiny.onnx,vnnlib_forms/test_tiny_vnncomp.vnnlib,60
            test/onnx/test_small.onnx,vnnlib_forms/test_small_vnncomp.vnnlib,60
            test/onnx/test_sat.onnx,vnnlib_forms/test_prop_vnncomp.vnnlib,60
            test/onnx/test_unsat.onnx,vnnlib_forms/test_prop_vnncomp.vnnlib,60
            acasxu/onnx/ACASXU_run2a_1_2_batch_2000.onnx,vnnlib_forms/acasxu_prop1.vnnlib,60
            """);
        string expected = _folder.Write(
            "expected.csv",
            """
            onnx,vnnlib,expected
            test/onnx/test_nano.onnx,vnnlib_forms/test_nano_vnncomp.vnnlib,unsat
            test/onnx/test_tiny.onnx,vnnlib_forms/test_tiny_vnncomp.vnnlib,unsat
            test/onnx/test_small.onnx,vnnlib_forms/test_small_vnncomp.vnnlib,unsat
            test/onnx/test_sat.onnx,vnnlib_forms/test_prop_vnncomp.vnnlib,sat
            test/onnx/test_unsat.onnx,vnnlib_forms/test_prop_vnncomp.vnnlib,unsat
            acasxu/onnx/ACASXU_run2a_1_2_batch_2000.onnx,vnnlib_forms/acasxu_prop1.vnnlib,unsat
            """);
        CliResult result = CliRunner.Run("run", list, "--root", TestData.Require(), "--expected", expected, "--out", _folder["results.csv"]);
        Assert.True(result.ExitCode == ExitCodes.Success, result.Out + result.Error);
        Assert.All(Rows(), r => Assert.True(r.Verdict is VerdictText.Holds or VerdictText.Violated, r.ToString()));
    }

    [SkippableTheory]
    [InlineData("test_assert_operator_not_implemented.vnnlib", "xor")]
    [InlineData("test_command_not_implemented.vnnlib", "declare-sore")]
    [InlineData("test_mul_var_var.vnnlib", "X_0")]
    public void VnnLibForms_ThatAreNotLinear_AreRefusedWithTheirReason(string property, string reason)
    {
        CliResult result = CliRunner.Run("verify", TestData.Require("test", "onnx", "test_nano.onnx"), TestData.Require("vnnlib_forms", property));
        Assert.Equal(ExitCodes.BadData, result.ExitCode);
        Assert.Contains(property, result.Error);
        Assert.Contains(reason, result.Error);
    }

    [SkippableTheory]
    [InlineData("ibp")]
    [InlineData("crown")]
    public void AcasXu_BoundsOfEachBoxOfProperty6(string method)
    {
        CliResult result = CliRunner.Run(
            "bounds", TestData.Require("acasxu", "onnx", "ACASXU_run2a_1_1_batch_2000.onnx"), TestData.Require("acasxu", "vnnlib", "prop_6.vnnlib"), "--method", method);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Contains("box 2 of 2", result.Lines);
        Assert.Equal(10, result.Lines.Count(l => l.Contains("Y_")));
    }

    [SkippableFact]
    public void AnUnsupportedNetwork_IsDescribedWithEveryOperatorThatIsUnsupported()
    {
        CliResult result = CliRunner.Run("info", TestData.Require("nn4sys", "onnx", "mscn_128d.onnx"));
        Assert.Equal(ExitCodes.BadData, result.ExitCode);
        Assert.Contains("Sigmoid", result.Out);
        Assert.Contains("ReduceSum", result.Out);
    }

    public void Dispose() => _folder.Dispose();

    private void AssertDecided(string set, string filter, string timeout, int rows)
    {
        string root = TestData.Require(set), results = _folder["results.csv"];
        File.Delete(results);
        CliResult result = CliRunner.Run(
            "run", Path.Combine(root, "instances.csv"), "--expected", Path.Combine(root, "expected.csv"), "--filter", filter, "--timeout", timeout, "--out", results);
        Assert.True(result.ExitCode == ExitCodes.Success, result.Out + result.Error);
        ResultRow[] done = Rows();
        Assert.Equal(rows, done.Length);
        Assert.All(done, r => Assert.True(r.Verdict is VerdictText.Holds or VerdictText.Violated, r.ToString()));
    }

    private ResultRow[] Rows()
    {
        using ResultFile results = ResultFile.Open(_folder["results.csv"]);
        return [.. results.Earlier];
    }
}
