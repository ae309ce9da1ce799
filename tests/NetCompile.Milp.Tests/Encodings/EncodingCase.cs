using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Encodings;

/// <summary>A small random network on a box, with interval bounds, ready to be encoded.</summary>
internal sealed record EncodingCase(NetworkModel Network, double[] Lower, double[] Upper, double[] Objective, NeuronBounds Bounds)
{
    public static readonly string[] Exact = ["big-m", "extended", "partition:2", "partition:2:equal-range", "partition:3:random", "partition:2:uneven", "ideal", "indicator", "sos1"];

    public static EncodingCase Create(int seed, HiddenActivation activation, params int[] widths)
    {
        Random random = new(seed);
        return Create(random, RandomNetworks.Chain(random, activation, widths));
    }

    public static EncodingCase Create(Random random, NetworkModel network)
    {
        double[] lower = [.. Enumerable.Range(0, network.InputCount).Select(_ => -1 + (0.5 * random.NextDouble()))];
        double[] upper = [.. lower.Select(l => l + 0.5 + (1.5 * random.NextDouble()))];
        double[] objective = [.. Enumerable.Range(0, network.OutputCount).Select(_ => (2 * random.NextDouble()) - 1)];
        return new EncodingCase(network, lower, upper, objective, IntervalBoundsOf(network, lower, upper));
    }

    public static NeuronBounds IntervalBoundsOf(NetworkModel network, double[] lower, double[] upper)
    {
        NetworkBounds bounds = IntervalBounds.Compute(network, Region(lower, upper));
        return new NeuronBounds(network, lower, upper, Arithmetic.Real, [.. bounds.Operators.Select(o => new ValueBounds(o.Lower, o.Upper, BoundOrigin.Interval))]);
    }

    public static NeuronBounds CrownBoundsOf(NetworkModel network, double[] lower, double[] upper)
    {
        NetworkBounds bounds = CrownBounds.Compute(network, Region(lower, upper), new CrownOptions(IntersectWithIntervals: true));
        return new NeuronBounds(network, lower, upper, Arithmetic.Real, [.. bounds.Operators.Select(o => new ValueBounds(o.Lower, o.Upper, BoundOrigin.Crown))]);
    }

    public (MilpModel Model, EncodedNetwork Encoded) Encode(string encoding, NeuronBounds? bounds = null)
    {
        MilpModel model = new("case");
        MilpVariable[] inputs = [.. Lower.Zip(Upper, (l, u) => model.AddVariable(l, u))];
        EncodingOptions options = new() { Encoding = ReluEncoding.Parse(encoding) };
        EncodedNetwork encoded = NetworkEncoder.AddTo(model, Network, NetworkRunner.Create(Network), inputs, bounds ?? Bounds, options);
        model.Maximize(MilpExpression.Dot(Objective, [.. encoded.Outputs]));
        return (model, encoded);
    }

    private static ImmutableArray<InputInterval> Region(double[] lower, double[] upper) => [.. lower.Zip(upper, InputInterval.Exact)];

    public double[] RandomInput(Random random) => [.. Lower.Zip(Upper, (l, u) => random.Next(5) switch { 0 => l, 1 => u, _ => l + (random.NextDouble() * (u - l)) })];
}
