using NetCompile.Build.Output;
using NetCompile.Build.Proofs;
using NetCompile.Verification;

namespace NetCompile.Build.Tests.Output;

public class OutcomeTextTests
{
    [Theory]
    [InlineData(UnknownReason.TimeLimit, "the time limit ended the search after 1,234 boxes, 2.5 s; raise NetCompileProveTimeout")]
    [InlineData(UnknownReason.NodeLimit, "the limit on boxes ended the search after 1,234 boxes, 2.5 s; raise NetCompileProveNodes")]
    [InlineData(UnknownReason.MemoryLimit, "the open boxes outgrew the memory after 1,234 boxes, 2.5 s; narrow")]
    [InlineData(UnknownReason.Precision, "some box became too small to split after 1,234 boxes, 2.5 s, so it holds or fails only by rounding; leave a margin")]
    [InlineData(UnknownReason.NumericalOverflow, "bounds overflowed or became NaN")]
    public void Unknown_says_why_and_what_to_do(UnknownReason reason, string expected) => Assert.Contains(
        $"'Cars.Net.P' is neither proved nor refuted: {expected}",
        Text(new ProofRecord { Key = "k", Name = "n", Verdict = Verdict.Unknown, Reason = reason, Boxes = 1234, Seconds = 2.5, Budget = "b" }));

    [Fact]
    public void A_counterexample_that_holds_by_rounding_alone_says_so()
    {
        ProofRecord record = new() { Key = "k", Name = "n", Verdict = Verdict.Violated, Budget = "b", Counterexample = new([0.5f], [0.5f, 0], 0, false, true) };
        Assert.Contains("a = 0.5 gives y = 0.5, zero = 0 (by less than the rounding of the method's own sums: called with these numbers it still returns true), which", Text(record));
        Assert.Contains("(at the float32 numbers nearest to inputs that the property fixes)", Text(record with { Counterexample = new([0.5f], [0.5f, 0], 0, true, false) }));
        Assert.Contains("zero = 0, which contradicts", Text(record with { Counterexample = new([0.5f], [0.5f, 0], 0, false, false) }));
    }

    [Theory]
    [InlineData(0.0004, "0 ms")]
    [InlineData(0.0774, "77 ms")]
    [InlineData(0.9996, "1.0 s")]
    [InlineData(75.04, "75.0 s")]
    public void Times_have_the_unit_that_suits_them(double seconds, string expected) => Assert.Equal(expected, OutcomeText.Time(seconds));

    private static string Text(ProofRecord record) => OutcomeText.Of(new ProofOutcome(Sample.At(Sample.Property("P", Sample.Below(1)), 1), record, IsKept: false));
}
