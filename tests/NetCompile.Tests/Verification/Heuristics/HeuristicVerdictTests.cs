using NetCompile.Tests.Verification.Checkpoints;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification.Heuristics;

/// <summary>A heuristic decides how long a search takes, never what it finds.</summary>
public sealed class HeuristicVerdictTests
{
    [Theory]
    [InlineData(BranchingHeuristic.Automatic)]
    [InlineData(BranchingHeuristic.Widest)]
    [InlineData(BranchingHeuristic.Smear)]
    [InlineData(BranchingHeuristic.Babsr)]
    [InlineData(BranchingHeuristic.FilteredSmart)]
    public void Every_heuristic_finds_the_same(BranchingHeuristic heuristic)
    {
        VerificationOptions options = new() { Heuristic = heuristic, Threads = 1, NodeLimit = 50_000 };
        VerificationResult holds = Problem.HardOneCase.Verify(options);
        Assert.Equal(Verdict.Holds, holds.Verdict);
        Assert.True(holds.Boxes > 5, $"{holds.Boxes} boxes: nothing had to be chosen");
        VerificationResult violated = Problem.ViolatedInTheSecondCase.Verify(options);
        Assert.Equal((Verdict.Violated, 1), (violated.Verdict, violated.Counterexample!.CaseIndex));
    }

    [Theory]
    [InlineData(BranchingHeuristic.Widest, Branching.Input)]
    [InlineData(BranchingHeuristic.Smear, Branching.Input)]
    [InlineData(BranchingHeuristic.Babsr, Branching.Relu)]
    [InlineData(BranchingHeuristic.FilteredSmart, Branching.Relu)]
    public void A_heuristic_for_one_kind_of_splitting_decides_the_automatic_choice(BranchingHeuristic heuristic, Branching expected) =>
        Assert.Equal(expected, Problem.Hard.Stop(new VerificationOptions { Heuristic = heuristic, Threads = 1 }, nodes: 3).Branching);

    [Theory]
    [InlineData(BranchingHeuristic.Widest, Branching.Relu, "chooses an input, but the search splits ReLU phases")]
    [InlineData(BranchingHeuristic.Smear, Branching.Relu, "chooses an input, but the search splits ReLU phases")]
    [InlineData(BranchingHeuristic.Babsr, Branching.Input, "chooses a neuron, but the search splits inputs")]
    [InlineData(BranchingHeuristic.FilteredSmart, Branching.Input, "chooses a neuron, but the search splits inputs")]
    public void A_heuristic_that_does_not_fit_what_is_split_is_refused(BranchingHeuristic heuristic, Branching branching, string expected)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Problem.Hard.Verify(new VerificationOptions { Heuristic = heuristic, Branching = branching }));
        Assert.Contains($"The heuristic {heuristic} {expected}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heuristic_that_does_not_fit_a_checkpoint_is_refused()
    {
        VerificationCheckpoint checkpoint = Problem.Hard.Stop(new VerificationOptions { Branching = Branching.Relu, Threads = 1 }, nodes: 3);
        Assert.Throws<ArgumentException>(() => Problem.Hard.Verify(new VerificationOptions { ResumeFrom = checkpoint, Heuristic = BranchingHeuristic.Smear }));
        Assert.Equal(Verdict.Holds, Problem.Hard.Verify(new VerificationOptions { ResumeFrom = checkpoint, Heuristic = BranchingHeuristic.Babsr, NodeLimit = 50_000 }).Verdict);
    }
}
