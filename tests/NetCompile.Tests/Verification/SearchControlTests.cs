using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

public sealed class SearchControlTests
{
    [Fact]
    public void A_confirmed_counterexample_wins_over_a_fault_in_another_thread()
    {
        SearchControl control = new(new(), default);
        control.Add();
        control.Fail(new InvalidDataException("a fault"));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => control.Conclude());
        Assert.Contains("a fault", e.Message, StringComparison.Ordinal);
        control.Report(new Counterexample([1], [2], 0, false));
        Assert.Equal(Verdict.Violated, control.Conclude());
    }

    [Fact]
    public void A_lack_of_memory_in_any_thread_is_a_limit_and_no_fault()
    {
        foreach (Exception e in (Exception[])[new OutOfMemoryException(), new AggregateException(new AggregateException(new OutOfMemoryException()), new OutOfMemoryException())])
        {
            SearchControl control = new(new(), default);
            control.Add();
            control.Fail(e);
            Assert.True(control.IsStopped);
            Assert.Equal((Verdict.Unknown, UnknownReason.MemoryLimit), (control.Conclude(), control.Reason));
        }

        SearchControl mixed = new(new(), default);
        mixed.Fail(new AggregateException(new OutOfMemoryException(), new InvalidDataException("a fault")));
        Assert.Throws<InvalidOperationException>(() => mixed.Conclude());
    }

    [Fact]
    public void Holds_only_once_every_node_is_settled_and_none_was_given_up()
    {
        SearchControl control = new(new(), default);
        control.Add();
        Assert.Equal(Verdict.Unknown, control.Conclude());
        control.Settle();
        Assert.Equal(Verdict.Holds, control.Conclude());
        // A stop that comes after the last node changes nothing.
        control.Stop(UnknownReason.TimeLimit);
        Assert.Equal(Verdict.Holds, control.Conclude());
        control.GiveUp(UnknownReason.NumericalOverflow);
        Assert.Equal((Verdict.Unknown, UnknownReason.NumericalOverflow), (control.Conclude(), control.Reason));
    }

    [Fact]
    public void The_first_stop_and_the_first_node_given_up_are_the_reasons()
    {
        SearchControl control = new(new(), default);
        control.Add();
        control.GiveUp(UnknownReason.Precision);
        control.GiveUp(UnknownReason.NumericalOverflow);
        control.Stop(UnknownReason.NodeLimit);
        control.Stop(UnknownReason.Cancelled);
        Assert.Equal((UnknownReason.NodeLimit, UnknownReason.Precision), (control.Reason, control.GivenUp));
    }
}
