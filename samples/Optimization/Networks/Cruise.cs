using NetCompile;

namespace Optimization;

/// <summary>The cruise controller of samples/CruiseControl: m, m/s, and a command in m/s².</summary>
[Network("../../CruiseControl/models/cruise.onnx")]
[Input("gap", 0, 150, Mean = 75, Range = 150)]
[Input("speed", 0, 40, Mean = 20, Range = 40)]
[Input("leadSpeed", 0, 40, Mean = 20, Range = 40)]
[Input("setSpeed", 10, 40, Mean = 25, Range = 30)]
[Output("acceleration")]
internal static partial class Cruise
{
    [Property]
    public static bool BrakesHardWhenClosingFast(Input x, Output y) =>
        !(x.gap <= 40 && x.speed - x.leadSpeed >= 15) || y.acceleration <= -3;
}
