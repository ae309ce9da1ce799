using System.Collections.Immutable;
using System.Reflection;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Generator.Tests.Pipeline;

/// <summary>What a tool finds in an assembly that it has not been compiled with.</summary>
public sealed class DeclaredPropertiesTests : IDisposable
{
    // y = 2a, z = -b on [-1, 1]².
    private const string Layers = """
        [Network]
        [Input("a", -1, 1), Input("b", -1, 1)]
        [Output("y", "z")]
        [Dense(2, Weights = new[] { 2.0, 0, 0, -1 })]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("netcompile").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_property_of_an_assembly_is_found_by_name_with_its_marks_and_verifies()
    {
        Assembly assembly = Load($$"""
            using NetCompile;

            namespace Zoo { {{Layers}} internal static partial class Plain { [Property] static bool AtMostTwo(Output y) => y.y <= 2.5; } }

            namespace Cars.@event
            {
                internal static partial class Outer
                {
                    {{Layers}}
                    [Robust("Steady", Center = new[] { 0.5, 0.5 }, Radius = 0.1, Label = 0, ProveAtBuild = true)]
                    private partial class @class
                    {
                        [Property(ProveAtBuild = true)]
                        private static bool Half(Input x, Output y) => y.y <= 1;

                        [Property]
                        private static bool DeclaredProperties(Output y) => y.z >= -1.5;
                    }
                }
            }

