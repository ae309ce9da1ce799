using System.Globalization;

namespace NetCompile.TestSupport;

/// <summary>One row of a <c>golden.csv</c>: an input and what ONNX Runtime computes for it in float32.</summary>
/// <param name="Model">The model's path relative to the benchmark's folder.</param>
/// <param name="Case">The case's name.</param>
/// <param name="Input">The input, row-major.</param>
/// <param name="Output">The output, row-major.</param>
public sealed record GoldenCase(string Model, string Case, float[] Input, float[] Output)
{
    /// <summary>All rows of a benchmark's <c>golden.csv</c>; skips the running test where the data is absent.</summary>
    public static IReadOnlyList<GoldenCase> Load(string benchmark) =>
        [.. File.ReadLines(TestData.Require(benchmark, "golden.csv")).Skip(1).Select(line => line.Split(',')).Select(f => new GoldenCase(f[0], f[2], Floats(f[3]), Floats(f[4])))];

    private static float[] Floats(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => float.Parse(v, NumberStyles.Float, CultureInfo.InvariantCulture))];
}
