using System.Globalization;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;
using NetCompile.VnnLib;

namespace NetCompile.Core.Tests.Bounds;

/// <summary>Agreement with bounds that independent programs computed for public networks.</summary>
public sealed class ReferenceBoundsTests
{
    // The reference has nine digits in plain double arithmetic.
    private const double RelativeTolerance = 1e-6;

    private static readonly Dictionary<string, CrownOptions?> s_methods = new()
    {
        ["IBP"] = null,
        ["CROWN-IBP"] = new CrownOptions(UseIntervalPreActivations: true),
        ["CROWN-adaptive"] = new CrownOptions(),
        ["CROWN-same-slope"] = new CrownOptions(LowerSlope.SameAsUpper),
        ["CROWN-zero-lb"] = new CrownOptions(LowerSlope.Zero),
    };

    [SkippableTheory]
    [InlineData("prop_1_and_2", "prop_1.vnnlib")]
    [InlineData("prop_3", "prop_3.vnnlib")]
    [InlineData("prop_4", "prop_4.vnnlib")]
    public void AcasXu_AgreesWithEveryMethod(string box, string file)
    {
        VerificationProperty property = VnnLibReader.Read(File.ReadAllBytes(TestData.Require("acasxu", "vnnlib", file)), file);
        int compared = 0;
        foreach (string[] row in Rows("acasxu_bounds.csv").Where(r => r[1] == box && s_methods.ContainsKey(r[2])))
        {
            NetworkModel model = Model("acasxu", row[0]);
            AssertAgrees(Compute(model, property, row[2]), row.AsSpan(4, 5), row.AsSpan(9, 5), row[14], string.Join(", ", row.Take(3)));
            compared++;
        }

        Assert.Equal(18 * s_methods.Count, compared);
    }

    [SkippableTheory]
    [InlineData("mnist-net_256x2.onnx", "prop_0_0.03.vnnlib", "IBP", "CROWN-IBP", "CROWN-adaptive", "CROWN-same-slope", "CROWN-zero-lb")]
    [InlineData("mnist-net_256x2.onnx", "prop_3_0.05.vnnlib", "IBP", "CROWN-IBP", "CROWN-adaptive")]
    [InlineData("mnist-net_256x4.onnx", "prop_1_0.03.vnnlib", "IBP", "CROWN-IBP", "CROWN-adaptive")]
    [InlineData("mnist-net_256x6.onnx", "prop_2_0.05.vnnlib", "IBP", "CROWN-IBP")]
    public void MnistFc_Agrees(string net, string file, params string[] methods)
    {
        VerificationProperty property = VnnLibReader.Read(File.ReadAllBytes(TestData.Require("mnistfc", "vnnlib", file)), file);
        NetworkModel model = Model("mnistfc", net);
        int compared = 0;
        foreach (string[] row in Rows("mnistfc_bounds.csv").Where(r => r[0] == net && r[1] == file && methods.Contains(r[3])))
        {
            AssertAgrees(Compute(model, property, row[3]), row.AsSpan(5, 10), row.AsSpan(15, 10), row[35], string.Join(", ", row.Take(4)));
            compared++;
        }

        Assert.Equal(methods.Length, compared);
    }

    [SkippableTheory]
    [InlineData("prop_1_and_2", "prop_1.vnnlib")]
    [InlineData("prop_3", "prop_3.vnnlib")]
    [InlineData("prop_4", "prop_4.vnnlib")]
    public void AcasXu_ContainsTheSampledRange(string box, string file)
    {
        VerificationProperty property = VnnLibReader.Read(File.ReadAllBytes(TestData.Require("acasxu", "vnnlib", file)), file);
        string[][] rows = [.. Rows("acasxu_sampled_range.csv").Where(r => r[1] == box)];
        Assert.NotEmpty(rows);
        foreach (string[] row in rows)
        {
            OperatorBounds bounds = CrownBounds.Compute(Model("acasxu", row[0]), property.Cases[0].Region, new CrownOptions(IntersectWithIntervals: true)).Output;
            for (int i = 0; i < 5; i++)
            {
                // The samples were run in plain arithmetic as well, and written with nine digits.
                Assert.True(bounds.Lower[i] <= Number(row[3 + i]) + 1e-8 && bounds.Upper[i] >= Number(row[8 + i]) - 1e-8, string.Join(", ", row));
            }
        }
    }

    private static NetworkBounds Compute(NetworkModel model, VerificationProperty property, string method) =>
        s_methods[method] is { } options ? CrownBounds.Compute(model, property.Cases[0].Region, options) : IntervalBounds.Compute(model, property.Cases[0].Region);

    private static void AssertAgrees(NetworkBounds bounds, ReadOnlySpan<string> lower, ReadOnlySpan<string> upper, string unstable, string where)
    {
        for (int i = 0; i < lower.Length; i++)
        {
            double width = Number(upper[i]) - Number(lower[i]);
            AssertClose(Number(lower[i]), bounds.Output.Lower[i], width, $"{where}, lower {i}");
            AssertClose(Number(upper[i]), bounds.Output.Upper[i], width, $"{where}, upper {i}");
        }

        Assert.Equal(unstable, string.Join(' ', bounds.Stability.Select(s => s.Unstable)));
    }

    private static void AssertClose(double expected, double actual, double width, string where) =>
        Assert.True(Math.Abs(expected - actual) <= RelativeTolerance * Math.Max(Math.Abs(expected), width), $"{where}: {actual:R} against {expected:R}");

    private static IEnumerable<string[]> Rows(string file) => File.ReadLines(TestData.Require("reference", file)).Skip(1).Select(l => l.Split(','));

    private static NetworkModel Model(string set, string file) => ModelReader.Read(File.ReadAllBytes(TestData.Require(set, "onnx", file)), file);

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
