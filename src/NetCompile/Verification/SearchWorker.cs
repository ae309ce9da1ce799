using System.Diagnostics;

namespace NetCompile.Verification;

/// <summary>One thread's part of a search: its open nodes, those in its hands, and the loop that examines them.</summary>
/// <remarks>
/// Every open node is at each moment in the pool, in a frontier or in some thread's hands, so that a checkpoint loses none, even where memory runs out within an examination. A node leaves a thread's hands only once it is settled;
/// what an examination gave is thrown away where the search was stopped meanwhile, because bounds that a stop cut short may have left a node undecided that is not.
/// </remarks>
internal sealed class SearchWorker
{
    /// <summary>Duties are done ten times a second, and more often at first, so that short runs show how they grew: after every fifth of the time so far.</summary>
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMilliseconds(1);
    private const double IntervalShare = 0.2;

    private readonly SearchControl _control;
    private readonly NodePool _pool;
    private readonly SnapshotPoint? _snapshots;
    private readonly Frontier _own;
    private readonly Func<bool> _mayWait;

    /// <summary>What the nodes in hand gave, until all of it has found its place: other threads may have dropped nodes in favour of one of these.</summary>
    private readonly List<SearchNode> _children = [];
    private List<SearchNode> _inHand = [];
    private SearchNode? _given;
    private long _bookedBytes;
    private long _bookedOptional;
    private int _drops;
    private double _lowestBound = double.PositiveInfinity;

    public SearchWorker(SearchControl control, NodePool pool, SnapshotPoint? snapshots)
    {
        _control = control;
        _pool = pool;
        _snapshots = snapshots;
        _mayWait = () => !control.ShouldStop() && control.Pending > 0 && snapshots is not { IsDue: true };
        _own = new Frontier(control.Memory.Limit / 2 / control.Threads);
    }

    /// <summary>About the lowest bound of its open nodes; +∞ where it has none. May be read by other threads.</summary>
    public double LowestBound => Volatile.Read(ref _lowestBound);

    /// <summary>Its open nodes, in the order in which it would examine them. Not while it runs.</summary>
    public IEnumerable<SearchNode> OpenNodes => (_given is null ? _inHand : _inHand.Append(_given)).Concat(_children).Concat(_own.Nodes);

    /// <summary>Gives it a node to start with.</summary>
    public void Push(SearchNode node) => _own.Push(node);

    /// <summary>Lets its nodes forget what can be computed again. Not while it runs.</summary>
    public void DropOptional() => _own.DropOptional();

    /// <summary>Searches until nothing is left or the search is stopped.</summary>
    /// <param name="solver">Examines the nodes.</param>
    /// <param name="duties">What to do about ten times a second, more often at first; null for nothing.</param>
    public void Run(INodeSolver solver, Action? duties)
    {
        // With room from the start: a node that is taken must not be lost because the list cannot grow.
        _inHand = new List<SearchNode>(solver.BatchSize);
        NodeOutcome[] outcomes = new NodeOutcome[solver.BatchSize];
        TimeSpan next = s_shortestInterval;
        while (!_control.ShouldStop())
        {
            if (duties is not null && _control.Elapsed >= next)
            {
                duties();
                TimeSpan now = _control.Elapsed, share = now * IntervalShare;
                next = now + (share > s_longestInterval ? s_longestInterval : share < s_shortestInterval ? s_shortestInterval : share);
            }

            if (_snapshots is { IsDue: true })
            {
                _snapshots.Meet();
                continue;
            }

            if (TakeBatch(solver.BatchSize))
            {
                if (!Examine(solver, outcomes))
                {
                    return;
                }

                Share(solver.BatchSize);
                WatchMemory();
            }
            else if (_control.Pending == 0)
            {
                return;
            }
        }
    }

    private bool TakeBatch(int size)
    {
        if (!_own.TryPop(out SearchNode? node) && !_pool.TryTake(_mayWait, out node))
        {
            Volatile.Write(ref _lowestBound, double.PositiveInfinity);
            return false;
        }

        _inHand.Add(node);
        double lowest = Math.Min(double.IsNaN(node.Bound) ? double.NegativeInfinity : node.Bound, _own.LowestBound);
        Volatile.Write(ref _lowestBound, lowest);
        // Every node of a batch leaves children behind: a batch is as bad for memory as breadth first.
        int most = _own.IsDepthFirst ? 1 : size;
        while (_inHand.Count < most && _own.TryPop(out node))
        {
            _inHand.Add(node);
        }

        return true;
    }

    /// <summary>Examines the nodes in hand; false where the search ends.</summary>
    private bool Examine(INodeSolver solver, NodeOutcome[] outcomes)
    {
        for (int i = 0; i < _inHand.Count; i++)
        {
            if (!_control.Count(_inHand[i]))
            {
                _control.Uncount(i);
                return false;
            }
        }

        bool isRegion = _inHand[0].IsRegion;
        long start = Stopwatch.GetTimestamp();
        solver.Examine(_inHand, outcomes, _children.Add);
        _control.Clock.Examined(isRegion, start);
        if (solver.Found is { } found)
        {
            _control.Report(found);
            return false;
        }

        if (_control.ShouldStop())
        {
            _control.Uncount(_inHand.Count);
            // The nodes in hand stay open, so their children are not needed; but other nodes may already have been dropped in favour of these.
            foreach (SearchNode child in _children)
            {
                if (child.Supersedes)
                {
                    _control.Add();
                    _own.Push(child);
                }
            }

            _children.Clear();
            return false;
        }

        foreach (SearchNode child in _children)
        {
            _control.Add();
            _own.Push(child);
        }

        _children.Clear();
        for (int i = 0; i < _inHand.Count; i++)
        {
            Settle(_inHand[i], outcomes[i]);
        }

        _inHand.Clear();
        return true;
    }

    private void Settle(SearchNode node, NodeOutcome outcome)
    {
        switch (outcome)
        {
            case NodeOutcome.TooSmall:
                _control.GiveUp(UnknownReason.Precision);
                break;
            case NodeOutcome.Overflowed:
                _control.GiveUp(UnknownReason.NumericalOverflow);
                break;
            case NodeOutcome.Proved:
                _control.Proved(node.Share);
                break;
            case NodeOutcome.Split:
            case NodeOutcome.Superseded:
                break;
            default:
                throw new InvalidOperationException($"The solver gave {outcome} without a counterexample.");
        }

        _control.Settle();
    }

    /// <summary>Hands over nodes while a thread waits for some: at most a batch, and at most half of what this thread has.</summary>
    private void Share(int batchSize)
    {
        for (int given = 0; given < batchSize && given < _own.Count && _own.Count > 1 && _pool.IsAwaited && _own.TryPop(out _given); given++)
        {
            _pool.Add(_given);
            _given = null;
        }
    }

    private void WatchMemory()
    {
        SearchMemory memory = _control.Memory;
        if (_drops != memory.Drops)
        {
            _drops = memory.Drops;
            if (SearchMemory.IsWorthDropping(_own.Bytes, _own.OptionalBytes))
            {
                _own.DropOptional();
            }
        }

        memory.Add(_own.Bytes - _bookedBytes, _own.OptionalBytes - _bookedOptional);
        (_bookedBytes, _bookedOptional) = (_own.Bytes, _own.OptionalBytes);
        if (memory.IsExhausted())
        {
            _control.Stop(UnknownReason.MemoryLimit);
        }
    }
}
