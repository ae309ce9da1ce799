using NetCompile.Models;
using NetCompile.Onnx;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Onnx;

/// <summary>Short forms for the tests of single operators.</summary>
internal static class OnnxTestNetwork
{
    public static NetworkModel Read(OnnxBuilder builder) => OnnxReader.Read(builder.Build(), "test.onnx");

    public static double[] Run(OnnxBuilder builder, params double[] input) => DoubleEvaluator.Evaluate(Read(builder), input);

    public static ModelFormatException Fail(OnnxBuilder builder) => Fail(builder.Build());

    public static ModelFormatException Fail(byte[] file) => Assert.Throws<ModelFormatException>(() => OnnxReader.Read(file, "test.onnx"));

    /// <summary>The numbers 1, 2, … <paramref name="count"/>.</summary>
    public static float[] Counting(int count) => [.. Enumerable.Range(1, count).Select(i => (float)i)];

    public static void AssertClose(double[] expected, double[] actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }
}
