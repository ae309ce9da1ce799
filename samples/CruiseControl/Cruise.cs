using NetCompile;

namespace CruiseControl;

/// <summary>An adaptive cruise controller: a trained network and what must be true of it.</summary>
/// <remarks>
/// Lengths are in metres, speeds in metres per second, the acceleration in metres per second squared. A property is an ordinary C# expression;
/// it is claimed for every situation within the ranges of the inputs, not only for those that somebody tried. <c>!a || b</c> reads "if a then b".
/// </remarks>
[Network("models/cruise.onnx")]
[Input("gap", 0, 150, Mean = 75, Range = 150)]
[Input("speed", 0, 40, Mean = 20, Range = 40)]
[Input("leadSpeed", 0, 40, Mean = 20, Range = 40)]
[Input("setSpeed", 10, 40, Mean = 25, Range = 30)]
[Output("acceleration")]
internal static partial class Cruise
{
    // Headways, in seconds: a gap divided by the speed. Properties may name constants.
    private const double HalfASecond = 0.5;
    private const double OneSecond = 1;
    private const double PlentyOfTime = 2.5;

    [Property(ProveAtBuild = true)]
    public static bool StaysWithinItsLimits(Input x, Output y) =>
        y.acceleration >= -10 && y.acceleration <= 3;

    [Property]
    public static bool BrakesBehindASlowerCar(Input x, Output y) =>
        !(x.gap <= OneSecond * x.speed && x.leadSpeed <= x.speed) || y.acceleration <= -2;

    [Property]
    public static bool BrakesHardWhenClosingFast(Input x, Output y) =>
        !(x.gap <= 40 && x.speed - x.leadSpeed >= 15) || y.acceleration <= -3;

    [Property(ProveAtBuild = true)]
    public static bool SlowsDownAboveTheSetSpeed(Input x, Output y) =>
        !(x.speed >= x.setSpeed + 2) || y.acceleration <= 0;

    [Property]
    public static bool ReachesForTheSetSpeedOnAFreeRoad(Input x, Output y) =>
        !(x.gap >= 140 && x.leadSpeed >= x.speed && x.speed <= x.setSpeed - 5) || y.acceleration >= 0.2;

    [Property]
    public static bool NeverBrakesWithoutReason(Input x, Output y) =>
        !(x.gap >= PlentyOfTime * x.speed + 5 && x.leadSpeed >= x.speed && x.speed <= 0.8 * x.setSpeed) || y.acceleration >= 0;

    [Property]
    public static bool StaysCalmUnderSensorNoise(Input x, Output y) =>
        !(Near(x.gap, 60, 2) && Near(x.speed, 25, 0.5) && Near(x.leadSpeed, 25, 0.5) && x.setSpeed == 30) || Math.Abs(y.acceleration) <= 0.75;

    // The network violates this one, and the editor says so with a counterexample. The sample is there to show that, and has to build all the same.
#pragma warning disable NC0502
    [Property]
    public static bool NeverAcceleratesWhenTooClose(Input x, Output y) =>
        !(x.gap <= HalfASecond * x.speed && x.speed >= 20) || y.acceleration <= 0;
#pragma warning restore NC0502

    /// <summary>Properties may call helpers; they are translated too.</summary>
    private static bool Near(double value, double centre, double radius) => Math.Abs(value - centre) <= radius;
}
