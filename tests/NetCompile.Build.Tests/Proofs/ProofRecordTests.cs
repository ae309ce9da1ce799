using NetCompile.Build.Proofs;
using NetCompile.Verification;

namespace NetCompile.Build.Tests.Proofs;

public sealed class ProofRecordTests
{
    /// <summary>What is shown of a kept verdict is found again by its time, among others: a tick less is another one.</summary>
    [Fact]
    public void A_time_is_kept_to_the_tick()
    {
        Random random = new(5);
        for (int i = 0; i < 10_000; i++)
        {
            VerificationResult result = new() { Verdict = Verdict.Holds, PropertyName = "P", Elapsed = TimeSpan.FromTicks(random.NextInt64(1, TimeSpan.TicksPerDay)) };
            Assert.Equal(result.Elapsed, ProofRecord.Of(result, "key", "P", new Budget(TimeSpan.FromSeconds(1), null, 1)).ToResult("P").Elapsed);
        }
    }
}
