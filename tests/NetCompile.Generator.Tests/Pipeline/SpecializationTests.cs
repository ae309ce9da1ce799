using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Generator.Tests.Pipeline;

/// <summary>Classes with <c>SpecializeToRegion</c>: a smaller network, the same values on the region, and nothing outside.</summary>
public sealed class SpecializationTests : IDisposable
{
    // In the model's units 0.1 ≤ a ≤ 0.5 and −0.25 ≤ b ≤ 0.25; the box of Boxed touches both ends with rounded decimals.
    private const string Boxed = """
        (declare-const X_0 Real)
        (declare-const X_1 Real)
        (declare-const Y_0 Real)
        (declare-const Y_1 Real)
        (assert (>= X_0 0.1))
        (assert (<= X_0 0.500000001))
        (assert (>= X_1 -0.25))
        (assert (<= X_1 0.2))
        (assert (>= Y_0 1000))
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("netcompile").FullName;

    public SpecializationTests()
    {
        File.WriteAllText(Path.Combine(_folder, "boxed.vnnlib"), Boxed);
        File.WriteAllText(Path.Combine(_folder, "wide.vnnlib"), Boxed.Replace("0.2)", "0.26)"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void The_specialised_class_computes_what_the_plain_one_does_up_to_the_stated_bound(int width)
    {
        (Assembly plain, _) = Build(width, isSpecialized: false);
        (Assembly special, GeneratorDriverRunResult run) = Build(width, isSpecialized: true);
        Type facts = special.GetType("Net+Specialization", throwOnError: true)!;
        ImmutableArray<double> difference = (ImmutableArray<double>)facts.GetProperty("MaxDifference")!.GetValue(null)!;
        Assert.True((int)facts.GetField("ConstantNeurons")!.GetValue(null)! + (int)facts.GetField("MergedNeurons")!.GetValue(null)! > 0);
        Assert.True((long)facts.GetField("MultiplyAdds")!.GetValue(null)! < (long)facts.GetField("OriginalMultiplyAdds")!.GetValue(null)!);
        NetworkRunner runner = Consumer.Runner(special, "Net+Network");
        Assert.True(runner.Model.ActivationCount < Consumer.Runner(plain, "Net+Network").Model.ActivationCount);
        Assert.Contains("specialised to the declared region: ", run.Results.Single().GeneratedSources.Single(s => s.HintName == "Net.g.cs").SourceText.ToString());

        Random random = new(1);
        float[] batch = [.. Enumerable.Range(0, 200).SelectMany(_ => Sample(random))];
        float[] together = Call<float[]>(special, "Batch", batch, 200);
        for (int k = 0; k < 200; k++)
        {
            float[] x = batch[(2 * k)..((2 * k) + 2)];
            float[] expected = Call<float[]>(plain, "Run", x), actual = Call<float[]>(special, "Run", x);
            for (int i = 0; i < 2; i++)
            {
                Assert.True(Math.Abs((double)expected[i] - actual[i]) <= difference[i], $"{expected[i]} and {actual[i]} differ by more than {difference[i]}");
                Assert.True(Math.Abs((double)expected[i] - together[(2 * k) + i]) <= difference[i]);
            }
        }
    }

    [Fact]
    public void Outside_the_region_the_class_refuses_to_answer()
    {
        (Assembly special, _) = Build(3, isSpecialized: true);
        Assert.True(Call<bool>(special, "Inside", new float[] { 50, 1 }));
        foreach (float[] x in new float[][] { [MathF.BitIncrement(50), 1], [MathF.BitDecrement(10), 1], [float.NaN, 1], [20, 1.0000001f], [20, float.NegativeInfinity] })
        {
            Assert.False(Call<bool>(special, "Inside", x));
            foreach (string method in new[] { "Run", "Named" })
            {
                ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => Call<float[]>(special, method, x));
                Assert.Contains(x[1] is 1 ? "Input 'a' is " : "Input 'b' is ", e.Message);
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => Call<float[]>(special, "Batch", new float[] { 20, 0 }.Concat(x).ToArray(), 2));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Call<double[]>(special, "BoundsOf", 10.0, 51.0));
        Assert.Equal(4, Call<double[]>(special, "BoundsOf", 10.0, 50.0).Length);
    }

    [Fact]
    public void The_network_beneath_the_class_refuses_what_it_is_not_proved_for()
    {
        (Assembly special, _) = Build(3, isSpecialized: true);
        NetworkRunner runner = Consumer.Runner(special, "Net+Network"), unscaled = Consumer.Runner(special, "Net+Network+Unscaled");
        float[] y = new float[2];
        foreach (float[] x in new float[][] { [50.001f, 1], [9.999f, 1], [float.NaN, 1], [20, 1.00001f], [20, float.NegativeInfinity] })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Call<float[]>(special, "Beneath", x));
            Assert.Throws<ArgumentOutOfRangeException>(() => Call<float[]>(special, "BatchBeneath", new float[] { 20, 0 }.Concat(x).ToArray(), 2));
            Assert.Throws<ArgumentOutOfRangeException>(() => Call<float[]>(special, "BatchBeneath", Enumerable.Repeat(new float[] { 20, 0 }, 99).SelectMany(v => v).Concat(x).ToArray(), 100));
            Assert.Throws<ArgumentOutOfRangeException>(() => runner.Forward(x, y));
            Assert.Throws<ArgumentOutOfRangeException>(() => runner.ForwardBatch(x, y, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => unscaled.Forward([x[0] / 100, x[1] / 4], y));
            Assert.Throws<ArgumentOutOfRangeException>(() => unscaled.ForwardBatch([x[0] / 100, x[1] / 4], y, 1));
        }

        // A millionth of the width beyond the ends, where decimals of a property may be: the class refuses, the network does not.
        float beyond = MathF.BitIncrement(50);
        Assert.Throws<ArgumentOutOfRangeException>(() => Call<float[]>(special, "Run", new float[] { beyond, 1 }));
        runner.Forward([beyond, 1], y);
        unscaled.Forward([0.1f, -0.25f], y);
        unscaled.Forward([0.5f, 0.25f], y);
    }

    [Fact]
    public void Nothing_is_said_about_boxes_outside_the_region()
    {
        (Assembly special, _) = Build(3, isSpecialized: true);
        (Assembly plain, _) = Build(3, isSpecialized: false);
        NetworkRunner runner = Consumer.Runner(special, "Net+Network"), unscaled = Consumer.Runner(special, "Net+Network+Unscaled");
        VerificationProperty inside = VerificationProperty.Robustness("p", [49, 0], 1, [InputInterval.Exact(0, 100), InputInterval.Exact(-1, 1)], 0, 2);
        VerificationProperty outside = VerificationProperty.Robustness("p", [49.5f, 0], 1, [InputInterval.Exact(0, 100), InputInterval.Exact(-1, 1)], 0, 2);
        Verifier.Verify(runner, inside);
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => Verifier.Verify(runner, outside));
        Assert.Contains("Input 'a' ranges from 48.5 to 50.5 in the box but is declared from 10 to 50", e.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Verifier.Verify(unscaled, inside)); // In the units of the user, not in those of the model.
        Assert.Throws<ArgumentOutOfRangeException>(() => OutputBounds.Compute(runner, outside.Cases[0].Region, BoundMethod.Crown));
        Assert.Equal(2, OutputBounds.Compute(runner, inside.Cases[0].Region, BoundMethod.Crown).Lower.Length);
        Verifier.Verify(Consumer.Runner(plain, "Net+Network"), outside);
    }

    [Fact]
    public void What_is_proved_about_the_specialised_class_holds_for_the_plain_one_up_to_the_stated_bound()
    {
        (Assembly plain, _) = Build(60, isSpecialized: false);
        (Assembly special, _) = Build(60, isSpecialized: true);
        ImmutableArray<NetworkProperty> properties = Properties(special);
        Assert.Equal(["Bounded", "Calm", "FromFile"], properties.Select(p => p.Name));
        Assert.All(properties, p => Assert.Equal(Verdict.Holds, p.Verify().Verdict));

        // Bounded: y < 1000 on the region.
        double difference = ((ImmutableArray<double>)special.GetType("Net+Specialization")!.GetProperty("MaxDifference")!.GetValue(null)!)[0];
        Random random = new(2);
        for (int k = 0; k < 500; k++)
        {
            Assert.True(Call<float[]>(plain, "Run", Sample(random))[0] < 1000 + difference);
        }
    }

    [Fact]
    public void A_file_about_the_model_is_verified_on_the_model_specialised_to_the_same_inputs()
    {
        (Assembly special, _) = Build(60, isSpecialized: true);
        NetworkModel unscaled = Consumer.Runner(special, "Net+Network+Unscaled").Model, scaled = Consumer.Runner(special, "Net+Network").Model;
        Assert.Equal(scaled.ActivationCount, unscaled.ActivationCount);

        // The model's inputs are x / Range; its first output is scaled by 2 and shifted by 1.
        double[] a = DoubleEvaluator.Evaluate(unscaled, [0.3, 0.125]), b = DoubleEvaluator.Evaluate(scaled, [30f, 0.5f]);
        Assert.Equal((2 * a[0]) + 1, b[0], 1e-5);
        Assert.Equal(a[1], b[1], 1e-3);
    }

    [Fact]
    public void A_file_about_other_inputs_is_left_out()
    {
        (Assembly special, _) = Build(3, isSpecialized: true, file: "wide.vnnlib");
        Assert.DoesNotContain(Properties(special), p => p.Name == "FromFile");
        (Assembly plain, _) = Build(3, isSpecialized: false, file: "wide.vnnlib");
        Assert.Contains(Properties(plain), p => p.Name == "FromFile");
    }

    [Fact]
    public void In_optimisation_models_it_is_the_smaller_network_within_its_region()
    {
        string source = Source(8, true, "boxed.vnnlib").Replace("public static class Calls\n{", """
            public static class Calls
            {
                /// <summary>With given bounds.</summary>
                public static int Embed(double upper)
                {
                    var model = new NetCompile.Milp.MilpModel();
                    var inputs = new[] { model.AddVariable(10, 50, "a"), model.AddVariable(-1, 1, "b") };
                    var runner = NetCompile.Runtime.NetworkRunner.Create<Net.Network>();
                    Net.AddTo(model, inputs, NetCompile.Milp.BoundTightening.Compute(runner, new[] { 10.0, -1 }, new[] { upper, 1 }).Bounds);
                    return runner.Model.ActivationCount;
                }

