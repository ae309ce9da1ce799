using NetCompile.Tests.Verification.Checkpoints;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

public sealed class MemoryLimitTests
{
    /// <summary>Room for a handful of boxes: the search goes depth first, drops inherited bounds, and still ends with the same verdict.</summary>
    [Theory]
    [InlineData(1, Branching.Input)]
    [InlineData(2, Branching.Input)]
    [InlineData(1, Branching.Relu)]
    public void A_tight_limit_changes_no_verdict(int threads, Branching branching)
    {
        VerificationResult result = Problem.Hard.Verify(new() { Threads = threads, Branching = branching, MemoryLimit = 100_000, NodeLimit = 200_000 });
        Assert.Equal(Verdict.Holds, result.Verdict);
    }

    [Fact]
    public void A_tight_limit_keeps_the_open_boxes_few()
    {
        const long limit = 50_000;
        VerificationOptions options = new() { Threads = 1, UseAttacks = false };
        VerificationCheckpoint free = Problem.Endless.Stop(options, 2000), tight = Problem.Endless.Stop(options with { MemoryLimit = limit }, 2000);
        // A box is some 360 bytes without and 1,400 bytes with what it inherits.
        long Bytes(VerificationCheckpoint checkpoint) => Problem.Endless.OpenNodes(checkpoint).Sum(n => n.Bytes);
        Assert.True(Bytes(free) > 4 * limit, $"{Bytes(free)} bytes are open without a limit: the test needs a harder property");
        Assert.True(Bytes(tight) <= limit, $"{Bytes(tight)} bytes are open");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_limit_that_nothing_fits_in_ends_the_search_and_loses_nothing(int threads)
    {
        VerificationResult result = Problem.Endless.Verify(new() { Threads = threads, MemoryLimit = 1, UseAttacks = false });
        Assert.Equal((Verdict.Unknown, UnknownReason.MemoryLimit), (result.Verdict, result.Reason));
        Assert.Equal(1, result.Checkpoint!.ProvedFraction + Problem.Endless.OpenNodes(result.Checkpoint).Sum(n => n.Share), 9);

        VerificationResult small = Problem.HardOneCase.Verify(new() { MemoryLimit = 1, UseAttacks = false });
        Assert.Equal(UnknownReason.MemoryLimit, small.Reason);
        Assert.Equal(Verdict.Holds, Problem.HardOneCase.Verify(new() { ResumeFrom = small.Checkpoint }).Verdict);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_limit_below_one_byte_is_refused(long limit)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Problem.Hard.Verify(new() { MemoryLimit = limit }));
        Assert.Contains(limit.ToString(System.Globalization.CultureInfo.InvariantCulture), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_is_a_quarter_of_the_memory_and_at_most_two_gibibytes()
    {
        long limit = new SearchMemory(null).Limit;
        Assert.Equal(Math.Min(2L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4), limit);
        Assert.Equal(12345, new SearchMemory(12345).Limit);
    }

    [Fact]
    public void Dropping_comes_before_the_end()
    {
        SearchMemory memory = new(100);
        memory.Add(100, 50);
        Assert.False(memory.IsExhausted());
        Assert.Equal(0, memory.Drops);
        memory.Add(1, 0);
        Assert.False(memory.IsExhausted());
        Assert.Equal(1, memory.Drops);
        // Half of it dropped, and more came that cannot be: 51 + 60 bytes.
        memory.Add(-50, -50);
        Assert.False(memory.IsExhausted());
        memory.Add(60, 0);
        Assert.True(memory.IsExhausted());
        Assert.Equal(111, memory.Held);
    }
}
