using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

public sealed class VerificationResultTests
{
    [Theory]
    [InlineData(Verdict.Holds, UnknownReason.None, false, Arithmetic.Float32, "Clear: holds in float32 arithmetic (12 boxes, 3.1 ms)")]
    [InlineData(Verdict.Holds, UnknownReason.None, true, Arithmetic.Real, "Clear: holds vacuously (the region is empty) in real arithmetic (12 boxes, 3.1 ms)")]
    [InlineData(Verdict.Violated, UnknownReason.None, false, Arithmetic.Real, "Clear: violated in real arithmetic (12 boxes, 3.1 ms)")]
    [InlineData(Verdict.Unknown, UnknownReason.TimeLimit, false, Arithmetic.Float32, "Clear: unknown (TimeLimit) in float32 arithmetic (12 boxes, 3.1 ms)")]
    public void Text_says_the_verdict_and_what_it_is_about(Verdict verdict, UnknownReason reason, bool isVacuous, Arithmetic arithmetic, string expected)
    {
        VerificationResult result = new()
        {
            Verdict = verdict, Reason = reason, IsVacuous = isVacuous, Arithmetic = arithmetic, PropertyName = "Clear", Boxes = 12, Elapsed = TimeSpan.FromMilliseconds(3.1),
        };
        Assert.Equal(expected, result.ToString());
        Assert.Contains("(1 box, ", (result with { Boxes = 1 }).ToString());
        Assert.Contains("(12,787 boxes, ", (result with { Boxes = 12_787 }).ToString());
    }
}