                /// <summary>What the network gives where a solver's input is off by its tolerance.</summary>
                public static double[] Check(double a)
                {
                    var model = new NetCompile.Milp.MilpModel();
                    var inputs = new[] { model.AddVariable(10, 50, "a"), model.AddVariable(-1, 1, "b") };
                    var encoded = Net.AddTo(model, inputs);
                    double[] values = new double[model.ColumnCount];
                    values[inputs[0].Index] = a;
                    var solution = new NetCompile.Milp.MilpSolution
                    {
                        Status = NetCompile.Milp.MilpStatus.Optimal, StopReason = NetCompile.Milp.StopReason.Completed, Solver = "none", Values = System.Collections.Immutable.ImmutableArray.Create(values),
                    };
                    return System.Linq.Enumerable.ToArray(encoded.Check(solution).NetworkOutput);
                }
            """);
        Compilation consumer = Consumer.Compile([("Net.cs", source)], withMilp: true);
        GeneratorRun.Driver(_folder, null, "boxed.vnnlib").RunGeneratorsAndUpdateCompilation(consumer, out Compilation result, out _);
        Assembly assembly = Consumer.Load(result);
        Assert.True(Call<int>(assembly, "Embed", 50.0) < 16);
        Assert.Throws<ArgumentOutOfRangeException>(() => Call<int>(assembly, "Embed", 51.0));
        Assert.Equal(Call<double[]>(assembly, "Check", 50.0), Call<double[]>(assembly, "Check", 50.001));
        Assert.NotEqual(Call<double[]>(assembly, "Check", 50.0), Call<double[]>(assembly, "Check", 49.0));
    }

    [Fact]
    public void An_edit_elsewhere_specialises_nothing_again()
    {
        Compilation first = Consumer.Compile([("Net.cs", Source(3, true, "boxed.vnnlib")), ("Other.cs", "class Other { }")]);
        Compilation second = first.ReplaceSyntaxTree(
            first.SyntaxTrees.Last(), Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("class Other { int _field; }", Consumer.ParseOptions(), "Other.cs", System.Text.Encoding.UTF8));
        GeneratorDriver driver = GeneratorRun.Driver(_folder, null, "boxed.vnnlib", "wide.vnnlib").RunGenerators(first).RunGenerators(second);
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, NetworkGenerator.Steps.Networks));
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, NetworkGenerator.Steps.Sources));

        // A change of the declaration that leaves the network as it is: the result compares equal.
        Compilation third = first.ReplaceSyntaxTree(
            first.SyntaxTrees.First(), Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("// moved\n" + Source(3, true, "boxed.vnnlib"), Consumer.ParseOptions(), "Net.cs", System.Text.Encoding.UTF8));
        driver = driver.RunGenerators(third);
        Assert.NotEqual(IncrementalStepRunReason.Modified, Reason(driver, NetworkGenerator.Steps.Networks));
    }

    private static IncrementalStepRunReason Reason(GeneratorDriver driver, string step) => driver.GetRunResult().Results.Single().TrackedSteps[step].Single().Outputs.Single().Reason;

    private static float[] Sample(Random random) => random.Next(4) switch
    {
        0 => [random.Next(2) == 0 ? 10 : 50, random.Next(2) == 0 ? -1 : 1],
        1 => [10 + (random.NextSingle() * 40), 1],
        _ => [10 + (random.NextSingle() * 40), (random.NextSingle() * 2) - 1],
    };

    private (Assembly Assembly, GeneratorDriverRunResult Run) Build(int width, bool isSpecialized, string file = "boxed.vnnlib")
    {
        Compilation consumer = Consumer.Compile([("Net.cs", Source(width, isSpecialized, file))]);
        GeneratorDriver driver = GeneratorRun.Driver(_folder, null, "boxed.vnnlib", "wide.vnnlib").RunGeneratorsAndUpdateCompilation(consumer, out Compilation result, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        return (Consumer.Load(result), driver.GetRunResult());
    }

    private static string Source(int width, bool isSpecialized, string file)
    {
        Random random = new(width);
        string Numbers(int count, double radius) => string.Join(", ", Enumerable.Range(0, count).Select(_ => (((random.NextDouble() * 2) - 1) * radius).ToString("R", CultureInfo.InvariantCulture) + "d"));
        string inside = isSpecialized ? "Net.IsInRegion(x)" : "true";
        return $$"""
            /// <summary>A network.</summary>
            [NetCompile.Network{{(isSpecialized ? "(SpecializeToRegion = true)" : "")}}]
            [NetCompile.Input("a", 10, 50, Range = 100), NetCompile.Input("b", -1, 1, Range = 4)]
            [NetCompile.Output("y", Scale = 2, Offset = 1), NetCompile.Output("z")]
            [NetCompile.Dense({{width}}, Weights = new[] { {{Numbers(2 * width, 1)}} }, Bias = new[] { {{Numbers(width, 1)}} }), NetCompile.Relu]
            [NetCompile.Dense({{width}}, Weights = new[] { {{Numbers(width * width, 1.5 / Math.Sqrt(width))}} }, Bias = new[] { {{Numbers(width, 1)}} }), NetCompile.Relu]
            [NetCompile.Dense(2, Weights = new[] { {{Numbers(2 * width, 1)}} }, Bias = new[] { 0.5, -900.25 })]
            [NetCompile.Robust("Calm", Center = new[] { 30.0, 0.0 }, Radius = 0.5, Label = 0)]
            [NetCompile.VnnLib("{{file}}", Name = "FromFile")]
            public static partial class Net
            {
                /// <summary>A property.</summary>
                [NetCompile.Property]
                public static bool Bounded(Input x, Output y) => y.y < 1000;
            }

