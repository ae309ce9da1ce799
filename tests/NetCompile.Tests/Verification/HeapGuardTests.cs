using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

public sealed class HeapGuardTests
{
    private long _heap = 1000;
    private long _live = 1000;
    private bool _isFull;
    private int _collections;

    [Fact]
    public void Within_the_limit_nothing_happens()
    {
        HeapGuard guard = Guard(500);
        _heap = 1500;
        Assert.Equal(HeapAction.None, guard.Check(At(0)));
        Assert.Equal(0, _collections);
    }

    [Fact]
    public void Garbage_is_collected_and_nothing_else()
    {
        HeapGuard guard = Guard(500);
        (_heap, _live) = (1501, 1100);
        Assert.Equal(HeapAction.None, guard.Check(At(0)));
        Assert.Equal(1, _collections);
    }

    [Fact]
    public void Collections_are_at_least_twenty_times_their_own_length_apart()
    {
        HeapGuard guard = Guard(500, pause: 0.1);
        (_heap, _live) = (9000, 9000);
        Assert.Equal(HeapAction.Drop, guard.Check(At(0)));
        Assert.Equal(HeapAction.None, guard.Check(At(1.9)));
        Assert.Equal(1, _collections);
        Assert.Equal(HeapAction.Drop, guard.Check(At(2)));
        Assert.Equal(2, _collections);
    }

    [Fact]
    public void The_search_ends_only_where_dropping_did_not_help_and_the_machine_is_full()
    {
        HeapGuard guard = Guard(500);
        (_heap, _live, _isFull) = (2000, 2000, true);
        Assert.Equal(HeapAction.Drop, guard.Check(At(0)));
        Assert.Equal(HeapAction.Stop, guard.Check(At(10)));
        _isFull = false;
        Assert.Equal(HeapAction.Drop, guard.Check(At(20)));
        // Dropping helped: the next time begins with dropping again.
        (_heap, _live) = (2000, 1200);
        Assert.Equal(HeapAction.None, guard.Check(At(30)));
        (_heap, _live, _isFull) = (2000, 2000, true);
        Assert.Equal(HeapAction.Drop, guard.Check(At(40)));
    }

    [Fact]
    public void What_was_garbage_at_the_start_does_not_hide_growth()
    {
        _heap = 5000;
        HeapGuard guard = Guard(500);
        (_heap, _live) = (1000, 1000);
        Assert.Equal(HeapAction.None, guard.Check(At(0)));
        (_heap, _live) = (1600, 1600);
        Assert.Equal(HeapAction.Drop, guard.Check(At(1)));
    }

    [Fact]
    public void The_guard_of_this_process_measures_it()
    {
        HeapGuard guard = new(long.MaxValue / 2);
        Assert.Equal(HeapAction.None, guard.Check(At(0)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private HeapGuard Guard(long limit, double pause = 0) => new(limit, () => new HeapReading(_heap, _isFull), () =>
    {
        _collections++;
        _heap = _live;
        return TimeSpan.FromSeconds(pause);
    });
}
