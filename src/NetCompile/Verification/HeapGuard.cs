namespace NetCompile.Verification;

/// <summary>What to do about the heap.</summary>
internal enum HeapAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Let nodes drop what can be computed again.</summary>
    Drop,

    /// <summary>End the search.</summary>
    Stop,
}

/// <summary>What is known about the memory of the process.</summary>
/// <param name="HeapBytes">The managed heap, garbage included.</param>
/// <param name="IsMachineFull">Whether nearly all memory that the process may use is in use.</param>
internal readonly record struct HeapReading(long HeapBytes, bool IsMachineFull);

/// <summary>Watches the managed heap while a search runs: garbage is collected early, and the search ends before the process would.</summary>
/// <remarks>
/// The heap belongs to the whole process, so its growth alone never ends a search: only where collecting and dropping did not bring it below the limit and the machine is full too.
/// Collections take at most a twentieth of the time.
/// </remarks>
/// <param name="limit">Bytes by which the heap may grow.</param>
/// <param name="read">Measures; replaced by tests.</param>
/// <param name="collect">Collects the garbage and returns how long that took; replaced by tests.</param>
internal sealed class HeapGuard(long limit, Func<HeapReading> read, Func<TimeSpan> collect)
{
    private const int CollectionShare = 20;
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    private long _baseline = read().HeapBytes;
    private TimeSpan _next;
    private bool _hasDropped;

    /// <summary>The guard of this process.</summary>
    public HeapGuard(long limit)
        : this(limit, Read, Collect)
    {
    }

    /// <summary>Measures, collects where due, and says what else to do.</summary>
    /// <param name="now">The time since the search started.</param>
    public HeapAction Check(TimeSpan now)
    {
        if (!HasOutgrown(read()) || now < _next)
        {
            return HeapAction.None;
        }

        TimeSpan pause = CollectionShare * collect();
        _next = now + (pause > s_least ? pause : s_least);
        HeapReading reading = read();
        if (!HasOutgrown(reading))
        {
            _hasDropped = false;
            return HeapAction.None;
        }

        if (_hasDropped && reading.IsMachineFull)
        {
            return HeapAction.Stop;
        }

        _hasDropped = true;
        return HeapAction.Drop;
    }

    private static HeapReading Read()
    {
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        return new HeapReading(GC.GetTotalMemory(forceFullCollection: false), info.MemoryLoadBytes >= info.HighMemoryLoadThresholdBytes);
    }

    private static TimeSpan Collect()
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return System.Diagnostics.Stopwatch.GetElapsedTime(start);
    }

    private bool HasOutgrown(HeapReading reading)
    {
        // What was garbage when the search started must not hide growth for ever.
        _baseline = Math.Min(_baseline, reading.HeapBytes);
        return reading.HeapBytes - _baseline > limit;
    }
}
