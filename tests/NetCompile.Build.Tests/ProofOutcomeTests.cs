using NetCompile.Build.Proofs;
using NetCompile.Verification;

namespace NetCompile.Build.Tests;

public class ProofOutcomeTests
{
    [Fact]
    public void Only_a_proof_holds()
    {
        Assert.Equal(OutcomeKind.Holds, Kind(Verdict.Holds, false));
        Assert.Equal(OutcomeKind.Vacuous, Kind(Verdict.Holds, true));
        Assert.Equal([OutcomeKind.Violated, OutcomeKind.Violated], [Kind(Verdict.Violated, false), Kind(Verdict.Violated, true)]);
        Assert.Equal([OutcomeKind.Unknown, OutcomeKind.Unknown], [Kind(Verdict.Unknown, false), Kind(Verdict.Unknown, true)]);
        Assert.Equal(OutcomeKind.Failed, new ProofOutcome(Sample.At(Sample.Property("P", Sample.Below(1)), 1), null, IsKept: false).Kind);
        Assert.Throws<InvalidOperationException>(() => Kind((Verdict)7, false));
    }

    private static OutcomeKind Kind(Verdict verdict, bool isVacuous) => new ProofOutcome(
        Sample.At(Sample.Property("P", Sample.Below(1)), 1), new ProofRecord { Key = "k", Name = "n", Verdict = verdict, IsVacuous = isVacuous, Budget = "b" }, IsKept: true).Kind;
}
