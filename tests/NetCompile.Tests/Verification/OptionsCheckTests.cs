using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

public sealed class OptionsCheckTests
{
    public static TheoryData<VerificationOptions, string> OutOfRange => new()
    {
        { new() { Threads = -1 }, "number of threads is -1" },
        { new() { NodeLimit = -2 }, "node limit is -2" },
        { new() { TimeLimit = TimeSpan.FromSeconds(-3) }, "time limit is -00:00:03" },
        { new() { CheckpointInterval = TimeSpan.FromSeconds(-4) }, "interval between checkpoints is -00:00:04" },
        { new() { Arithmetic = (Arithmetic)5 }, "one of Float32, Real" },
        { new() { Branching = (Branching)6 }, "one of Automatic, Input, Relu" },
        { new() { Heuristic = (BranchingHeuristic)7 }, "heuristic is 7" },
        { new() { MemoryLimit = 0 }, "memory limit is 0" },
        { new() { Heuristic = BranchingHeuristic.Widest, Branching = Branching.Relu }, "Widest chooses an input" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void What_is_out_of_range_is_refused_by_name(VerificationOptions options, string message)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => OptionsCheck.Require(options));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_least_of_every_range_is_accepted() =>
        OptionsCheck.Require(new() { Threads = 0, NodeLimit = 0, TimeLimit = TimeSpan.Zero, CheckpointInterval = TimeSpan.Zero, MemoryLimit = 1 });
}
