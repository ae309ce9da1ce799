using System.Diagnostics;

namespace NetCompile.Verification;

/// <summary>Adds up where the threads of one search spend their time.</summary>
internal sealed class SearchClock
{
    private long _regions;
    private long _attacks;
    private long _search;

    /// <summary>The sums so far.</summary>
    public WorkTimes Times
    {
        get
        {
            long attacks = Interlocked.Read(ref _attacks);
            return new WorkTimes(
                Span(Math.Max(0, Interlocked.Read(ref _regions) - attacks)), Span(attacks), Span(Interlocked.Read(ref _search)));
        }
    }

    /// <summary>Nodes were examined from <paramref name="start"/>, a time stamp of <see cref="Stopwatch"/>, until now.</summary>
    public void Examined(bool isRegion, long start) => Interlocked.Add(ref isRegion ? ref _regions : ref _search, Stopwatch.GetTimestamp() - start);

    /// <summary>A whole region was attacked from <paramref name="start"/> until now; its examination, which this is part of, is counted on its own.</summary>
    public void Attacked(long start) => Interlocked.Add(ref _attacks, Stopwatch.GetTimestamp() - start);

    private static TimeSpan Span(long ticks) => TimeSpan.FromSeconds((double)ticks / Stopwatch.Frequency);
}
