using System.Reflection;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Milp;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>The emitted <c>AddTo</c> makes the model that the encoder makes at run time from the same bounds, column by column and row by row.</summary>
public class EncodingEmitterTests
{
    private static readonly Dictionary<string, Func<NetworkModel>> s_models = new()
    {
        ["small layers, unit by unit"] = () => RandomNetworks.Chain(new Random(1), 3, 8, 8, 2),
        ["larger layers, by tables"] = () => RandomNetworks.Chain(new Random(2), 5, 30, 20, 3),
        ["many units, packed tables"] = () => RandomNetworks.Chain(new Random(3), 3, 4500, 2),
        ["every operator, small"] = () => RandomNetworks.EveryOperator(new Random(4), 3, 5, 2),
        ["every operator"] = () => RandomNetworks.EveryOperator(new Random(5), 4, 24, 2),
        ["leaky"] = () => RandomNetworks.Chain(new Random(6), HiddenActivation.LeakyRelu, 3, 20, 6, 2),
        ["clip"] = () => RandomNetworks.Chain(new Random(7), HiddenActivation.Clip, 3, 20, 6, 2),
        ["sign"] = () => RandomNetworks.Chain(new Random(8), HiddenActivation.Sign, 3, 20, 6, 2),
        ["threshold"] = () => RandomNetworks.Chain(new Random(9), HiddenActivation.Threshold, 3, 6, 2),
        ["maximum, lowered"] = () => LowerMaximumPass.Run(RandomNetworks.Chain(new Random(10), HiddenActivation.Maximum, 3, 6, 20, 2)),
        ["identity"] = () => TestModels.Create("identity"),
    };

