using NetCompile.Verification;

namespace CruiseControl;

/// <summary>A property of <see cref="Cruise"/> for people.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Words">What it says.</param>
/// <param name="Expected">The verdict that this sample announces.</param>
/// <param name="Verify">Asks the engine.</param>
/// <param name="Test">The property as an ordinary C# method, for one situation.</param>
internal sealed record Claim(string Name, string Words, Verdict Expected, Func<VerificationResult> Verify, Func<Cruise.Input, Cruise.Output, bool> Test)
{
    public static IReadOnlyList<Claim> All { get; } =
    [
        new(nameof(Cruise.StaysWithinItsLimits),
            "The command is never below −10 nor above 3 m/s².",
            Verdict.Holds, () => Cruise.Verify.StaysWithinItsLimits(), Cruise.StaysWithinItsLimits),
        new(nameof(Cruise.BrakesBehindASlowerCar),
            "Less than one second behind a car that is no faster: brake with 2 m/s² or more.",
            Verdict.Holds, () => Cruise.Verify.BrakesBehindASlowerCar(), Cruise.BrakesBehindASlowerCar),
        new(nameof(Cruise.BrakesHardWhenClosingFast),
            "Within 40 m, closing in with 15 m/s or more: brake with 3 m/s² or more.",
            Verdict.Holds, () => Cruise.Verify.BrakesHardWhenClosingFast(), Cruise.BrakesHardWhenClosingFast),
        new(nameof(Cruise.SlowsDownAboveTheSetSpeed),
            "2 m/s or more above the set speed: never accelerate.",
            Verdict.Holds, () => Cruise.Verify.SlowsDownAboveTheSetSpeed(), Cruise.SlowsDownAboveTheSetSpeed),
        new(nameof(Cruise.ReachesForTheSetSpeedOnAFreeRoad),
            "A free road and 5 m/s or more below the set speed: accelerate with 0.2 m/s² or more.",
            Verdict.Holds, () => Cruise.Verify.ReachesForTheSetSpeedOnAFreeRoad(), Cruise.ReachesForTheSetSpeedOnAFreeRoad),
        new(nameof(Cruise.NeverBrakesWithoutReason),
            "2.5 s + 5 m behind a car that is no slower, at 80 % of the set speed or less: never brake.",
            Verdict.Holds, () => Cruise.Verify.NeverBrakesWithoutReason(), Cruise.NeverBrakesWithoutReason),
        new(nameof(Cruise.StaysCalmUnderSensorNoise),
            "Following at 25 ± 0.5 m/s and 60 ± 2 m, set to 30 m/s: the command stays within ± 0.75 m/s².",
            Verdict.Holds, () => Cruise.Verify.StaysCalmUnderSensorNoise(), Cruise.StaysCalmUnderSensorNoise),
        new(nameof(Cruise.NeverAcceleratesWhenTooClose),
            "At 20 m/s or more, less than half a second behind any car: never accelerate.",
            Verdict.Violated, () => Cruise.Verify.NeverAcceleratesWhenTooClose(), Cruise.NeverAcceleratesWhenTooClose),
    ];
}
