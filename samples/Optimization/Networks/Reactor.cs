using NetCompile;

namespace Optimization;

/// <summary>A stand-in for a chemical reactor: how much of the product a batch yields, in per cent, learned by samples/Optimization.Training from its kinetics.</summary>
[Network("../models/reactor.onnx")]
[Input("temperature", 320, 400, Mean = 360, Range = 80)]
[Input("minutes", 5, 60, Mean = 30, Range = 55)]
[Input("bags", 1, 8, Mean = 4, Range = 7)]
[Output("yield", Scale = 100)]
internal static partial class Reactor
{
}
