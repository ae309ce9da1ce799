namespace NetCompile.Verification;

/// <summary>What the open nodes of all threads hold, and what to do when it is too much.</summary>
/// <remarks>
/// In this order: from half the limit on the search goes depth first (<see cref="Frontier"/>); beyond the limit, nodes drop what can be computed again; if that is not enough, the
/// search ends. The counts are of what nodes say they hold, so that a run with one thread stays deterministic; <see cref="HeapGuard"/> watches what they cannot say.
/// </remarks>
internal sealed class SearchMemory
{
    /// <summary>The default limit at most: open nodes are not to crowd out everything else on a desktop.</summary>
    private const long MaxDefault = 2L << 30;

    /// <summary>Dropping is worth a pass over all nodes only where it frees at least this part of what they hold.</summary>
    private const int WorthDropping = 8;

    private long _held;
    private long _optional;
    private int _drops;

    public SearchMemory(long? limit) => Limit = limit ?? Math.Min(MaxDefault, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>Bytes that open nodes may hold.</summary>
    public long Limit { get; }

    /// <summary>Bytes that open nodes hold.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Grows whenever all threads are to drop what their nodes can compute again.</summary>
    public int Drops => Volatile.Read(ref _drops);

    /// <summary>Books what a thread's nodes hold more (or less) than before.</summary>
    public void Add(long bytes, long optional)
    {
        Interlocked.Add(ref _held, bytes);
        Interlocked.Add(ref _optional, optional);
    }

    /// <summary>Whether the nodes hold too much and dropping will not help; where it will, it is asked for.</summary>
    public bool IsExhausted()
    {
        long held = Held;
        if (held <= Limit)
        {
            return false;
        }

        if (Interlocked.Read(ref _optional) < held / WorthDropping)
        {
            return true;
        }

        RequestDrop();
        return false;
    }

    /// <summary>Asks all threads to drop what their nodes can compute again.</summary>
    public void RequestDrop() => Interlocked.Increment(ref _drops);

    /// <summary>Whether a thread whose nodes hold this much should follow the request.</summary>
    public static bool IsWorthDropping(long bytes, long optional) => optional > bytes / (2 * WorthDropping);
}
