using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Generator.Emit;
using NetCompile.Runtime;

namespace NetCompile.Generator.Tests.Pipeline;

/// <summary>Where properties stand is compiled in where a build will report there, and nowhere else.</summary>
public class PropertyLocationsTests
{
    private const string Source = """
        using NetCompile;

        namespace Cars;

        internal static partial class Outer
        {
            [Network]
            [Input("a", -1, 1), Output("y"), Dense(1, Weights = new[] { 1.0 })]
            [Robust("Steady",
                Center = new[] { 0.5 }, Radius = 0.1, Label = 0)]
            private static partial class Net
            {
                [Property]
                private static bool
                    Bounded(Output y) => y.y <= 1;
            }
        }
        """;

    private static readonly (string, string?)[] s_proving = [("projectdir", "/home/me/My Cars/"), ("NetCompileEmitLocations", "true")];

    [Fact]
    public void Each_property_has_the_line_and_column_of_its_name_in_a_path_from_the_project_folder()
    {
        Compilation consumer = Compile("/home/me/My Cars/Nets/Net.cs", Source);
        GeneratorRun.Driver(s_proving).RunGeneratorsAndUpdateCompilation(consumer, out Compilation result, out _);
        Assembly assembly = Consumer.Load(result);
        Assert.Equal(
            [("Cars.Outer.Net", "Bounded", "Nets/Net.cs", 15, 13), ("Cars.Outer.Net", "Steady", "Nets/Net.cs", 9, 13)],
            assembly.GetCustomAttributes<PropertyLocationAttribute>().Select(l => (l.Network, l.Property, l.Path, l.Line, l.Column)));
        Assert.Equal(NetworkProperties.In(assembly).Select(p => (p.NetworkName, p.Name)), assembly.GetCustomAttributes<PropertyLocationAttribute>().Select(l => (l.Network, l.Property)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    [InlineData("")]
    public void Nobody_asks_while_one_types(string? value)
    {
        GeneratorDriver driver = GeneratorRun.Driver(("NetCompileEmitLocations", value)).RunGenerators(Compile("Net.cs", Source));
        Assert.DoesNotContain(driver.GetRunResult().GeneratedTrees, t => t.FilePath.EndsWith(PropertyLocationsEmitter.HintName, StringComparison.Ordinal));
        Assert.NotEmpty(driver.GetRunResult().GeneratedTrees);
    }

    [Fact]
    public void A_moved_line_changes_this_file_alone()
    {
        CSharpCompilation first = Compile("/home/me/My Cars/Net.cs", Source);
        GeneratorDriver driver = GeneratorRun.Driver(s_proving).RunGenerators(first);
        string[] before = Texts(driver);
        driver = driver.RunGenerators(first.ReplaceSyntaxTree(first.SyntaxTrees[0], first.SyntaxTrees[0].WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From("\n" + Source))));
        GeneratorRunResult result = driver.GetRunResult().Results.Single();

        Assert.Equal(IncrementalStepRunReason.Modified, Reason(result, NetworkGenerator.Steps.PropertyLocations));
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(result, NetworkGenerator.Steps.Sources));
        Assert.Contains(", 16, 13)", Assert.Single(Texts(driver).Except(before)));
    }

    [Theory]
    [InlineData("/home/me/cars/", "/home/me/cars/Nets/A.cs", "Nets/A.cs")]
    [InlineData("/home/me/cars", "/home/me/shared/A.cs", "../shared/A.cs")]
    [InlineData("/home/me/cars", "/home/me/cars2/A.cs", "../cars2/A.cs")]
    [InlineData("/home/me/cars", "/data/A.cs", "A.cs")]
    [InlineData("C:\\me\\cars\\", "C:\\me\\cars\\Nets\\A.cs", "Nets/A.cs")]
    [InlineData("C:\\me\\cars\\", "D:\\A.cs", "A.cs")]
    [InlineData(null, "/home/me/A.cs", "A.cs")]
    [InlineData(null, "Nets/A.cs", "Nets/A.cs")]
    public void Paths_hold_nothing_of_the_machine(string? folder, string file, string expected) => Assert.Equal(expected, RelativePath.From(folder, file));

    private static CSharpCompilation Compile(string path, string source) => Consumer.Compile([(path, source)]);

    private static string[] Texts(GeneratorDriver driver) => [.. driver.GetRunResult().GeneratedTrees.Select(t => t.ToString())];

    private static IncrementalStepRunReason Reason(GeneratorRunResult result, string step) => result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason).Distinct().Single();
}
