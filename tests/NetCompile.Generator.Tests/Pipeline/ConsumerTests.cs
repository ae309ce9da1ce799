using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Runtime;

namespace NetCompile.Generator.Tests.Pipeline;

/// <summary>Users' projects of every kind: what is generated compiles there without a warning, and runs.</summary>
public class ConsumerTests
{
    // y = max(0, 2a − b) − 1, z = 3 max(0, 2a − b)
    private const string Attributes = """
        [NetCompile.Network]
        [NetCompile.Input("a", -1, 1), NetCompile.Input("b", -1, 1)]
        [NetCompile.Output("y", "z")]
        [NetCompile.Dense(1, Weights = new[] { 2.0, -1.0 }), NetCompile.Relu]
        [NetCompile.Dense(2, Weights = new[] { 1.0, 3.0 }, Bias = new[] { -1.0, 0.0 })]
        """;

    public static TheoryData<string, string, string> Places => new()
    {
        { "global namespace", "Net", $"{Attributes} public static partial class Net {{ }}" },
        { "file-scoped namespace", "A.B.Net", $"namespace A.B; {Attributes} public static partial class Net {{ }}" },
        { "nested namespaces", "A.B.Net", $"namespace A {{ namespace B {{ {Attributes} internal static partial class Net {{ }} }} }}" },
        { "instance class", "A.Net", $"namespace A; {Attributes} public partial class Net {{ }}" },
        { "sealed class with a base", "A.Net", $"namespace A; /** <summary>B.</summary> */ public class Base {{ }} {Attributes} public sealed partial class Net : Base {{ }}" },
        { "record", "A.Net", $"namespace A; {Attributes} public sealed partial record Net;" },
        { "in a class", "A.Outer+Net", $"namespace A; internal partial class Outer {{ {Attributes} private static partial class Net {{ }} }}" },
        { "in a static class", "A.Outer+Net", $"namespace A; internal static partial class Outer {{ {Attributes} internal static partial class Net {{ }} }}" },
        { "in a struct in a record struct", "A.One+Two+Net", $"namespace A; internal partial record struct One {{ internal partial struct Two {{ {Attributes} public static partial class Net {{ }} }} }}" },
        { "in an interface in a record", "A.One+Two+Net", $"namespace A; internal partial record One {{ internal partial interface Two {{ {Attributes} static partial class Net {{ }} }} }}" },
        { "in a readonly ref struct", "A.One+Net", $"namespace A; internal readonly ref partial struct One {{ {Attributes} static partial class Net {{ }} }}" },
        { "keywords for names", "event.class+Net", $"namespace @event; internal partial class @class {{ {Attributes} static partial class Net {{ }} }}" },
        { "a namespace named System", "A.System.Net", $"namespace A.System; {Attributes} internal static partial class Net {{ }}" },
        { "a type named NetCompile", "A.NetCompile+Net", $"namespace A; internal static partial class NetCompile {{ {Attributes.Replace("NetCompile.", "global::NetCompile.")} internal static partial class Net {{ }} }}" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void The_class_may_stand_anywhere(string place, string type, string source)
    {
        Assert.NotEmpty(place);
        foreach (NullableContextOptions nullable in new[] { NullableContextOptions.Enable, NullableContextOptions.Disable })
        {
            CSharpCompilation consumer = Consumer.Compile([("Net.cs", Documented(source))], nullable, Consumer.ParseOptions(), withMilp: nullable == NullableContextOptions.Enable);
            AssertRuns(Consumer.Load(GeneratorRun.Compile(consumer)), type);
        }
    }

    [Fact]
    public void Newer_languages_compile_it_too()
    {
        string source = Documented($"namespace A; {Attributes} public static partial class Net {{ }}");
        AssertRuns(Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)], options: Consumer.ParseOptions(LanguageVersion.Preview)))), "A.Net");
    }

    [Fact]
    public void Several_networks_share_a_project_and_a_name()
    {
        string source = Documented($$"""
            namespace A { {{Attributes}} internal static partial class Net { } {{Attributes.Replace("\"a\"", "\"first\"")}} internal static partial class Other { } }
            namespace B { {{Attributes.Replace("3.0", "4.0")}} internal static partial class Net { } }
            """);
        Assembly assembly = Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)])));
        AssertRuns(assembly, "A.Net");
        AssertRuns(assembly, "A.Other");
        AssertRuns(assembly, "B.Net", factor: 4);
    }

    [Fact]
    public void Names_that_differ_in_letter_case_or_in_dots_alone_share_a_project()
    {
        // The compiler takes no two generated files whose names differ in case only; Net's own files are Net.Network.g.cs, Net.Weights.g.cs and so on.
        string source = Documented($$"""
            namespace A
            {
                {{Attributes}} internal static partial class Net { {{Attributes.Replace("3.0", "5.0")}} internal static partial class Weights { } }
                {{Attributes.Replace("3.0", "4.0")}} internal static partial class NET { }
            }
            namespace a { {{Attributes.Replace("3.0", "6.0")}} internal static partial class Net { } }
            """);
        Assembly assembly = Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)])));
        AssertRuns(assembly, "A.Net");
        AssertRuns(assembly, "A.NET", factor: 4);
        AssertRuns(assembly, "A.Net+Weights", factor: 5);
        AssertRuns(assembly, "a.Net", factor: 6);
    }

    [Fact]
    public void A_batch_that_overwrites_its_own_inputs_is_refused()
    {
        string source = Documented($$"""
            {{Attributes}}
            internal static partial class Net
            {
                internal static void Run()
                {
                    float[] values = new float[5];
                    ForwardBatch(System.MemoryExtensions.AsSpan(values, 0, 4), System.MemoryExtensions.AsSpan(values, 1, 4), 2);
                }
            }
            """);
        Assembly assembly = Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)])));
        Action run = assembly.GetType("Net")!.GetMethod("Run", BindingFlags.NonPublic | BindingFlags.Static)!.CreateDelegate<Action>();
        Assert.Equal("outputs", Assert.Throws<ArgumentException>(run).ParamName);
    }

    [Fact]
    public void Properties_run_as_code_and_are_verified()
    {
        string source = Documented($$"""
            namespace A;

            {{Attributes}}
            internal static partial class Net
            {
                [NetCompile.Property]
                internal static bool NeverBelowMinusOne(Input x, Output y) => y.y >= -1.01;

                [NetCompile.Property]
                internal static bool SmallWhereBIsGreat(Input x, Output y) => x.b < 0.5 || y.z <= 4.6;

                [NetCompile.Property]
                internal static bool Wrong(Input x, Output y) => y.z <= 8.5;
            }

            internal static class Program
            {
                internal static string Run()
                {
                    Net.Output y = Net.Forward(new Net.Input(a: 1, b: -1));
                    var bounds = Net.Bounds(NetCompile.Propagation.BoundMethod.Interval);
                    string verdicts = "";
                    foreach (var result in Net.Verify.All(new NetCompile.Verification.VerificationOptions { NodeLimit = 10000 }))
                    {
                        verdicts += result.PropertyName + " " + result.Verdict + ", ";
                    }

                    var wrong = Net.Verify.Wrong();
                    bool isRefuted = !Net.Wrong(Net.Input.FromSpan(wrong.Counterexample!.Input.AsSpan()), Net.Output.FromSpan(wrong.Counterexample.Output.AsSpan()));
                    return verdicts + y + " " + isRefuted + " " + (bounds.Upper[1] >= 9 && bounds.Upper[1] < 9.001);
                }
            }
            """);
        Assembly assembly = Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)])));
        object? told = assembly.GetType("A.Program")!.GetMethod("Run", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null);
        Assert.Equal("NeverBelowMinusOne Holds, SmallWhereBIsGreat Holds, Wrong Violated, y = 2, z = 9 True True", told);
    }

    [Fact]
    public void A_method_that_rounds_otherwise_than_the_proof_is_told_apart()
    {
        // In float32, y + 1e-9 is y: the method calls the sum harmless, exact arithmetic does not.
        string source = Documented("""
            [NetCompile.Network]
            [NetCompile.Input("a", 1, 1)]
            [NetCompile.Output("y")]
            [NetCompile.Dense(1, Weights = new[] { 1.0 })]
            internal static partial class Net
            {
                [NetCompile.Property]
                internal static bool Rounds(in Output y) => y.y + 1e-9f <= 1f;

                [NetCompile.Property]
                internal static bool Agrees(Output y, Input x) => y.y + x.a <= 1.5;

                internal static string Run()
                {
                    var rounds = Verify.Rounds();
                    var agrees = Verify.Agrees();
                    return rounds.Verdict + " " + rounds.Counterexample!.IsWithinRounding + ", " + agrees.Verdict + " " + agrees.Counterexample!.IsWithinRounding;
                }
            }
            """);
        Assembly assembly = Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)])));
        Assert.Equal("Violated True, Violated False", assembly.GetType("Net")!.GetMethod("Run", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null));
    }

    [Fact]
    public void Blocks_are_indexed_and_copied()
    {
        string source = Documented("""
            namespace A;

            [NetCompile.Network]
            [NetCompile.Input("pixel", 0, 1, Count = 3), NetCompile.Input("gain", 0, 2)]
            [NetCompile.Output("digit", Count = 2)]
            [NetCompile.Dense(2, Weights = new[] { 1.0, 2.0, 3.0, 0.0, 0.0, 0.0, 0.0, 5.0 })]
            internal static partial class Net
            {
                [NetCompile.Property]
                internal static bool Small(Input x, Output y) => x.pixel[2] > 0.5 || y.digit[0] <= 4.6;

                internal static string Run()
                {
                    Input x = new(new float[] { 1, 0.5f, 0.25f }, gain: 2);
                    x.pixel[2] = 1;
                    float[] copy = new float[4];
                    x.CopyTo(copy);
                    Output y = Forward(Input.FromSpan(copy));
                    return x + " | " + y + " | " + y.digit[1] + " | " + Small(x, y) + " | " + Verify.Small().Verdict;
                }
            }
            """);
        Assembly assembly = Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)])));
        object? told = assembly.GetType("A.Net")!.GetMethod("Run", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null);
        Assert.Equal("pixel = [1, 0.5, 1], gain = 2 | digit = [5, 10] | 10 | True | Holds", told);
    }

    [Fact]
    public void Scaling_is_part_of_the_network()
    {
        string source = Documented("""
            [NetCompile.Network]
            [NetCompile.Input("a", 0, 100, Mean = 50, Range = 25), NetCompile.Input("b", -1, 1)]
            [NetCompile.Output("y", Scale = 10, Offset = 3)]
            [NetCompile.Dense(1, Weights = new[] { 2.0, 1.0 })]
            internal static partial class Net { }
            """);
        NetworkRunner runner = Consumer.Runner(Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)]))), "Net+Network");
        float[] output = new float[1];
        runner.Forward([75, 0.5f], output);
        Assert.Equal((((75f - 50) / 25 * 2) + 0.5f) * 10 + 3, output[0]);
        Assert.Equal(["Shift", "Scale", "Dense", "Scale", "Shift"], runner.Model.Operators.Skip(1).Select(o => o.Kind.ToString()));
    }

    [Fact]
    public void Optimisation_models_take_the_inputs_by_name_whatever_their_names_are()
    {
        Assembly assembly = Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", Documented("""
            using NetCompile.Milp;

            namespace A;

            [NetCompile.Network]
            [NetCompile.Input("model", -1, 1), NetCompile.Input("name", 0, 2, Count = 2), NetCompile.Input("options", 0, 1), NetCompile.Input("inputs", 0, 1, Mean = 2, Range = 4)]
            [NetCompile.Output("y")]
            [NetCompile.Dense(1, Weights = new[] { 2.0, -1.0, 1, 3, 8 }), NetCompile.Relu]
            internal static partial class Net
            {
                internal static EncodedNetwork Embed(MilpModel milp)
                {
                    MilpVariable[] block = milp.AddVariables(2, 0, 2, "n");
                    return AddTo(milp, milp.AddVariable(-1, 1), block, milp.AddVariable(0, 1), milp.AddVariable(0, 1));
                }
            }
            """))], withMilp: true)));
        NetCompile.Milp.MilpModel milp = new();
        NetCompile.Milp.EncodedNetwork embedded = (NetCompile.Milp.EncodedNetwork)assembly.GetType("A.Net")!.GetMethod("Embed", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, [milp])!;

        // Columns in the order of creation: the block first, then the single ones; 2·1 − 1·0.5 + 1·2 + 3·0 + 8·(0.5 − 2)/4 = 0.5.
        double[] values = new double[milp.ColumnCount];
        (values[2], values[0], values[1], values[3], values[4]) = (1, 0.5, 2, 0, 0.5);
        embedded.Complete(values);
        Assert.Equal(0.5, values[embedded.Outputs[0].Index], 1e-6);
        Assert.Equal([2, 0, 1, 3, 4], embedded.Inputs.Select(i => i.Index));
    }

    [Fact]
    public void Optimisation_models_need_bounds_where_an_input_has_none()
    {
        // The missing range is an error of the analyzers; code that gives bounds compiles all the same.
        string source = Documented(Attributes.Replace("\"a\", -1, 1", "\"a\"") + "\npublic static partial class Net { }");
        Compilation result = GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)], withMilp: true));
        Assert.Equal(1, result.SyntaxTrees.Single(t => t.FilePath.EndsWith("Net.Milp.g.cs", StringComparison.Ordinal)).ToString().Split("EncodedNetwork AddTo(").Length - 1);
    }

    [Fact]
    public void A_VnnLib_file_is_about_the_model_without_the_scaling()
    {
        // On [−2, 2] the model itself reaches 2; with the scaling around it, it would stay near −20.
        string source = Documented("""
            [NetCompile.Network]
            [NetCompile.Input("a", 0, 100, Mean = 50, Range = 25)]
            [NetCompile.Output("y", Scale = 10)]
            [NetCompile.Dense(1, Weights = new[] { 1.0 })]
            [NetCompile.VnnLib("reaches.vnnlib", Name = "StaysBelow")]
            internal static partial class Net
            {
                internal static string Run()
                {
                    var result = Verify.StaysBelow();
                    return result.Verdict + " " + (result.Counterexample!.Input[0] >= 1.9f && result.Counterexample.Output[0] == result.Counterexample.Input[0]);
                }
            }
            """);
        string folder = Directory.CreateTempSubdirectory("netcompile").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "reaches.vnnlib"), """
                (declare-const X_0 Real)
                (declare-const Y_0 Real)
                (assert (>= X_0 -2)) (assert (<= X_0 2))
                (assert (>= Y_0 1.9))
                """);
            Assembly assembly = Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)]), folder, "reaches.vnnlib"));
            Assert.Equal("Violated True", assembly.GetType("Net")!.GetMethod("Run", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_property_too_large_for_source_code_is_left_out_and_the_network_still_emitted()
    {
        string terms = string.Join(" || ", Enumerable.Range(0, 30).Select(i => $"(x.p[{i}] > 0.5 && y.y <= {i})"));
        CSharpCompilation consumer = Consumer.Compile([("Net.cs", $$"""
            [NetCompile.Network]
            [NetCompile.Input("p", 0, 1, Count = 30)]
            [NetCompile.Output("y")]
            [NetCompile.Dense(1, Weights = new[] { {{string.Join(", ", Enumerable.Repeat("1.0", 30))}} })]
            internal static partial class Net
            {
                [NetCompile.Property]
                internal static bool Huge(Input x, Output y) => {{terms}};

                [NetCompile.Property]
                internal static bool Small(Output y) => y.y <= 31;
            }
            """)]);
        GeneratorRunResult result = GeneratorRun.Driver().RunGenerators(consumer).GetRunResult().Results.Single();
        Assert.Empty(result.Diagnostics); // The analyzers report it, at the method.
        string properties = result.GeneratedSources.Single(s => s.HintName == "Net.Properties.g.cs").SourceText.ToString();
        Assert.Contains("Small", properties);
        Assert.DoesNotContain("Huge", properties);
    }

    [Fact]
    public void Where_nothing_can_be_generated_for_properties_the_generator_says_why()
    {
        // Input and Output do not exist here. With such an error in a signature the compiler reports no analyzer's diagnostics.
        const string property = "{ [NetCompile.Property] internal static bool P(Input x, Output y) => x.a < 1 || y.y > 0; }";
        GeneratorRunResult Run(string end) =>
            GeneratorRun.Driver().RunGenerators(Consumer.Compile([("Net.cs", $"{Attributes} internal static {end}")])).GetRunResult().Results.Single();

        Diagnostic diagnostic = Assert.Single(Run("class Net " + property).Diagnostics);
        Assert.Equal(("NC0001", 4), (diagnostic.Id, diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        Assert.Empty(Run("class Net { }").Diagnostics); // Here the analyzer speaks.
        Assert.Empty(Run("partial class Net " + property).Diagnostics);
    }

    [Fact]
    public void Without_a_valid_range_the_inputs_and_outputs_are_still_there()
    {
        string source = Documented($$"""
            {{Attributes.Replace("\"a\", -1, 1", "\"a\", 1, -1")}}
            internal static partial class Net
            {
                internal static bool P(Input x, Output y) => x.a < 1 || y.y > 0;

                internal static Output Run(Input x) => Forward(x);
            }
            """);
        Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", source)])));
    }

    [Fact]
    public void Without_its_model_the_inputs_and_outputs_are_still_there()
    {
        CSharpCompilation consumer = Consumer.Compile([("Net.cs", Documented("""
            [NetCompile.Network("missing.onnx")]
            [NetCompile.Input("a", 0, 1)]
            [NetCompile.Output("y")]
            internal static partial class Net
            {
                [NetCompile.Property]
                internal static bool Small(Input x, Output y) => x.a > 0.5 || y.y <= 4.5;
            }
            """))]);
        Compilation result = GeneratorRun.Compile(consumer);
        Assert.Equal("Net.InputOutput.g.cs", Path.GetFileName(result.SyntaxTrees.Last().FilePath));
    }

    [Theory]
    [InlineData("Network")]
    [InlineData("Input")]
    [InlineData("Verify")]
    [InlineData("AddTo")]
    public void A_class_with_the_name_of_a_generated_member_gives_nothing_instead_of_broken_code(string name)
    {
        CSharpCompilation consumer = Consumer.Compile([("Net.cs", $"{Attributes} internal static partial class {name} {{ }}")]);
        Assert.Empty(GeneratorRun.Driver().RunGenerators(consumer).GetRunResult().Results.Single().GeneratedSources);
    }

    [Fact]
    public void A_wrong_declaration_gives_nothing_and_no_exception()
    {
        CSharpCompilation consumer = Consumer.Compile([("Net.cs", """
            [NetCompile.Network]
            [NetCompile.Input("a", 1, double.NaN), NetCompile.Input("class", 0, 1)]
            [NetCompile.Output("y", "y")]
            [NetCompile.Dense(1, Weights = new[] { 2.0, 1.0, 3 })]
            internal static class Net { }
            """)]);
        GeneratorRunResult result = GeneratorRun.Driver().RunGenerators(consumer).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Empty(result.GeneratedSources);
        Assert.Empty(result.Diagnostics);
    }

    // The consumer documents its own types, so that every missing comment is one of the generated code.
    private static string Documented(string source) => "#pragma warning disable CS1591\n" + source;

    private static void AssertRuns(Assembly assembly, string type, float factor = 3)
    {
        NetworkRunner runner = Consumer.Runner(assembly, type + "+Network");
        float[] output = new float[2];
        runner.Forward([0.75f, 0.5f], output);
        Assert.Equal([0f, factor], output);
        float[] outputs = new float[26];
        runner.ForwardBatch([.. Enumerable.Range(0, 13).SelectMany(_ => new[] { 0.75f, 0.5f })], outputs, 13);
        Assert.All(outputs.Chunk(2), y => Assert.Equal([0f, factor], y));
    }
}
