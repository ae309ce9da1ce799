using NetCompile;

namespace Optimization;

/// <summary>What an action is worth to a boat that comes alongside: a Q-function over the state (distance to the quay in m, speed in m/s) and the action (engine, drogue).</summary>
[Network("../models/berth.onnx")]
[Input("distance", 0, 12, Mean = 6, Range = 12)]
[Input("speed", -1, 3, Mean = 1, Range = 4)]
[Input("engine", -1, 1, Range = 2)]
[Input("drogue", 0, 1, Mean = 0.5)]
[Output("value")]
internal static partial class Berth
{
}