    public static TheoryData<string> Models => [.. s_models.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_emitted_code_makes_the_model_of_the_encoder(string name)
    {
        NetworkModel network = s_models[name]();
        (MilpModel emitted, EncodedNetwork embedded) = Embed(EmittedNetwork.ResolveForMilp(network), null);
        NeuronBounds bounds = EmbeddedNetwork.ForRunTime(network, EmbeddedNetwork.Proven(network));
        MilpModel expected = new();
        EncodedNetwork encoded = NetworkEncoder.AddTo(expected, NetworkRunner.Create(network), EmbeddedNetwork.Inputs(expected, network), bounds);

        AssertSame(expected, emitted);
        Assert.Equal((encoded.UnstableCount, encoded.StablyActiveCount, encoded.StablyInactiveCount), (embedded.UnstableCount, embedded.StablyActiveCount, embedded.StablyInactiveCount));
        Assert.Single(emitted.Checks);
    }

    [Fact]
    public void What_the_output_does_not_depend_on_is_left_out()
    {
        NetworkModel network = TestModels.Create("dead operators");
        (MilpModel emitted, EncodedNetwork embedded) = Embed(EmittedNetwork.ResolveForMilp(network), null);
        MilpModel whole = new();
        NetworkEncoder.AddTo(whole, NetworkRunner.Create(network), EmbeddedNetwork.Inputs(whole, network), EmbeddedNetwork.ForRunTime(network, EmbeddedNetwork.Proven(network)));
        double[] values = new double[emitted.ColumnCount], input = [.. Enumerable.Range(0, network.InputCount).Select(i => 0.7 - (0.3 * i))];
        input.CopyTo(values, 0);
        embedded.Complete(values);

        Assert.True(emitted.ColumnCount < whole.ColumnCount);
        Assert.All(DoubleEvaluator.Evaluate(network, input).Zip(embedded.Outputs), p => Assert.Equal(p.First, values[p.Second.Index], 1e-9));
    }

    [Fact]
    public void A_stated_encoding_is_the_default_and_options_override_it()
    {
        NetworkModel network = RandomNetworks.Chain(new Random(1), 3, 8, 2);
        NetworkDeclaration declaration = EmittedNetwork.Declare(network) with { Milp = new MilpDeclaration("partition:2", default) };
        ResolvedNetwork resolved = EmittedNetwork.ResolveForMilp(network, declaration);

        Assert.Equal("partition:2", Embed(resolved, null).Embedded.Encoding.Name);
        Assert.Equal("indicator", Embed(resolved, new EncodingOptions { Encoding = ReluEncoding.Indicator }).Embedded.Encoding.Name);
    }

    [Fact]
    public void A_stated_big_M_takes_the_place_of_proven_bounds_of_unstable_units_alone()
    {
        NetworkModel network = RandomNetworks.Chain(new Random(12), 1, 12, 12, 2);
        MilpDeclaration milp = new(null, new[] { new BigMDeclaration(50, 50, null, null, null), new BigMDeclaration(7, null, 1, null, null), new BigMDeclaration(3, 4, 1, null, 2) }.ToEquatableArray());
        ResolvedNetwork resolved = EmittedNetwork.ResolveForMilp(network, EmittedNetwork.Declare(network) with { Milp = milp });
        MilpModel model = Embed(resolved, null).Model;

        ProvenBounds proven = EmbeddedNetwork.Proven(network);
        Assert.Equal(UnitState.Unstable, proven.Layers[1].Units[2].State);
        Assert.Contains(proven.Layers.SelectMany(l => l.Units), u => u.State != UnitState.Unstable);
        Dictionary<string, int> columns = Enumerable.Range(0, model.ColumnCount).ToDictionary(model.ColumnName);
        foreach (ActivationLayer layer in proven.Layers)
        {
            for (int i = 0; i < layer.Units.Count; i++)
            {
                UnitBounds unit = layer.Units[i];
                string column = $"random.relu{layer.OperatorId}[{i}]";
                if (unit.State == UnitState.Unstable)
                {
                    // The specific statement counts, also where it leaves one side to the proven bound.
                    (double lower, double upper) = (layer.Index, i) switch { (1, 2) => (-3, 4), (1, _) => (-7, unit.Upper), _ => (-50.0, 50.0) };
                    int a = columns[column + ".a"];
                    Assert.Equal((lower, upper), (model.ColumnLower[a], model.ColumnUpper[a]));
                }
                else
                {
                    Assert.DoesNotContain(column + ".z", columns.Keys);
                }
            }
        }
    }

    [Fact]
    public void Given_bounds_replace_those_of_the_compiler()
    {
        NetworkModel network = RandomNetworks.Chain(new Random(13), 3, 8, 8, 2);
        Assembly assembly = EmbeddedNetwork.Load(EmittedNetwork.ResolveForMilp(network));
        ProvenBounds half = EmbeddedNetwork.Proven(network, 0.25, 0.5);
        NeuronBounds bounds = EmbeddedNetwork.ForRunTime(Consumer.Runner(assembly, "Sample.Net+Network").Model, half, 0.25, 0.5);
        MilpModel model = new();
        MilpVariable[] inputs = model.AddVariables(3, 0.25, 0.5, "x");
        EncodedNetwork embedded = EmbeddedNetwork.AddTo(assembly, model, inputs, bounds);

        Assert.Equal(half.Layers.Sum(l => l.Count(UnitState.Unstable)), embedded.UnstableCount);
        Assert.True(embedded.UnstableCount < EmbeddedNetwork.Proven(network).Layers.Sum(l => l.Count(UnitState.Unstable)));
    }

    [Fact]
    public void Bounds_that_are_tightened_at_run_time_fit_the_emitted_network()
    {
        NetworkModel network = RandomNetworks.Chain(new Random(15), 3, 8, 8, 2);
        Assembly assembly = EmbeddedNetwork.Load(EmittedNetwork.ResolveForMilp(network));
        NeuronBounds bounds = BoundTightening.Compute(Consumer.Runner(assembly, "Sample.Net+Network"), [0, 0, 0], [0.5, 0.5, 0.5]).Bounds;
        MilpModel model = new();
        EncodedNetwork embedded = EmbeddedNetwork.AddTo(assembly, model, model.AddVariables(3, 0, 0.5, "x"), bounds);
        double[] values = new double[model.ColumnCount];
        (values[0], values[1], values[2]) = (0.1, 0.5, 0.25);
        embedded.Complete(values);

        Assert.All(DoubleEvaluator.Evaluate(network, [0.1, 0.5, 0.25]).Zip(embedded.Outputs), p => Assert.Equal(p.First, values[p.Second.Index], 1e-6));
        Assert.Equal("copy", embedded.Name);
        Assert.StartsWith("copy.", embedded.Outputs[0].Name);
    }

    [Fact]
    public void Variables_beyond_the_declared_ranges_and_float32_are_refused()
    {
        NetworkModel network = RandomNetworks.Chain(new Random(14), 2, 4, 1);
        Assembly assembly = EmbeddedNetwork.Load(EmittedNetwork.ResolveForMilp(network));
        MilpModel model = new();
        MilpVariable[] wide = model.AddVariables(2, -1, 1.5, "x"), fitting = model.AddVariables(2, -1, 1, "y");

        Assert.Contains("[-1, 1]", Assert.Throws<ArgumentException>(() => EmbeddedNetwork.AddTo(assembly, model, wide)).Message);
        Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(() => EmbeddedNetwork.AddTo(assembly, model, [fitting[0]])).Message);
        Assert.Contains("float32", Assert.Throws<ArgumentException>(() => EmbeddedNetwork.AddTo(assembly, model, fitting, new EncodingOptions { Arithmetic = Arithmetic.Float32 })).Message);
        Assert.Empty(model.Checks);
    }

    private static (MilpModel Model, EncodedNetwork Embedded) Embed(ResolvedNetwork network, EncodingOptions? options)
    {
        MilpModel model = new();
        return (model, EmbeddedNetwork.AddTo(EmbeddedNetwork.Load(network), model, EmbeddedNetwork.Inputs(model, network.Model), options, network.Model.Name));
    }

    private static void AssertSame(MilpModel expected, MilpModel actual)
    {
        Assert.Equal(expected.ColumnLower.ToArray(), actual.ColumnLower.ToArray());
        Assert.Equal(expected.ColumnUpper.ToArray(), actual.ColumnUpper.ToArray());
        Assert.Equal(expected.Kinds.ToArray(), actual.Kinds.ToArray());
        Assert.Equal(expected.RowLower.ToArray(), actual.RowLower.ToArray());
        Assert.Equal(expected.RowUpper.ToArray(), actual.RowUpper.ToArray());
        Assert.Equal(expected.RowStarts.ToArray(), actual.RowStarts.ToArray());
        Assert.Equal(expected.RowColumns.ToArray(), actual.RowColumns.ToArray());
        Assert.Equal(expected.RowCoefficients.ToArray(), actual.RowCoefficients.ToArray());
        Assert.Equal(Enumerable.Range(0, expected.RowCount).Select(expected.RowName), Enumerable.Range(0, actual.RowCount).Select(actual.RowName));
        Assert.Equal(Enumerable.Range(0, expected.ColumnCount).Select(expected.ColumnName), Enumerable.Range(0, actual.ColumnCount).Select(actual.ColumnName));
    }
}
