using System.Diagnostics;

namespace NetCompile.Verification;

/// <summary>What the threads of one search share: limits, the order to stop, counts, and what was found.</summary>
internal sealed class SearchControl
{
    private readonly CancellationToken _cancellation;
    private readonly IProgress<VerificationProgress>? _progress;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly object _lock = new();
    private long _pending;
    private long _examined;
    private int _depth;
    private double _proved;
    private volatile bool _isStopped;

    public SearchControl(VerificationOptions options, IProgress<VerificationProgress>? progress, CancellationToken cancellation)
    {
        Options = options;
        _progress = progress;
        _cancellation = cancellation;
    }

    public VerificationOptions Options { get; }

    public int Threads => Options.Threads > 0 ? Options.Threads : Environment.ProcessorCount;

    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Whether the threads are to end.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Nodes not yet settled: waiting or being examined.</summary>
    public long Pending => Interlocked.Read(ref _pending);

    /// <summary>Nodes examined.</summary>
    public long Examined => Interlocked.Read(ref _examined);

    /// <summary>The depth of the deepest node examined.</summary>
    public int Depth => Volatile.Read(ref _depth);

    public UnknownReason Reason { get; private set; }

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
            Interlocked.Decrement(ref _examined);
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
                Reason = reason;
            }

            _isStopped = true;
        }
    }

    /// <summary>A node cannot be decided: the verdict can no longer be that the property holds.</summary>
    public void GiveUp(UnknownReason reason)
    {
        lock (_lock)
        {
            if (Reason == UnknownReason.None)
            {
                Reason = reason;
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

    /// <summary>A thread failed; its exception is rethrown where the search was started.</summary>
    public void Fail(Exception failure)
    {
        lock (_lock)
        {
            Failure ??= failure;
        }

        _isStopped = true;
    }

    /// <summary>Ends the threads without a reason: an exception is on its way to the caller.</summary>
    public void Abandon() => _isStopped = true;

    public void ReportProgress()
    {
        if (_progress is null)
        {
            return;
        }

        VerificationProgress progress;
        lock (_lock)
        {
            progress = new VerificationProgress(_clock.Elapsed, Examined, Math.Max(0, Pending), _proved, Depth);
        }

        _progress.Report(progress);
    }
}
