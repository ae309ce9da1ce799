using NetCompile.Verification;

namespace Digits;

/// <summary>A robustness property of <see cref="DigitReader"/> for people.</summary>
/// <param name="Label">The digit on the image, <c>images/Label.csv</c>.</param>
/// <param name="Radius">How far each pixel may move, in grey levels.</param>
/// <param name="Expected">The verdict that this sample announces.</param>
/// <param name="Verify">Asks the engine.</param>
internal sealed record Claim(int Label, double Radius, Verdict Expected, Func<VerificationResult> Verify)
{
    public static IReadOnlyList<Claim> All { get; } =
    [
        new(0, 1, Verdict.Holds, () => DigitReader.Verify.ZeroByOne()),
        new(1, 1, Verdict.Holds, () => DigitReader.Verify.OneByOne()),
        new(2, 1, Verdict.Holds, () => DigitReader.Verify.TwoByOne()),
        new(3, 1, Verdict.Holds, () => DigitReader.Verify.ThreeByOne()),
        new(4, 1, Verdict.Holds, () => DigitReader.Verify.FourByOne()),
        new(5, 1, Verdict.Holds, () => DigitReader.Verify.FiveByOne()),
        new(6, 1, Verdict.Holds, () => DigitReader.Verify.SixByOne()),
        new(7, 1, Verdict.Holds, () => DigitReader.Verify.SevenByOne()),
        new(8, 1, Verdict.Holds, () => DigitReader.Verify.EightByOne()),
        new(9, 1, Verdict.Holds, () => DigitReader.Verify.NineByOne()),
        new(7, 2, Verdict.Holds, () => DigitReader.Verify.SevenByTwo()),
        new(7, 3, Verdict.Violated, () => DigitReader.Verify.SevenByThree()),
    ];
}
