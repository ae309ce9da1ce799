using System.Globalization;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;
using NetCompile.VnnLib;

namespace NetCompile.Core.Tests.VnnLib;

public sealed class BenchmarkPropertyTests
{
    private static readonly string[] s_refused = ["test_assert_operator_not_implemented.vnnlib", "test_command_not_implemented.vnnlib", "test_mul_var_var.vnnlib"];

    [SkippableFact]
    public void EveryPropertyFile_Parses()
    {
        string root = TestData.Require();
        string[] files = [.. Directory.EnumerateFiles(root, "*.vnnlib*", SearchOption.AllDirectories).Where(f => !s_refused.Contains(Path.GetFileName(f)))];
        Assert.True(files.Length > 300, $"only {files.Length} property files were found");
        foreach (string file in files)
        {
            VerificationProperty property = VnnLibReader.Read(File.ReadAllBytes(file), Path.GetFileName(file));
            Assert.All(property.Cases, c => Assert.Equal(property.InputCount, c.Region.Length));
            Assert.All(property.Cases, c => Assert.NotEmpty(c.Unsafe));
        }
    }

    [SkippableTheory]
    [InlineData("test_assert_operator_not_implemented.vnnlib", 4, "'xor'")]
    [InlineData("test_command_not_implemented.vnnlib", 3, "'declare-sore'")]
    [InlineData("test_mul_var_var.vnnlib", 4, "X_0 and X_0 is not linear")]
    public void FormsThatAreNotLinear_AreRefusedWithLineAndToken(string file, int line, string token)
    {
        byte[] bytes = File.ReadAllBytes(TestData.Require("vnnlib_forms", file));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(bytes, file));
        Assert.Equal(ModelErrorKind.Unsupported, error.Kind);
        Assert.Equal(line, error.Line);
        Assert.Contains(token, error.Message);
        Assert.Contains(file, error.Message);
    }

    [SkippableFact]
    public void BoxesAndDisjuncts_AgreeWithTheStatistics()
    {
        string root = TestData.Require();
        int compared = 0;
        foreach (string[] row in File.ReadLines(Path.Combine(root, "vnnlib_stats.csv")).Skip(1).Select(l => l.Split(',')))
        {
            string path = Path.Combine(root, row[0], row[1]);
            VerificationProperty property = VnnLibReader.Read(File.ReadAllBytes(File.Exists(path) ? path : path + ".gz"), row[1]);
            int[] expected = [.. row.Skip(3).Take(5).Select(v => int.Parse(v, CultureInfo.InvariantCulture))];
            int[] actual =
            [
                property.InputCount, property.OutputCount, property.Cases.Sum(c => c.Unsafe.Length), property.Cases.Length,
                property.Cases[0].Region.Count(i => i.InnerLower >= i.InnerUpper || i.Lower == i.Upper),
            ];
            Assert.True(expected.SequenceEqual(actual), $"{path}: {string.Join(",", expected)} against {string.Join(",", actual)}");
            compared++;
        }

        Assert.True(compared > 300, $"only {compared} rows were compared");
    }
}
