using System.Diagnostics;
using CruiseControl;
using NetCompile.Samples;
using NetCompile.Verification;

Terminal.Start();
Console.WriteLine(Terminal.Bold("A cruise controller that is proved, not only tested"));
Terminal.Line("models/cruise.onnx is a network of 4 → 24 → 24 → 1 neurons, trained to imitate a driver model.");
Terminal.Line("Cruise.cs declares it with eight properties; the build compiled both into this program.");

ShowForwardPass();
List<(Claim Claim, VerificationResult Result)> verdicts = VerifyEveryClaim();
foreach ((Claim claim, VerificationResult result) in verdicts)
{
    if (result.Counterexample is { } counterexample)
    {
        ShowCounterexample(claim, counterexample);
    }
}

return Summarise(verdicts);

static void ShowForwardPass()
{
    (string Words, Cruise.Input Situation)[] situations =
    [
        ("free road", new(gap: 150, speed: 20, leadSpeed: 30, setSpeed: 30)),
        ("following, at ease", new(gap: 60, speed: 25, leadSpeed: 25, setSpeed: 30)),
        ("coming up to a lorry", new(gap: 60, speed: 33, leadSpeed: 22, setSpeed: 36)),
        ("end of a traffic jam", new(gap: 80, speed: 30, leadSpeed: 0, setSpeed: 33)),
    ];
    Terminal.Heading("What it commands");
    Terminal.Line(Terminal.Dim($"{"",-22}{"gap",7}{"speed",11}{"car ahead",12}{"set speed",12}{"command",15}"));
    foreach ((string words, Cruise.Input x) in situations)
    {
        Cruise.Output y = Cruise.Forward(x);
        Terminal.Line($"{words,-22}{x.gap,5:0} m{x.speed,7:0} m/s{x.leadSpeed,8:0} m/s{x.setSpeed,8:0} m/s{Signed(y.acceleration),10} m/s²");
    }

    Terminal.Line(Terminal.Dim($"one forward pass takes {Terminal.Time(MeasureForward(situations[0].Situation))} on this machine"));
}

static TimeSpan MeasureForward(Cruise.Input x)
{
    const int Passes = 200_000;
    for (int i = 0; i < Passes; i++)
    {
        // The JIT replaces the first, slow version of a method while it runs.
        Cruise.Forward(x);
    }

    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < Passes; i++)
    {
        Cruise.Forward(x);
    }

    return Stopwatch.GetElapsedTime(start) / Passes;
}

static List<(Claim Claim, VerificationResult Result)> VerifyEveryClaim()
{
    Terminal.Heading("What must be true in every situation: gap 0…150 m, speeds 0…40 m/s, set speed 10…40 m/s");
    List<(Claim Claim, VerificationResult Result)> verdicts = [];
    foreach (Claim claim in Claim.All)
    {
        VerificationResult result = claim.Verify();
        string verdict = result.Verdict switch
        {
            Verdict.Holds => Terminal.Good("holds   "),
            Verdict.Violated => Terminal.Bad("violated"),
            _ => Terminal.Open("unknown "),
        };
        Terminal.Line($"{verdict}  {Terminal.Bold($"{claim.Name,-32}")}  {Terminal.Dim(Terminal.Effort(result.Boxes, result.Elapsed))}");
        Terminal.Line($"          {claim.Words}");
        if (result.Verdict == Verdict.Unknown)
        {
            Terminal.Line($"          {Terminal.Open($"neither proved nor refuted: {result.Reason}")}");
        }

        verdicts.Add((claim, result));
    }

    return verdicts;
}

static void ShowCounterexample(Claim claim, Counterexample counterexample)
{
    Cruise.Input x = Cruise.Input.FromSpan(counterexample.Input.AsSpan());
    Cruise.Output y = Cruise.Forward(x);
    float faster = x.leadSpeed - x.speed;

    Terminal.Heading($"Why {claim.Name} is violated");
    Terminal.Line($"gap         {x.gap,7:0.00} m      {x.gap / x.speed:0.00} s behind the car ahead");
    Terminal.Line($"speed       {x.speed,7:0.00} m/s    {x.speed * 3.6:0} km/h");
    Terminal.Line($"car ahead   {x.leadSpeed,7:0.00} m/s    {x.leadSpeed * 3.6:0} km/h");
    Terminal.Line($"set speed   {x.setSpeed,7:0.00} m/s    {x.setSpeed * 3.6:0} km/h");
    Terminal.Line($"command     {Terminal.Bad($"{Signed(y.acceleration),7} m/s²")}   the car accelerates");
    Terminal.Line();
    Terminal.Line($"Replayed: Cruise.Forward gives {Signed(y.acceleration)} m/s² and Cruise.{claim.Name}(x, y) returns {(claim.Test(x, y) ? "true" : "false")}.");
    if (faster > 0)
    {
        Terminal.Line($"The car ahead cut in but is {faster * 3.6:0} km/h faster, and the driver model that the network learned from trusts");
        Terminal.Line("such a gap to open. Behind a car that is no faster the network brakes, and that is proved above.");
        Terminal.Line("Who wants this property too must teach it: change the policy in samples/CruiseControl.Training and train again.");
    }
}

static int Summarise(List<(Claim Claim, VerificationResult Result)> verdicts)
{
    int hold = verdicts.Count(v => v.Result.Verdict == Verdict.Holds);
    int violated = verdicts.Count(v => v.Result.Verdict == Verdict.Violated);
    TimeSpan time = verdicts.Aggregate(TimeSpan.Zero, (sum, v) => sum + v.Result.Elapsed);
    string unknown = verdicts.Count - hold - violated is var rest and > 0 ? $", {rest} unknown" : "";

    Terminal.Heading($"{hold} hold, {violated} violated{unknown}, in {Terminal.Time(time)}");
    Terminal.Line("\"Holds\" is a proof about the forward pass that ships, float32 rounding included, for every input in the ranges.");

    // A counterexample is worth something only if the program itself agrees with it.
    bool isReplayed = verdicts.All(v => v.Result.Counterexample is not { } c
        || !v.Claim.Test(Cruise.Input.FromSpan(c.Input.AsSpan()), Cruise.Forward(Cruise.Input.FromSpan(c.Input.AsSpan()))));
    foreach ((Claim claim, VerificationResult result) in verdicts.Where(v => v.Result.Verdict != v.Claim.Expected))
    {
        Terminal.Line(Terminal.Bad($"{claim.Name}: {claim.Expected} was expected, not {result.Verdict}."));
    }

    return isReplayed && verdicts.All(v => v.Result.Verdict == v.Claim.Expected) ? 0 : 1;
}

static string Signed(float value) => value.ToString("+0.00;−0.00;0.00");
