using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification.Checkpoints;

public sealed class ResumeTests
{
    public static TheoryData<int, Branching, int> Stops()
    {
        TheoryData<int, Branching, int> data = [];
        foreach (int threads in (int[])[1, 2])
        {
            foreach (int nodes in (int[])[1, 2, 7, 20])
            {
                data.Add(threads, Branching.Input, nodes);
            }

            data.Add(threads, Branching.Relu, 2);
            data.Add(threads, Branching.Relu, 9);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void A_resumed_run_reaches_the_verdict_and_closes_the_whole_region(int threads, Branching branching, int nodes)
    {
        VerificationOptions options = new() { Threads = threads, Branching = branching, UseAttacks = false };
        VerificationCheckpoint checkpoint = Problem.Copy(Problem.Hard.Stop(options, nodes));
        Assert.Equal((1, branching), (checkpoint.Runs, checkpoint.Branching));
        Assert.InRange(checkpoint.Boxes, 0, nodes);

        Recorder seen = new();
        VerificationResult resumed = Problem.Hard.Verify(options with { ResumeFrom = checkpoint, NodeLimit = 100_000 }, seen);
        Assert.Equal(Verdict.Holds, resumed.Verdict);
        Assert.Null(resumed.Checkpoint);
        Assert.True(resumed.Boxes > checkpoint.Boxes, $"{resumed.Boxes} boxes after {checkpoint.Boxes}");
        Assert.True(resumed.Elapsed > checkpoint.Elapsed);
        // Had a node been lost on the way, its share would be missing.
        Assert.Equal(1, seen.Last.ProvedFraction, 9);
        Assert.Equal((0, resumed.Boxes), (seen.Last.OpenBoxes, seen.Last.Boxes));
    }

    [Theory]
    [InlineData(1, Branching.Input)]
    [InlineData(2, Branching.Input)]
    [InlineData(1, Branching.Relu)]
    public void A_chain_of_short_runs_reaches_the_verdict(int threads, Branching branching)
    {
        VerificationOptions options = new() { Threads = threads, Branching = branching, NodeLimit = 250, UseAttacks = false };
        VerificationResult result = Problem.Hard.Verify(options);
        int runs = 1;
        while (result.Checkpoint is { } checkpoint)
        {
            Assert.Equal((Verdict.Unknown, UnknownReason.NodeLimit, runs), (result.Verdict, result.Reason, checkpoint.Runs));
            Assert.Equal(1, checkpoint.ProvedFraction + Problem.Hard.OpenNodes(checkpoint).Sum(n => n.Share), 9);
            VerificationResult next = Problem.Hard.Verify(options with { ResumeFrom = Problem.Copy(checkpoint), Branching = Branching.Automatic });
            Assert.InRange(next.Boxes, result.Boxes, result.Boxes + 250);
            result = next;
            Assert.True(++runs < 1000, "the chain does not end");
        }

        Assert.Equal(Verdict.Holds, result.Verdict);
        Assert.True(runs > 1, "the property is decided at once and tests nothing");
    }

    [Fact]
    public void One_thread_repeats_a_resumed_run_box_by_box()
    {
        VerificationOptions options = new() { Threads = 1 };
        VerificationCheckpoint checkpoint = Problem.Hard.Stop(options, 10);
        VerificationResult first = Problem.Hard.Verify(options with { ResumeFrom = checkpoint }), second = Problem.Hard.Verify(options with { ResumeFrom = Problem.Copy(checkpoint) });
        Assert.Equal((first.Verdict, first.Boxes, first.Depth), (second.Verdict, second.Boxes, second.Depth));
    }

    [Fact]
    public void Resuming_and_stopping_at_once_leaves_the_same_boxes()
    {
        VerificationCheckpoint checkpoint = Problem.Hard.Stop(new() { Threads = 1 }, 25);
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        VerificationResult again = Problem.Hard.Verify(new() { Threads = 3, ResumeFrom = checkpoint }, cancellation: cancelled.Token);
        Assert.Equal((UnknownReason.Cancelled, checkpoint.Boxes, checkpoint.OpenBoxes), (again.Reason, again.Boxes, again.Checkpoint!.OpenBoxes));
        Assert.Equal(2, again.Checkpoint.Runs);
        Assert.Equal(Boxes(checkpoint), Boxes(again.Checkpoint));

        static List<string> Boxes(VerificationCheckpoint from) => [.. Problem.Hard.OpenNodes(from).Cast<BoxNode>()
            .Select(n => $"{n.Case.Index} {string.Join(' ', n.Lower)} {string.Join(' ', n.Upper)} {string.Join(' ', n.Open)} {n.Bound} {n.Depth} {n.Share} {n.Slopes}").Order()];
    }

    [Fact]
    public void A_violation_behind_the_stop_is_found()
    {
        VerificationCheckpoint checkpoint = Problem.ViolatedInTheSecondCase.Stop(new() { Threads = 1 }, 1);
        Assert.Equal(1, checkpoint.OpenBoxes);
        VerificationResult result = Problem.ViolatedInTheSecondCase.Verify(new() { ResumeFrom = Problem.Copy(checkpoint) });
        Assert.Equal((Verdict.Violated, 1), (result.Verdict, result.Counterexample!.CaseIndex));
        Assert.InRange(result.Counterexample.Input[0], 3f, 4f);
    }

    [Fact]
    public void Boxes_that_were_given_up_are_remembered()
    {
        VerificationOptions options = new() { Threads = 1 };
        VerificationResult whole = Problem.GivenUp.Verify(options);
        Assert.Equal((Verdict.Unknown, UnknownReason.Precision), (whole.Verdict, whole.Reason));
        Assert.Null(whole.Checkpoint);

        VerificationCheckpoint checkpoint = Problem.Copy(Problem.GivenUp.Stop(options, whole.Boxes - 1));
        Assert.Equal((UnknownReason.Precision, 1), (checkpoint.GivenUp, checkpoint.OpenBoxes));
        VerificationResult resumed = Problem.GivenUp.Verify(options with { ResumeFrom = checkpoint });
        Assert.Equal((Verdict.Unknown, UnknownReason.Precision, whole.Boxes), (resumed.Verdict, resumed.Reason, resumed.Boxes));
        Assert.Null(resumed.Checkpoint);
    }

    [Fact]
    public void Cancellation_and_the_time_limit_leave_a_checkpoint()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        VerificationResult cancelled = Problem.Hard.Verify(new(), cancellation: source.Token), late = Problem.Hard.Verify(new() { TimeLimit = TimeSpan.Zero });
        foreach ((VerificationResult result, UnknownReason reason) in ((VerificationResult, UnknownReason)[])[(cancelled, UnknownReason.Cancelled), (late, UnknownReason.TimeLimit)])
        {
            Assert.Equal((Verdict.Unknown, reason, 0), (result.Verdict, result.Reason, result.Boxes));
            // One root for each case that is not empty.
            Assert.Equal(2, result.Checkpoint!.OpenBoxes);
            Assert.Equal(Verdict.Holds, Problem.Hard.Verify(new() { ResumeFrom = result.Checkpoint }).Verdict);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Checkpoints_are_taken_while_the_search_runs_and_hold_all_that_is_open(int threads)
    {
        using CancellationTokenSource source = new();
        List<VerificationCheckpoint> taken = [];
        VerificationOptions options = new()
        {
            Threads = threads,
            UseAttacks = false,
            CheckpointInterval = TimeSpan.Zero,
            OnCheckpoint = checkpoint =>
            {
                taken.Add(checkpoint);
                if (taken.Count == 3)
                {
                    source.Cancel();
                }
            },
        };
        VerificationResult result = Problem.Endless.Verify(options, cancellation: source.Token);
        Assert.Equal(UnknownReason.Cancelled, result.Reason);
        Assert.Equal(3, taken.Count);
        taken.Add(result.Checkpoint!);
        for (int i = 0; i < taken.Count; i++)
        {
            Assert.True(taken[i].OpenBoxes > 0);
            Assert.Equal(1, taken[i].ProvedFraction + Problem.Endless.OpenNodes(taken[i]).Sum(n => n.Share), 9);
            Assert.True(i == 0 || taken[i].Boxes >= taken[i - 1].Boxes);
        }
    }

    [Fact]
    public void A_fault_while_a_checkpoint_is_taken_reaches_the_caller()
    {
        VerificationOptions options = new() { Threads = 2, UseAttacks = false, CheckpointInterval = TimeSpan.Zero, OnCheckpoint = _ => throw new IOException("the disk is full") };
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => Problem.Endless.Verify(options));
        Assert.IsType<IOException>(e.InnerException);
        Assert.Contains("the disk is full", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_being_asked_a_run_keeps_no_checkpoint()
    {
        VerificationResult result = Verifier.Verify(NetworkRunner.Create(Problem.Hard.Model), Problem.Hard.Property, new() { NodeLimit = 1 });
        Assert.Equal(UnknownReason.NodeLimit, result.Reason);
        Assert.Null(result.Checkpoint);
    }

    [Fact]
    public void Progress_goes_on_from_what_the_checkpoint_had()
    {
        VerificationCheckpoint checkpoint = Problem.Hard.Stop(new() { Threads = 1 }, 20);
        Recorder seen = new();
        Problem.Hard.Verify(new() { ResumeFrom = checkpoint, NodeLimit = 5, Threads = 1 }, seen);
        Assert.Equal(25, seen.Last.Boxes);
        Assert.True(seen.Last.Elapsed >= checkpoint.Elapsed);
        Assert.True(seen.Last.Depth >= checkpoint.Depth);
        Assert.True(seen.Last.ProvedFraction >= checkpoint.ProvedFraction);
    }

    private sealed class Recorder : IProgress<VerificationProgress>
    {
        public VerificationProgress Last { get; private set; }

        public void Report(VerificationProgress value) => Last = value;
    }
}
