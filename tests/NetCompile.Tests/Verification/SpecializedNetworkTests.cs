using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;
using NetCompile.VnnLib;

namespace NetCompile.Tests.Verification;

/// <summary>A real network specialised to the box of a property: the verdict is the same, and so are the values, up to the stated bound.</summary>
public sealed class SpecializedNetworkTests
{
    [SkippableTheory]
    [InlineData("prop_3.vnnlib", Verdict.Holds)]
    [InlineData("prop_4.vnnlib", Verdict.Holds)]
    [InlineData("prop_2.vnnlib", Verdict.Violated)]
    public void An_aircraft_network_keeps_its_verdict_and_its_values(string file, Verdict expected)
    {
        string modelPath = TestData.Require("acasxu", "onnx", expected == Verdict.Violated ? "ACASXU_run2a_2_2_batch_2000.onnx" : "ACASXU_run2a_1_1_batch_2000.onnx");
        NetworkModel model = ModelReader.Read(File.ReadAllBytes(modelPath), "acas.onnx");
        VerificationProperty property = VnnLibReader.Read(File.ReadAllText(TestData.Require("acasxu", "vnnlib", file)), file, model.InputCount, model.OutputCount);
        ImmutableArray<InputInterval> region = Assert.Single(property.Cases).Region;

        SpecializedModel specialized = SpecializePass.Run(model, region);
        Assert.True(specialized.Counts.Gone > 0);
        NetworkRunner original = NetworkRunner.Create(model), small = NetworkRunner.Create(specialized.Model);
        VerificationResult result = Verifier.Verify(small, property);
        Assert.Equal(expected, result.Verdict);

        Random random = new(3);
        RegionGuard guard = new(region, [.. region.Select((_, i) => $"x{i}")]);
        float[] input = new float[model.InputCount], a = new float[model.OutputCount], b = new float[model.OutputCount];
        for (int k = 0; k < 5000; k++)
        {
            for (int i = 0; i < input.Length; i++)
            {
                float lower = (float)region[i].Lower, upper = (float)region[i].Upper;
                input[i] = random.Next(k % 2 == 0 ? 2 : 8) switch { 0 => lower, 1 => upper, _ => Math.Clamp((float)(lower + (random.NextDouble() * (upper - lower))), lower, upper) };
            }

            Assert.True(guard.Contains(input));
            original.Forward(input, a);
            small.Forward(input, b);
            for (int i = 0; i < a.Length; i++)
            {
                Assert.True(Math.Abs((double)a[i] - b[i]) <= specialized.MaxDifference[i]);
            }
        }

        if (result.Counterexample is { } counterexample)
        {
            // It is an input that the guard lets through, and the original is near there as everywhere.
            input = [.. counterexample.Input.Select(v => (float)v)];
            Assert.True(guard.Contains(input));
            original.Forward(input, a);
            Assert.All(counterexample.Output.Zip(a), (pair, i) => Assert.True(Math.Abs((double)pair.First - pair.Second) <= specialized.MaxDifference[i]));
        }
    }
}