            internal static class Bystander { internal struct Network { } }
            """);

        ImmutableArray<NetworkProperty> properties = NetworkProperties.In(assembly);

        Assert.Equal(
            [
                ("Cars.event.Outer.class.Half", true, Verdict.Violated), ("Cars.event.Outer.class.DeclaredProperties", false, Verdict.Holds),
                ("Cars.event.Outer.class.Steady", true, Verdict.Holds), ("Zoo.Plain.AtMostTwo", false, Verdict.Holds),
            ],
            properties.Select(p => (p.ToString(), p.ProveAtBuild, p.Verify().Verdict)));
        Assert.Equal(["y.y <= 1", "y.z >= -1.5", "output 0 stays the greatest within 0.1 of the given point", "y.y <= 2.5"], properties.Select(p => p.Text));
        Assert.All(properties, p => Assert.Equal(["a", "b"], p.InputNames.ToArray()));
        Assert.All(properties, p => Assert.Equal(["y", "z"], p.OutputNames.ToArray()));
        Assert.All(properties, p => Assert.False(p.IsUnscaled));
    }

    [Fact]
    public void The_list_of_a_class_is_made_once_and_a_class_without_properties_has_an_empty_one()
    {
        Assembly assembly = Load($$"""
            using NetCompile;
            {{Layers}} internal static partial class Net { [Property] static bool Any(Output y) => y.y <= 3; }
            {{Layers}} internal static partial class Without { }
            internal static class Ordinary { }
            """);
        Type net = assembly.GetType("Net", throwOnError: true)!;
        Assert.Same(Assert.Single(NetworkProperties.Of(net)), Assert.Single(NetworkProperties.Of(net)));
        Assert.Empty(NetworkProperties.Of(assembly.GetType("Without", throwOnError: true)!));
        ArgumentException e = Assert.Throws<ArgumentException>(() => NetworkProperties.Of(assembly.GetType("Ordinary", throwOnError: true)!));
        Assert.Contains("'Ordinary' is no network", e.Message);
    }

    [Theory]
    [InlineData("[Property] static bool Curved(Input x, Output y) => x.a * y.y <= 7;", "", "The property 'Curved' of Cars.Net was not compiled, so nothing is known about it.")]
    [InlineData("[Property] static bool Low(Output y, int i) => y.y <= i;", "", "The property 'Low' of Cars.Net was not compiled")]
    [InlineData("", "[Robust(\"Steady\", Center = new[] { 0.5 }, Radius = 0.1)]", "The property 'Steady' of Cars.Net was not compiled")]
    [InlineData("", "[VnnLib(\"nowhere.vnnlib\", Name = \"Elsewhere\")]", "The property 'Elsewhere' of Cars.Net was not compiled")]
    [InlineData("", "[VnnLib(\"nowhere.vnnlib\")]", "The network Cars.Net declares 2 properties, but 1 were compiled.")]
    [InlineData("[Property] static bool High(Input x, Output y) => y.y >= -9;", "", "The network Cars.Net declares 2 properties, but 1 were compiled.")]
    public void A_property_that_could_not_be_compiled_is_an_error_and_not_one_less(string member, string attribute, string problem)
    {
        // Analyzers report each of these, and are not run here: as with RunAnalyzers=false.
        Assembly assembly = Load($$"""
            using NetCompile;
            namespace Cars
            {
                {{Layers}} {{attribute}} internal static partial class Net
                {
                    [Property] static bool High(Output y) => y.y >= -9;
                    {{member}}
                }
            }
            """);
        Assert.StartsWith(problem, Assert.Throws<InvalidOperationException>(() => NetworkProperties.In(assembly)).Message);
        Assert.StartsWith(problem, Assert.Throws<InvalidOperationException>(() => NetworkProperties.Of(assembly.GetType("Cars.Net", throwOnError: true)!)).Message);
    }

    [Fact]
    public void A_network_into_which_nothing_was_generated_is_an_error_and_not_one_without_properties()
    {
        Assembly assembly = Consumer.Load(Consumer.Compile([("Net.cs", $$"""
            using NetCompile;
            {{Layers}} [Robust("Steady", Center = new[] { 0.5, 0.5 }, Radius = 0.1)] internal static partial class Net { }
            """)]));
        Assert.StartsWith("Nothing was generated into the network Net, so nothing is known about its properties.", Assert.Throws<InvalidOperationException>(() => NetworkProperties.In(assembly)).Message);
    }

    [Fact]
    public void A_counterexample_is_told_in_the_names_that_properties_write_blocks_element_by_element()
    {
        Assembly assembly = Load("""
            using NetCompile;
            [Network]
            [Input("p", 0, 1, Count = 2), Input("q", 3, 3)]
            [Output("y")]
            [Dense(1, Weights = new[] { 1.0, 1.0, 0.0 })]
            internal static partial class Net { [Property] static bool Low(Output y) => y.y < 2; }
            """);
        NetworkProperty property = Assert.Single(NetworkProperties.In(assembly));
        Assert.Equal("p[0] = 1, p[1] = 1, q = 3 gives y = 2", property.Describe(property.Verify().Counterexample!));
        Assert.Equal("p[0] = 1, … (2 more) gives y = 2", property.Describe(property.Verify().Counterexample!, most: 1));
    }

    [Fact]
    public void A_VnnLib_property_says_that_it_is_unscaled_only_where_scaling_makes_a_difference()
    {
        File.WriteAllText(Path.Combine(_folder, "low.vnnlib"), """
            (declare-const X_0 Real)
            (declare-const Y_0 Real)
            (assert (>= X_0 -2)) (assert (<= X_0 2))
            (assert (>= Y_0 2))
            """);
        Assembly assembly = Load("""
            using NetCompile;
            [Network, Input("a", 0, 100, Mean = 50, Range = 25), Output("y", Scale = 10), Dense(1, Weights = new[] { 1.0 }), VnnLib("low.vnnlib", ProveAtBuild = true)]
            internal static partial class Scaled { }
            [Network, Input("a", -2, 2), Output("y"), Dense(1, Weights = new[] { 1.0 }), VnnLib("low.vnnlib", Name = "Network2")]
            internal static partial class Unscaled { }
            """, "low.vnnlib");

        NetworkProperty[] properties = [.. NetworkProperties.In(assembly)];
        Assert.Equal([("Scaled.Low", true, true), ("Unscaled.Network2", false, false)], properties.Select(p => (p.ToString(), p.IsUnscaled, p.ProveAtBuild)));
        Assert.Equal("a = 2 gives y = 2 (the model's own values, before and after the declared scaling)", properties[0].Describe(properties[0].Verify().Counterexample!));
        Assert.Equal("a = 2 gives y = 2", properties[1].Describe(properties[1].Verify().Counterexample!));
        Assert.Equal(properties[0].Fingerprint.Split('.')[1], properties[1].Fingerprint.Split('.')[1]);
    }

    private Assembly Load(string source, params string[] files) =>
        Consumer.Load(GeneratorRun.Compile(Consumer.Compile([("Net.cs", "#pragma warning disable CS1591\n" + source)]), _folder, files));
}
