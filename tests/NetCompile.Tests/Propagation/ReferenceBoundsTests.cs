using System.Globalization;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;
using NetCompile.VnnLib;

namespace NetCompile.Tests.Propagation;

/// <summary>Bounds of the benchmark networks against published reference values: never looser by more than 1e-6 relative, never cutting off a sampled output.</summary>
public sealed class ReferenceBoundsTests
{
    /// <summary>The bounds of optimising methods have no reference of their own but CROWN's, which they start from; a few networks suffice.</summary>
    [SkippableTheory]
    [InlineData("IBP", BoundMethod.Interval, 1)]
    [InlineData("CROWN-adaptive", BoundMethod.Crown, 1)]
    [InlineData("CROWN-same-slope", BoundMethod.FastLin, 1)]
    [InlineData("CROWN-same-slope", BoundMethod.WongKolter, 1)]
    [InlineData("IBP", BoundMethod.Zonotope, 1)]
    [InlineData("CROWN-adaptive", BoundMethod.AlphaCrown, 7)]
    [InlineData("CROWN-adaptive", BoundMethod.Lagrangian, 7)]
    [InlineData("CROWN-adaptive", BoundMethod.LagrangianDecomposition, 7)]
    [InlineData("CROWN-adaptive", BoundMethod.ActiveSet, 7)]
    public void Acas_bounds(string reference, BoundMethod method, int step)
    {
        string path = TestData.Require("reference", "acasxu_bounds.csv");
        Dictionary<(string, string), string[]> sampled = File.ReadLines(TestData.Require("reference", "acasxu_sampled_range.csv")).Skip(1)
            .Select(line => line.Split(',')).ToDictionary(f => (f[0], f[1]));
        int compared = 0;
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Where(f => f[2] == reference && f[3] == "float64")];
        foreach (string[] row in rows.Where((_, i) => i % step == 0))
        {
            NetworkRunner runner = Load(TestData.Require("acasxu", "onnx", row[0]));
            VerificationProperty property = Property(TestData.Require("acasxu", "vnnlib", row[1] == "prop_1_and_2" ? "prop_1.vnnlib" : row[1] + ".vnnlib"), runner);
            OutputBounds bounds = OutputBounds.Compute(runner, property.Cases[0].Region, method, Arithmetic.Real);
            string[] range = sampled[(row[0], row[1])];
            for (int i = 0; i < 5; i++)
            {
                AssertNotLooser(Number(row[4 + i]), Number(row[9 + i]), bounds, i, $"{row[0]} {row[1]}");
                Assert.True(bounds.Lower[i] <= Number(range[3 + i]) && bounds.Upper[i] >= Number(range[8 + i]), $"{row[0]} {row[1]}: a sampled output is cut off");
            }

            compared++;
        }

        Assert.Equal(54, rows.Length);
        Assert.Equal((rows.Length + step - 1) / step, compared);
    }

    [SkippableTheory]
    [InlineData("IBP", BoundMethod.Interval, 36)]
    [InlineData("CROWN-adaptive", BoundMethod.Crown, 36)]
    [InlineData("CROWN-same-slope", BoundMethod.FastLin, 30)]
    public void Mnist_bounds(string reference, BoundMethod method, int rows)
    {
        string path = TestData.Require("reference", "mnistfc_bounds.csv");
        int compared = 0;
        foreach (string[] row in File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Where(f => f[3] == reference && f[4] == "float64"))
        {
            NetworkRunner runner = Load(TestData.Require("mnistfc", "onnx", row[0]));
            VerificationProperty property = Property(TestData.Require("mnistfc", "vnnlib", row[1]), runner);
            OutputBounds bounds = OutputBounds.Compute(runner, property.Cases[0].Region, method, Arithmetic.Real);
            for (int i = 0; i < 10; i++)
            {
                AssertNotLooser(Number(row[5 + i]), Number(row[15 + i]), bounds, i, $"{row[0]} {row[1]}");
            }

            compared++;
        }

        Assert.Equal(rows, compared);
    }

    private static void AssertNotLooser(double lower, double upper, OutputBounds bounds, int i, string what)
    {
        double tolerance = 1e-6 * (Math.Abs(lower) + Math.Abs(upper));
        Assert.True(bounds.Lower[i] >= lower - tolerance, $"{what}: lower bound {i} is {bounds.Lower[i]:R}, the reference {lower:R}");
        Assert.True(bounds.Upper[i] <= upper + tolerance, $"{what}: upper bound {i} is {bounds.Upper[i]:R}, the reference {upper:R}");
    }

    private static NetworkRunner Load(string path) => NetworkRunner.Create(ModelReader.Read(File.ReadAllBytes(path), Path.GetFileName(path)));

    private static VerificationProperty Property(string path, NetworkRunner runner) =>
        VnnLibReader.Read(File.ReadAllText(path), Path.GetFileName(path), runner.Model.InputCount, runner.Model.OutputCount);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
