using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetCompile.Generator.Tests.Pipeline;

public sealed class CachingTests : IDisposable
{
    private const string Declaration = """
        using NetCompile;

        namespace Sample;

        [Network]
        [Input("a", -1, 1, Mean = 0.5), Input("b", 0, 2, Range = 3)]
        [Output("y", "z", Scale = 2)]
        [Dense(2, Weights = new[] { 1.0, -2, 0.5, 3 }, Bias = new[] { 0.1, -0.1 }), Relu, Dense(2, Weights = new[] { 1.0, 1, -1, 2 })]
        [Robust("Calm", Center = new[] { 0.0, 1.0 }, Radius = 0.1, Label = 0)]
        [VnnLib("a.vnnlib", Name = "FromFile")]
        public static partial class Net
        {
            [Property]
            public static bool Bounded(Input x, Output y) => x.a + x.b > 2 || (y.y <= 40 && !(y.z > 50));
        }

        public static class Beside
        {
            public static int Value() => 1;
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("netcompile").FullName;

    public CachingTests()
    {
        File.WriteAllText(Path.Combine(_folder, "a.vnnlib"), VnnLib(10));
        File.WriteAllText(Path.Combine(_folder, "b.vnnlib"), VnnLib(20));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_edit_in_another_file_re_runs_no_step()
    {
        CSharpCompilation first = Compile(("Net.cs", Declaration), ("Other.cs", "class Other { }"));
        CSharpCompilation second = Replace(first, 1, "class Other { int _field; void Method() { } }");
        AssertUnchanged(RunTwice(first, second), IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void An_edit_in_the_same_file_outside_the_class_emits_nothing_again()
    {
        CSharpCompilation first = Compile(("Net.cs", Declaration));
        CSharpCompilation moved = Replace(first, 0, "// A line that moves every position.\n" + Declaration.Replace("=> 1", "=> 2"));
        AssertUnchanged(RunTwice(first, moved), IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void A_new_file_that_no_declaration_names_emits_nothing_again()
    {
        CSharpCompilation compilation = Compile(("Net.cs", Declaration));
        GeneratorDriver driver = Driver().RunGenerators(compilation);
        driver = driver.AddAdditionalTexts([new GeneratorRun.FileOnDisk(Path.Combine(_folder, "b.vnnlib"))]).RunGenerators(compilation);
        Assert.Equal(IncrementalStepRunReason.Unchanged, Reason(driver, NetworkGenerator.Steps.Networks));
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, NetworkGenerator.Steps.Sources));
    }

    [Fact]
    public void An_edit_in_another_file_re_runs_nothing_of_a_network_in_optimisation_models()
    {
        CSharpCompilation first = Consumer.Compile([("Net.cs", Declaration.Replace("[Robust", "[BigM(100), MilpEncoding(\"ideal\")]\n[Robust")), ("Other.cs", "class Other { }")], withMilp: true);
        GeneratorDriver driver = RunTwice(first, Replace(first, 1, "class Other { int _field; void Method() { } }"));

        Assert.Equal(IncrementalStepRunReason.Unchanged, Reason(driver, NetworkGenerator.Steps.HasMilp)); // Asked again, and the answer is the same.
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, NetworkGenerator.Steps.Networks));
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, NetworkGenerator.Steps.Sources));
        Assert.Contains(driver.GetRunResult().Results.Single().GeneratedSources, s => s.HintName == "Sample.Net.Milp.g.cs");
    }

    [Fact]
    public void A_network_goes_into_optimisation_models_only_where_they_are_referenced()
    {
        CSharpCompilation without = Compile(("Net.cs", Declaration));
        GeneratorDriver driver = RunTwice(without, Consumer.Compile([("Net.cs", Declaration)], withMilp: true));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, NetworkGenerator.Steps.Sources));
        Assert.Single(driver.GetRunResult().GeneratedTrees, t => t.FilePath.EndsWith("Milp.g.cs", StringComparison.Ordinal));
        Assert.DoesNotContain(Driver().RunGenerators(without).GetRunResult().GeneratedTrees, t => t.FilePath.EndsWith("Milp.g.cs", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[BigM(100)]", "[BigM(101)]")]
    [InlineData("[MilpEncoding(\"ideal\")]", "[MilpEncoding(\"extended\")]")]
    public void A_changed_statement_about_optimisation_models_emits_again(string before, string after)
    {
        CSharpCompilation first = Consumer.Compile([("Net.cs", Declaration.Replace("[Robust", before + "\n[Robust"))], withMilp: true);
        GeneratorDriver driver = RunTwice(first, Replace(first, 0, Declaration.Replace("[Robust", after + "\n[Robust")));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, NetworkGenerator.Steps.Declarations));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, NetworkGenerator.Steps.Sources));
    }

    [Fact]
    public void A_changed_declaration_emits_again()
    {
        CSharpCompilation first = Compile(("Net.cs", Declaration));
        GeneratorDriver driver = RunTwice(first, Replace(first, 0, Declaration.Replace("<= 40", "<= 41")));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, NetworkGenerator.Steps.Declarations));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, NetworkGenerator.Steps.Sources));
    }

    [Fact]
    public void A_changed_property_file_emits_again()
    {
        CSharpCompilation compilation = Compile(("Net.cs", Declaration));
        GeneratorDriver driver = Driver().RunGenerators(compilation);
        string path = Path.Combine(_folder, "a.vnnlib");
        File.WriteAllText(path, VnnLib(11));
        driver = driver.ReplaceAdditionalTexts([new GeneratorRun.FileOnDisk(path)]).RunGenerators(compilation);
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, NetworkGenerator.Steps.Sources));
    }

    [Fact]
    public void Every_step_is_tracked_and_holds_neither_symbols_nor_syntax()
    {
        GeneratorDriver driver = Driver().RunGenerators(Compile(("Net.cs", Declaration)));
        foreach (string name in NetworkGenerator.Steps.All)
        {
            foreach (IncrementalGeneratorRunStep step in Steps(driver, name))
            {
                foreach ((object value, _) in step.Outputs)
                {
                    ObjectGraph.AssertFreeOf(value, name, typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(Compilation), typeof(SemanticModel), typeof(Location));
                }
            }
        }
    }

    [Fact]
    public void Both_kinds_of_properties_are_emitted()
    {
        GeneratorRunResult result = Driver().RunGenerators(Compile(("Net.cs", Declaration))).GetRunResult().Results.Single();
        Assert.Empty(result.Diagnostics);
        string properties = result.GeneratedSources.Single(s => s.HintName == "Sample.Net.Properties.g.cs").SourceText.ToString();
        Assert.All(new[] { "Bounded", "FromFile", "Calm" }, name => Assert.Contains($"VerificationResult {name}(", properties));
    }

    private static string VnnLib(int bound) => $"""
        (declare-const X_0 Real)
        (declare-const X_1 Real)
        (declare-const Y_0 Real)
        (declare-const Y_1 Real)
        (assert (>= X_0 -1)) (assert (<= X_0 1))
        (assert (>= X_1 0)) (assert (<= X_1 1))
        (assert (>= Y_0 {bound}))
        """;

    private static CSharpCompilation Compile(params (string, string)[] sources) => Consumer.Compile(sources);

    private static CSharpCompilation Replace(CSharpCompilation compilation, int index, string text)
    {
        SyntaxTree old = compilation.SyntaxTrees[index];
        return compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)old.Options, old.FilePath, System.Text.Encoding.UTF8));
    }

    private GeneratorDriver Driver() => GeneratorRun.Driver(_folder, null, "a.vnnlib");

    private GeneratorDriver RunTwice(Compilation first, Compilation second) => Driver().RunGenerators(first).RunGenerators(second);

    private static void AssertUnchanged(GeneratorDriver driver, IncrementalStepRunReason worst)
    {
        foreach (string name in NetworkGenerator.Steps.All)
        {
            IncrementalStepRunReason[] reasons = [.. Steps(driver, name).SelectMany(s => s.Outputs).Select(o => o.Reason)];
            Assert.NotEmpty(reasons);

            // Whether a type is referenced is asked of every new compilation.
            IncrementalStepRunReason least = name == NetworkGenerator.Steps.HasMilp ? IncrementalStepRunReason.Unchanged : worst;
            Assert.All(reasons, r => Assert.True(r == IncrementalStepRunReason.Cached || r == least, $"{name} is {r}"));
        }

        // Whatever the parser did, nothing after the declaration ran.
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, NetworkGenerator.Steps.Sources));
        Assert.All(
            driver.GetRunResult().Results.Single().TrackedOutputSteps.Values.SelectMany(s => s).SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    private static IncrementalStepRunReason Reason(GeneratorDriver driver, string step) => Steps(driver, step).Single().Outputs.Single().Reason;

    private static IEnumerable<IncrementalGeneratorRunStep> Steps(GeneratorDriver driver, string name) => driver.GetRunResult().Results.Single().TrackedSteps[name];
}
