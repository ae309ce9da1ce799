using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;
using NetCompile.Tests.Verification.Checkpoints;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification.Phases;

public sealed class PhaseEpochTests
{
    /// <summary>Stopped within an epoch and taken up again and again, a search must read its own checkpoints, never hold where a violation was seen, and end.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_search_that_is_stopped_again_and_again_while_epochs_begin_reads_its_own_checkpoints(int threads)
    {
        int resumed = 0, held = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            NetworkModel model = seed % 2 == 0 ? RandomNetworks.Chain(random, 3, 12, 12, 1) : RandomNetworks.Tangle(random, 3, 5, 8);
            (double least, double greatest) = PhaseSearchTests.Range(model, random);
            bool isReached = seed % 3 == 0;
            double threshold = greatest + ((isReached ? -1e-3 : 0.02) * (greatest - least));
            InputInterval[] box = [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 3)];
            Problem problem = new(model, new VerificationProperty("stopped", 3, model.OutputCount, [new PropertyCase([.. box], [new Conjunction([Problem.Above(threshold)])])]));
            VerificationCheckpoint? checkpoint = null;
            for (int run = 0; run == 0 || (checkpoint is not null && run < 8); run++)
            {
                VerificationResult result = problem.Verify(new()
                {
                    Branching = Branching.Relu, Threads = threads, UseAttacks = false, RefineAfter = random.Next(1, 30), NodeLimit = random.Next(5, 120), ResumeFrom = checkpoint,
                });
                Assert.False(isReached && result.Verdict == Verdict.Holds, $"seed {seed}, run {run}: an output of {greatest} was seen, and still {threshold} is said not to be reached");
                held += result.Verdict == Verdict.Holds ? 1 : 0;
                resumed += checkpoint is null ? 0 : 1;
                checkpoint = result.Checkpoint is null ? null : Problem.Copy(result.Checkpoint);
            }
        }

        Assert.True(resumed >= 10 && held >= 4, $"{resumed} runs were resumed and {held} held: the test has lost its point");
    }

    [Fact]
    public void The_share_of_what_is_searched_anew_is_never_more_than_the_whole()
    {
        PropertyCase stated = Problem.HardOneCase.Property.Cases[0];
        CaseProblem @case = new(0, InputBox.Create(stated.Region)!, Specification.Create(stated.Unsafe));
        PhaseEpoch epoch = new(0, [], [], 1);
        PhaseNode Node() => new() { Case = @case, Conjunction = 0, Lower = @case.Box.Lower, Upper = @case.Box.Upper, Share = 0.75 };
        epoch.Opened(Node());
        epoch.Opened(Node());
        Assert.True(epoch.IsOpen(0, out double share));
        Assert.Equal(1, share);
    }
}
