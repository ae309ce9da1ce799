using System.Diagnostics;

namespace NetCompile.Verification;

/// <summary>What the threads of one search share: limits, the order to stop, counts, and what was found.</summary>
/// <remarks>A resumed search starts with the counts of its checkpoint; limits are about this run alone.</remarks>
internal sealed class SearchControl
{
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly object _lock = new();
    private readonly TimeSpan _earlierElapsed;
    private readonly long _earlierExamined;
    private long _pending;
    private long _examined;
    private int _depth;
    private double _proved;
    private UnknownReason _stopReason;
    private volatile bool _isStopped;

    public SearchControl(VerificationOptions options, CancellationToken cancellation)
    {
        Options = options;
        _cancellation = cancellation;
        Memory = new SearchMemory(options.MemoryLimit);
        if (options.ResumeFrom is { } checkpoint)
        {
            _earlierElapsed = checkpoint.Elapsed;
            _earlierExamined = checkpoint.Boxes;
            _depth = checkpoint.Depth;
            _proved = checkpoint.ProvedFraction;
            GivenUp = checkpoint.GivenUp;
        }
    }

    public VerificationOptions Options { get; }

    public SearchMemory Memory { get; }

    /// <summary>Where the threads spend their time.</summary>
    public SearchClock Clock { get; } = new();

    public int Threads => Options.Threads > 0 ? Options.Threads : Environment.ProcessorCount;

    /// <summary>Wall-clock time of this run.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Wall-clock time with earlier runs.</summary>
    public TimeSpan TotalElapsed => _earlierElapsed + _clock.Elapsed;

    /// <summary>Whether the threads are to end.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Nodes not yet settled: waiting or being examined.</summary>
    public long Pending => Interlocked.Read(ref _pending);

    /// <summary>Nodes examined, with earlier runs.</summary>
    public long Examined => _earlierExamined + Interlocked.Read(ref _examined);

    /// <summary>The depth of the deepest node examined.</summary>
    public int Depth => Volatile.Read(ref _depth);

    /// <summary>The proved share of the search space; less than 1 while anything is open, though parts searched anew may be counted twice.</summary>
    public double ProvedShare
    {
        get
        {
            lock (_lock)
            {
                return Math.Min(_proved, 1);
            }
        }
    }

    /// <summary>Why the verdict is unknown: what ended the search before all nodes were settled, else why one was given up.</summary>
    public UnknownReason Reason => Pending > 0 ? _stopReason : GivenUp;

    /// <summary>Why the first of the nodes that were given up was, in this run or an earlier one: the verdict can then not be that the property holds.</summary>
    public UnknownReason GivenUp { get; private set; }

    public Counterexample? Counterexample { get; private set; }

    /// <summary>The first exception of any thread.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Counts a node that now has to be settled.</summary>
    public void Add() => Interlocked.Increment(ref _pending);

    /// <summary>A node is settled: proved, given up, or replaced by its children, which were added before.</summary>
    public void Settle() => Interlocked.Decrement(ref _pending);

    /// <summary>Counts a node that is about to be examined; false where that would exceed the limit, and the search is stopped.</summary>
    public bool Count(SearchNode node)
    {
        if (Interlocked.Increment(ref _examined) > (Options.NodeLimit ?? long.MaxValue))
        {
            Uncount(1);
            Stop(UnknownReason.NodeLimit);
            return false;
        }

        int depth = Volatile.Read(ref _depth);
        while (node.Depth > depth)
        {
            int seen = Interlocked.CompareExchange(ref _depth, node.Depth, depth);
            if (seen == depth)
            {
                break;
            }

            depth = seen;
        }

        return true;
    }

    /// <summary>Takes back counts of nodes whose examination came to nothing.</summary>
    public void Uncount(int nodes) => Interlocked.Add(ref _examined, -nodes);

    /// <summary>Whether to stop; cancellation and the time limit are noticed here.</summary>
    public bool ShouldStop()
    {
        if (_isStopped)
        {
            return true;
        }

        if (_cancellation.IsCancellationRequested)
        {
            Stop(UnknownReason.Cancelled);
        }
        else if (Options.TimeLimit is { } limit && _clock.Elapsed >= limit)
        {
            Stop(UnknownReason.TimeLimit);
        }

        return _isStopped;
    }

    /// <summary>Ends the search; what ends it is the reason, whatever single nodes were given up for before.</summary>
    public void Stop(UnknownReason reason)
    {
        lock (_lock)
        {
            if (!_isStopped)
            {
                _stopReason = reason;
            }

            _isStopped = true;
        }
    }

    /// <summary>A node cannot be decided: the verdict can no longer be that the property holds.</summary>
    public void GiveUp(UnknownReason reason)
    {
        lock (_lock)
        {
            if (GivenUp == UnknownReason.None)
            {
                GivenUp = reason;
            }
        }
    }

    /// <summary>A node of the given share is proved.</summary>
    public void Proved(double share)
    {
        lock (_lock)
        {
            _proved += share;
        }
    }

    public void Report(Counterexample counterexample)
    {
        lock (_lock)
        {
            Counterexample ??= counterexample;
        }

        _isStopped = true;
    }

    /// <summary>A thread failed; its exception is rethrown where the search was started. A lack of memory is no fault but a limit: what the thread had in hand stays open.</summary>
    public void Fail(Exception failure)
    {
        if (failure is OutOfMemoryException || (failure is AggregateException several && several.Flatten().InnerExceptions.All(e => e is OutOfMemoryException)))
        {
            Stop(UnknownReason.MemoryLimit);
            return;
        }

        lock (_lock)
        {
            Failure ??= failure;
        }

        _isStopped = true;
    }

    /// <summary>The verdict, once all threads have ended.</summary>
    /// <remarks>A counterexample is confirmed on its own, whatever happened in another thread. The property holds only if nothing is left: every node settled, none given up, now or before a checkpoint.</remarks>
    /// <exception cref="InvalidOperationException">A thread failed, and no counterexample was found.</exception>
    public Verdict Conclude()
    {
        if (Counterexample is not null)
        {
            return Verdict.Violated;
        }

        if (Failure is not null)
        {
            throw new InvalidOperationException($"The verification engine failed: {Failure.Message}", Failure);
        }

        return Pending == 0 && GivenUp == UnknownReason.None ? Verdict.Holds : Verdict.Unknown;
    }

    /// <summary>Ends the threads without a reason: an exception is on its way to the caller.</summary>
    public void Abandon() => _isStopped = true;
}