            /// <summary>Calls for reflection, which cannot pass spans.</summary>
            public static class Calls
            {
                /// <summary>By span.</summary>
                public static float[] Run(float[] x) { float[] y = new float[2]; Net.Forward(x, y); return y; }

                /// <summary>By name.</summary>
                public static float[] Named(float[] x) { var y = Net.Forward(new Net.Input(x[0], x[1])); return new[] { y.y, y.z }; }

                /// <summary>Many.</summary>
                public static float[] Batch(float[] x, int count) { float[] y = new float[2 * count]; Net.ForwardBatch(x, y, count); return y; }

                /// <summary>Without the class.</summary>
                public static float[] Beneath(float[] x) { float[] y = new float[2]; Net.Network.Forward(x, y); return y; }

                /// <summary>Many, without the class.</summary>
                public static float[] BatchBeneath(float[] x, int count) { float[] y = new float[2 * count]; Net.Network.ForwardBatch(x, y, count); return y; }

                /// <summary>Inside.</summary>
                public static bool Inside(float[] x) => {{inside}};

                /// <summary>Over a box.</summary>
                public static double[] BoundsOf(double lower, double upper)
                {
                    var bounds = Net.Bounds(new[] { NetCompile.Properties.InputInterval.Exact(lower, upper), NetCompile.Properties.InputInterval.Exact(-1, 1) });
                    return new[] { bounds.Lower[0], bounds.Upper[0], bounds.Lower[1], bounds.Upper[1] };
                }
            }
            """;
    }

    private static ImmutableArray<NetworkProperty> Properties(Assembly assembly) =>
        (ImmutableArray<NetworkProperty>)assembly.GetType("Net+Network", throwOnError: true)!.GetProperty("DeclaredProperties")!.GetValue(null)!;

    private static T Call<T>(Assembly assembly, string method, params object[] arguments)
    {
        try
        {
            return (T)assembly.GetType("Calls", throwOnError: true)!.GetMethod(method)!.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }
}
