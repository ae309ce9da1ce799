using Digits;
using NetCompile.Samples;
using NetCompile.Verification;

Terminal.Start();
Console.WriteLine(Terminal.Bold("A reader of handwritten digits, and how much ink it takes to fool it"));
Terminal.Line("models/digits.onnx is a network of 64 → 32 → 16 → 10 neurons. These images were not in its training data:");
ShowImages();

List<(Claim Claim, VerificationResult Result)> verdicts = VerifyEveryClaim();
foreach ((Claim claim, VerificationResult result) in verdicts)
{
    if (result.Counterexample is { } counterexample)
    {
        ShowCounterexample(claim, counterexample);
    }
}

return Summarise(verdicts);

static void ShowImages()
{
    Console.WriteLine();
    foreach (int[] digits in new int[][] { [0, 1, 2, 3, 4], [5, 6, 7, 8, 9] })
    {
        float[][] pictures = [.. digits.Select(Picture.Load)];
        foreach (string line in Picture.SideBySide(pictures))
        {
            Terminal.Line(line);
        }

        Terminal.Line(Terminal.Dim(string.Concat(pictures.Select(p => $"read as {Read(p)}".PadRight(20))).TrimEnd()));
        Console.WriteLine();
    }
}

static List<(Claim Claim, VerificationResult Result)> VerifyEveryClaim()
{
    Console.WriteLine(Terminal.Bold("Change every pixel by up to so many of its 16 grey levels. Does it still read the same digit?"));
    List<(Claim Claim, VerificationResult Result)> verdicts = [];
    foreach (Claim claim in Claim.All)
    {
        VerificationResult result = claim.Verify();
        string verdict = result.Verdict switch
        {
            Verdict.Holds => Terminal.Good($"holds: always a {claim.Label}"),
            Verdict.Violated => Terminal.Bad("violated      "),
            _ => Terminal.Open($"unknown: {result.Reason}"),
        };
        Terminal.Line($"the {claim.Label} by ±{claim.Radius}   {verdict}  {Terminal.Dim(Terminal.Effort(result.Boxes, result.Elapsed))}");
        verdicts.Add((claim, result));
    }

    return verdicts;
}

static void ShowCounterexample(Claim claim, Counterexample counterexample)
{
    float[] original = Picture.Load(claim.Label);
    float[] changed = [.. counterexample.Input];
    DigitReader.Output before = Score(original);
    DigitReader.Output after = Score(changed);

    Terminal.Heading($"A {Read(original)} that is read as {Read(changed)}: no pixel differs by more than {LargestChange(original, changed):0.###} of 16 grey levels");
    foreach (string line in Picture.SideBySide(original, changed))
    {
        Terminal.Line(line);
    }

    Terminal.Line();
    Terminal.Line(Terminal.Dim("digit   score before      after"));
    for (int digit = 0; digit < 10; digit++)
    {
        string line = $"{digit,5}   {Signed(before.digit[digit]),12} {Signed(after.digit[digit]),10}";
        Terminal.Line(digit == Read(changed) ? Terminal.Bad(line + "  ◄ wins") : digit == claim.Label ? Terminal.Good(line) : line);
    }
}

static int Summarise(List<(Claim Claim, VerificationResult Result)> verdicts)
{
    int hold = verdicts.Count(v => v.Result.Verdict == Verdict.Holds);
    int violated = verdicts.Count(v => v.Result.Verdict == Verdict.Violated);
    TimeSpan time = verdicts.Aggregate(TimeSpan.Zero, (sum, v) => sum + v.Result.Elapsed);
    string unknown = verdicts.Count - hold - violated is var rest and > 0 ? $", {rest} unknown" : "";
    Terminal.Heading($"{hold} hold, {violated} violated{unknown}, in {Terminal.Time(time)}");

    bool isReplayed = verdicts.All(v => v.Result.Counterexample is not { } c
        || (Read([.. c.Input]) != v.Claim.Label && LargestChange(Picture.Load(v.Claim.Label), [.. c.Input]) <= v.Claim.Radius));
    foreach ((Claim claim, VerificationResult result) in verdicts.Where(v => v.Result.Verdict != v.Claim.Expected))
    {
        Terminal.Line(Terminal.Bad($"the {claim.Label} by ±{claim.Radius}: {claim.Expected} was expected, not {result.Verdict}."));
    }

    return isReplayed && verdicts.All(v => v.Result.Verdict == v.Claim.Expected) ? 0 : 1;
}

static DigitReader.Output Score(float[] pixels) => DigitReader.Forward(DigitReader.Input.FromSpan(pixels));

static int Read(float[] pixels)
{
    ReadOnlySpan<float> scores = Score(pixels).AsSpan();
    int best = 0;
    for (int digit = 1; digit < scores.Length; digit++)
    {
        best = scores[digit] > scores[best] ? digit : best;
    }

    return best;
}

static float LargestChange(float[] original, float[] changed) => original.Zip(changed, (a, b) => Math.Abs(a - b)).Max();

static string Signed(float value) => value.ToString("+0.00;−0.00;0.00");
