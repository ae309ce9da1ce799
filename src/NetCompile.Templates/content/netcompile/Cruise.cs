using NetCompile;

namespace VerifiedNetwork;

// A cruise controller that was trained elsewhere. Replace models/cruise.onnx by your own network, and say here what goes in and what comes out.
[Network("models/cruise.onnx")]
[Input("gap", 0, 150, Mean = 75, Range = 150)]              // metres to the car ahead
[Input("speed", 0, 40, Mean = 20, Range = 40)]              // m/s
[Input("leadSpeed", 0, 40, Mean = 20, Range = 40)]          // m/s
[Input("setSpeed", 10, 40, Mean = 25, Range = 30)]          // m/s
[Output("acceleration")]                                    // m/s²
internal static partial class Cruise
{
    // For every situation in the ranges above: less than one second behind a car that is no faster, brake with 2 m/s² or more.
    // The build proves it. Write -5 for -2 and it fails, with the situation in which the network brakes less.
    [Property(ProveAtBuild = true)]
    public static bool BrakesBehindASlowerCar(Input x, Output y) =>
        !(x.gap <= 1.0 * x.speed && x.leadSpeed <= x.speed) || y.acceleration <= -2;
}
