using System.Collections.Immutable;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Tests.Emit;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Milp;

public class ProvenBoundsTests
{
    [Theory]
    [InlineData(HiddenActivation.Relu)]
    [InlineData(HiddenActivation.LeakyRelu)]
    [InlineData(HiddenActivation.Clip)]
    [InlineData(HiddenActivation.Maximum)]
    [InlineData(HiddenActivation.Threshold)]
    public void Every_value_lies_within_and_stable_units_stay_on_their_piece(HiddenActivation activation)
    {
        Random random = new(3);
        for (int trial = 0; trial < 10; trial++)
        {
            NetworkModel network = LowerMaximumPass.Run(RandomNetworks.Chain(random, activation, 2, 6, 5, 2));
            ProvenBounds proven = EmbeddedNetwork.Proven(network);
            for (int point = 0; point < 50; point++)
            {
                double[][] values = DoubleEvaluator.EvaluateAll(network, [(2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1]);
                foreach (ActivationLayer layer in proven.Layers)
                {
                    NetworkOperator o = network.Operators[layer.OperatorId];
                    for (int i = 0; i < layer.Units.Count; i++)
                    {
                        UnitBounds unit = layer.Units[i];
                        double a = values[o.Sources[0]][i];
                        Assert.InRange(a, unit.Lower - 1e-12, unit.Upper + 1e-12);
                        Assert.Equal(unit.State, UnitStates.Of(o, i, unit.Lower, unit.Upper));
                        if (unit.State == UnitState.StablyInactive)
                        {
                            Assert.Equal(values[o.Id][i], DoubleEvaluator.EvaluateAll(network, [0.3, -0.7])[o.Id][i]);
                        }
                    }
                }

                Assert.All(values[network.Output].Zip(proven.Outputs), p => Assert.InRange(p.First, p.Second.Lower - 1e-12, p.Second.Upper + 1e-12));
            }
        }
    }

    [Fact]
    public void CROWN_and_intervals_are_named_for_what_each_is_tighter_in()
    {
        ProvenBounds proven = EmbeddedNetwork.Proven(RandomNetworks.Chain(new Random(4), 3, 10, 10, 1));

        // Over the input a layer is affine: intervals are exact. Behind ReLUs lines are often tighter, and sometimes not.
        Assert.All(proven.Layers[0].Units, u => Assert.Equal((BoundSource.Interval, BoundSource.Interval), (u.LowerSource, u.UpperSource)));
        Assert.Contains(proven.Layers[1].Units, u => u.LowerSource == BoundSource.Crown || u.UpperSource == BoundSource.Crown);
    }

    [Fact]
    public void The_same_network_and_region_are_bounded_once()
    {
        NetworkModel network = RandomNetworks.Chain(new Random(5), 3, 8, 1), again = RandomNetworks.Chain(new Random(5), 3, 8, 1);
        Assert.NotSame(network, again);
        Assert.Same(EmbeddedNetwork.Proven(network), EmbeddedNetwork.Proven(again));
        Assert.NotSame(EmbeddedNetwork.Proven(network), EmbeddedNetwork.Proven(network, -1, 0.5));

        // So are the facts that rules ask for; a statement more makes others.
        ImmutableArray<InputInterval> region = [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 3)];
        MilpDeclaration stated = new(null, new[] { new BigMDeclaration(5, 5, null, null, null) }.ToEquatableArray());
        Assert.Same(EncodingFacts.Over(network, region, MilpDeclaration.None), EncodingFacts.Over(again, region, new MilpDeclaration(null, default)));
        Assert.NotSame(EncodingFacts.Over(network, region, MilpDeclaration.None), EncodingFacts.Over(network, region, stated));
    }

    [Fact]
    public void A_network_that_is_too_large_for_CROWN_has_interval_bounds_and_says_so()
    {
        NetworkModel network = RandomNetworks.Chain(new Random(6), 400, 600, 600, 1);
        Assert.True(ProvenBounds.CrownWork(network) > ProvenBounds.MaxCrownWork);
        ProvenBounds proven = EmbeddedNetwork.Proven(network);

        Assert.False(proven.UsesCrown);
        Assert.All(proven.Layers.SelectMany(l => l.Units), u => Assert.Equal((BoundSource.Interval, BoundSource.Interval), (u.LowerSource, u.UpperSource)));
        string text = NetCompile.Generator.Emit.NetworkEmitter.Emit(EmittedNetwork.ResolveForMilp(network)).Single(f => f.HintName.EndsWith("Milp.g.cs", StringComparison.Ordinal)).Text;
        Assert.Contains("// intervals alone, in real arithmetic (CROWN would cost ", text);
    }

    [Fact]
    public void A_witness_is_a_value_that_is_reached_and_on_the_first_layer_the_largest()
    {
        NetworkModel network = RandomNetworks.Chain(new Random(8), 3, 6, 6, 1);
        ImmutableArray<InputInterval> region = [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 3)];
        foreach (ActivationLayer layer in EmbeddedNetwork.Proven(network).Layers)
        {
            int source = network.Operators[layer.OperatorId].Sources[0];
            for (int i = 0; i < layer.Units.Count; i++)
            {
                foreach (int sign in (int[])[1, -1])
                {
                    Witness witness = WitnessSearch.Find(network, region, source, i, sign);
                    double bound = sign > 0 ? layer.Units[i].Upper : -layer.Units[i].Lower, value = sign * DoubleEvaluator.EvaluateAll(network, witness.Input.AsSpan())[source][i];
                    Assert.All(witness.Input, x => Assert.InRange(x, -1, 1));
                    Assert.InRange(witness.Value, value - 1e-9, value + 1e-12);
                    Assert.True(witness.Value <= bound);
                    Assert.True(layer.Index > 0 || witness.Value >= bound - 1e-6, "An affine function is greatest at the corner that its gradient points to.");
                }
            }
        }
    }

    [Fact]
    public void The_gradient_is_that_of_differences()
    {
        Random random = new(9);
        NetworkModel network = RandomNetworks.EveryOperator(random, 4, 6, 2);
        for (int trial = 0; trial < 20; trial++)
        {
            double[] x = [.. Enumerable.Range(0, 4).Select(_ => (2 * random.NextDouble()) - 1)];
            double[] gradient = InputGradient.Of(network, DoubleEvaluator.EvaluateAll(network, x), network.Output, 1);
            for (int j = 0; j < x.Length; j++)
            {
                double at(double step) => DoubleEvaluator.Evaluate(network, [.. x.Select((v, k) => k == j ? v + step : v)])[1];

                // A kink within the step makes a difference of its own; the function is linear on both sides then.
                double forward = (at(1e-7) - at(0)) / 1e-7, backward = (at(0) - at(-1e-7)) / 1e-7;
                Assert.InRange(gradient[j], Math.Min(forward, backward) - 1e-5, Math.Max(forward, backward) + 1e-5);
            }
        }
    }
}
