using NetCompile.Models;
using NetCompile.Onnx;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Tests.Runtime;

/// <summary>The public networks, against ONNX Runtime and against the double reference.</summary>
public class LoadedForwardGoldenTests
{
    [SkippableTheory]
    [InlineData("acasxu", 45)]
    [InlineData("mnistfc", 3)]
    [InlineData("test", 3)]
    public void AgreesWithOnnxRuntime(string benchmark, int networks)
    {
        IGrouping<string, GoldenCase>[] groups = [.. GoldenCase.Load(benchmark).GroupBy(c => c.Model)];
        Assert.True(groups.Length >= networks, $"{groups.Length} networks have golden cases; {networks} were expected");
        foreach (IGrouping<string, GoldenCase> group in groups)
        {
            NetworkModel model = Read(benchmark, group.Key);
            LoadedForward forward = new(model);
            GoldenCase[] cases = [.. group];
            float[] batch = new float[64 * model.OutputCount];
            forward.ForwardBatch([.. Enumerable.Range(0, 64).SelectMany(s => cases[s % cases.Length].Input)], batch, 64);
            for (int c = 0; c < cases.Length; c++)
            {
                float[] output = new float[model.OutputCount];
                forward.Forward(cases[c].Input, output);
                AssertClose(cases[c], output);
                AssertClose(cases[c], batch.AsSpan(c * output.Length, output.Length));
                RoundingBound.AssertOutput(model, cases[c].Input, output);
            }
        }
    }

    [SkippableTheory]
    [InlineData("acasxu")]
    [InlineData("mnistfc")]
    public void RandomInputsStayWithinTheRoundingBound(string benchmark)
    {
        Random random = new(1);
        foreach (string path in Directory.GetFiles(TestData.Require(benchmark, "onnx"), "*.onnx").Order())
        {
            NetworkModel model = OnnxReader.Read(File.ReadAllBytes(path), Path.GetFileName(path));
            LoadedForward forward = new(model);
            int inputs = model.InputCount, outputs = model.OutputCount;
            float[] batch = [.. Enumerable.Range(0, 100 * inputs).Select(_ => random.NextSingle() - 0.5f)], results = new float[100 * outputs];
            forward.ForwardBatch(batch, results, 100);
            for (int s = 0; s < 100; s += 19)
            {
                ReadOnlySpan<float> input = batch.AsSpan(s * inputs, inputs);
                float[] one = new float[outputs];
                forward.Forward(input, one);
                RoundingBound.AssertOutput(model, input, one);
                RoundingBound.AssertOutput(model, input, results.AsSpan(s * outputs, outputs));
            }
        }
    }

    private static NetworkModel Read(string benchmark, string model) =>
        OnnxReader.Read(File.ReadAllBytes(TestData.Require(benchmark, model)), Path.GetFileName(model));

    // Two float32 passes that sum in different orders; the golden tests of the reader allow the same.
    private static void AssertClose(GoldenCase golden, ReadOnlySpan<float> actual)
    {
        double scale = golden.Output.Max(Math.Abs) + 1e-3;
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.True(
                Math.Abs(golden.Output[i] - actual[i]) <= 2e-5 * scale,
                $"{golden.Model}, {golden.Case}: output {i} is {actual[i]}; ONNX Runtime gives {golden.Output[i]}");
        }
    }
}
