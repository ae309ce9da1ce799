using NetCompile.Verification;
using VerifiedNetwork;

// The network, as plain C#.
Cruise.Output y = Cruise.Forward(new(gap: 60, speed: 25, leadSpeed: 25, setSpeed: 30));
Console.WriteLine($"60 m behind a car at 25 m/s: {y.acceleration:+0.00;-0.00} m/s²");

// What the build has proved can be proved here too, with other limits.
VerificationResult result = Cruise.Verify.BrakesBehindASlowerCar();
Console.WriteLine(result);
