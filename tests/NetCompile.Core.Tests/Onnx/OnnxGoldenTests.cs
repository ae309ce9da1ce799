using NetCompile.Models;
using NetCompile.Onnx;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Onnx;

/// <summary>Real networks: what is read and evaluated in double agrees with ONNX Runtime to float32 rounding.</summary>
public class OnnxGoldenTests
{
    [SkippableTheory]
    [InlineData("acasxu")]
    [InlineData("mnistfc")]
    public void Networks_AgreeWithOnnxRuntime(string benchmark)
    {
        foreach (IGrouping<string, GoldenCase> cases in GoldenCase.Load(benchmark).GroupBy(c => c.Model))
        {
            NetworkModel model = OnnxReader.Read(File.ReadAllBytes(TestData.Require(benchmark, cases.Key)), cases.Key);
            foreach (GoldenCase golden in cases)
            {
                AssertClose(golden, DoubleEvaluator.Evaluate(model, golden.Input));
            }
        }
    }

    private static void AssertClose(GoldenCase golden, double[] actual)
    {
        Assert.Equal(golden.Output.Length, actual.Length);
        double scale = golden.Output.Max(Math.Abs) + 1e-3;
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.True(Math.Abs(golden.Output[i] - actual[i]) <= 2e-5 * scale, $"{golden.Model}, {golden.Case}: output {i} is {actual[i]}; ONNX Runtime gives {golden.Output[i]}");
        }
    }
}
