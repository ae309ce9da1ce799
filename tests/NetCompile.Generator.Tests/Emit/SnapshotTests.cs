using NetCompile.Generator.Emit;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Tests.Pipeline;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>What people read in their IDE, word for word.</summary>
public class SnapshotTests
{
    [Theory]
    [InlineData("Net.InputOutput.g.cs")]
    [InlineData("Net.g.cs")]
    [InlineData("Net.Network.g.cs")]
    [InlineData("Net.Weights.g.cs")]
    [InlineData("Net.Properties.g.cs")]
    public void A_tiny_network_is_straight_line_code_with_its_weights_as_literals(string file) =>
        Snapshot.Matches(WithoutVersion(TinyNetwork(file)), "Tiny." + file[..^3]);

    [Fact]
    public void A_tiny_network_in_an_optimisation_model_states_every_big_M_and_its_origin() =>
        Snapshot.Matches(WithoutVersion(TinyNetwork("Net.Milp.g.cs", withMilp: true)), "Tiny.Net.Milp.g");

    [Fact]
    public void A_larger_layer_in_an_optimisation_model_is_a_call_with_tables()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(17), 1, 18, 3, 1);
        MilpDeclaration milp = new("partition:2", new[] { new BigMDeclaration(null, 2.5, 0, null, 3) }.ToEquatableArray());
        ResolvedNetwork network = EmittedNetwork.ResolveForMilp(model, EmittedNetwork.Declare(model) with { Milp = milp });
        Snapshot.Matches(WithoutVersion(NetworkEmitter.Emit(network).Single(f => f.HintName == "Sample.Net.Milp.g.cs").Text), "Layered.Milp.g");
    }

    [Fact]
    public void A_layered_network_is_a_sequence_of_kernel_calls()
    {
        // Two layers and a gather: kernels for one sample and for a batch, buffers, packed weights.
        Random random = new(5);
        NetworkModelBuilder b = new("layered", TensorShape.Of(4));
        int h = b.AddLeakyRelu(b.AddDense(b.Input, TestModels.Random(random, 100, 4), TestModels.Random(random, 100)), 0.125f);
        int joined = b.AddGather([h, b.Input], [.. Enumerable.Range(0, 40).Select(i => new GatherIndex(0, 2 * i)), new GatherIndex(1, 3)], TensorShape.Of(41));
        NetworkModel model = b.Build(b.AddClip(b.AddDense(joined, TestModels.Random(random, 2, 41)), Tensor.Vector(0f, -1f), Tensor.Vector(1f, float.PositiveInfinity)));
        ResolvedNetwork network = EmittedNetwork.Resolve(model, EmittedNetwork.Declare(model, named: true));
        Snapshot.Matches(WithoutVersion(NetworkEmitter.Emit(network).Single(f => f.HintName == "Sample.Net.Network.g.cs").Text), "Layered.Network.g");
    }

    [Fact]
    public void A_specialised_network_says_what_went_and_guards_its_region()
    {
        // h = (x + y, 9 + x, x − y − 9): one unstable, one linear, one off.
        const string Source = """
            using NetCompile;

            [Network(SpecializeToRegion = true)]
            [Input("x", -1, 1), Input("y", 0, 2), Output("z")]
            [Dense(3, Weights = new[] { 1.0, 1, 1, 0, 1, -1 }, Bias = new[] { 0.0, 9, -9 }), Relu, Dense(1, Weights = new[] { 2.0, 3, 4 })]
            public static partial class Net { }
            """;
        Snapshot.Matches(WithoutVersion(Generate(Source, "Net.g.cs", withMilp: false)), "Specialized.Net.g");
        Snapshot.Matches(WithoutVersion(Generate(Source, "Net.Network.g.cs", withMilp: false)), "Specialized.Net.Network.g");
    }

    // A release must not change the approved texts.
    private static string WithoutVersion(string text) => text
        .Replace($"NetCompile.Generator {HeaderEmitter.Version}", "NetCompile.Generator VERSION")
        .Replace($"\"NetCompile.Generator\", \"{HeaderEmitter.Version}\"", "\"NetCompile.Generator\", \"VERSION\"");

    private static string TinyNetwork(string file, bool withMilp = false)
    {
        const string Source = """
            using NetCompile;

            [Network]
            [Input("gap", 0, 100, Mean = 50, Range = 100), Input("sensor", -1, 1, Count = 2)]
            [Output("brake", Scale = 4), Output("coast")]
            [Dense(3, Weights = new[] { 0.5, -1.25, 0, 1e-3, 2, -0.1, 0, 0, 0 }, Bias = new[] { 0.1, 0, 7 }), Relu]
            [Dense(2, Weights = new[] { 1.0, 0.5, -0.25, -1, 1, 0 }, Bias = new[] { 0, -0.5 })]
            [BigM(Upper = 9, LayerName = "relu2", Neuron = 0)]
            [Robust("CalmAtHalf", Center = new[] { 50.0, 0, 0 }, Radius = 0.1, Label = 1)]
            internal static partial class Net
            {
                private const double Close = 10;

                [Property(ProveAtBuild = true)]
                internal static bool BrakesWhenClose(Input x, Output y) => !(x.gap <= Close && x.sensor[1] < 0) || (y.brake - 2 * y.coast >= 0.1 && y.brake <= 40);
            }
            """;
        return Generate(Source, file, withMilp);
    }

    private static string Generate(string source, string file, bool withMilp) =>
        GeneratorRun.Driver().RunGenerators(Consumer.Compile([("Net.cs", source)], withMilp: withMilp)).GetRunResult().Results.Single()
            .GeneratedSources.Single(s => s.HintName == file).SourceText.ToString();
}
