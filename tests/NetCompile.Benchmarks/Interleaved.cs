using System.Diagnostics;

namespace NetCompile.Benchmarks;

/// <summary>Something to time.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Operations">Floating-point operations of one call.</param>
/// <param name="Samples">Samples of one call.</param>
/// <param name="Call">The call.</param>
internal sealed record Contender(string Name, long Operations, int Samples, Action Call);

/// <summary>Times contenders in turn within one process, so that their ratios survive a machine whose speed drifts.</summary>
/// <remarks>
/// In every round each contender runs for a fraction of a millisecond, shorter than a time slice: most windows are undisturbed even on a shared
/// machine. Times are medians over the rounds; ratios are medians of the ratios within a round.
/// </remarks>
internal sealed class Interleaved
{
    private const int Rounds = 301;
    private static readonly TimeSpan s_window = TimeSpan.FromMicroseconds(400), s_warmUp = TimeSpan.FromMilliseconds(400);
    private readonly Dictionary<string, double[]> _seconds = [];
    private readonly Dictionary<string, Contender> _contenders;

    private Interleaved(IEnumerable<Contender> contenders) => _contenders = contenders.ToDictionary(c => c.Name);

    public static Interleaved Run(IEnumerable<Contender> contenders)
    {
        Interleaved result = new(contenders);
        Dictionary<string, int> calls = result._contenders.Values.ToDictionary(c => c.Name, WarmUp);
        foreach (string name in calls.Keys)
        {
            result._seconds[name] = new double[Rounds];
        }

        for (int round = 0; round < Rounds; round++)
        {
            foreach (Contender contender in result._contenders.Values)
            {
                // The first call brings the contender's data back into the caches.
                contender.Call();
                result._seconds[contender.Name][round] = Time(contender, calls[contender.Name]) / calls[contender.Name];
            }
        }

        return result;
    }

    /// <summary>The median time of one call, per sample, in seconds.</summary>
    public double Seconds(string name) => Median(_seconds[name]) / _contenders[name].Samples;

    /// <summary>How many times faster <paramref name="name"/> is than <paramref name="baseline"/>, per sample.</summary>
    public double Speedup(string name, string baseline) =>
        Median([.. _seconds[name].Zip(_seconds[baseline], (a, b) => b / _contenders[baseline].Samples / (a / _contenders[name].Samples))]);

    /// <summary>The share of the floating-point rate of <paramref name="peak"/>.</summary>
    public double ShareOf(string name, string peak) =>
        Median([.. _seconds[name].Zip(_seconds[peak], (a, b) => _contenders[name].Operations / a / (_contenders[peak].Operations / b))]);

    /// <summary>The median rate in operations a second.</summary>
    public double Rate(string name) => _contenders[name].Operations / Median(_seconds[name]);

    private static int WarmUp(Contender contender)
    {
        // Long enough for the JIT's background tiers to finish with the delegate and what it calls.
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        while (Stopwatch.GetElapsedTime(start) < s_warmUp)
        {
            contender.Call();
            if (++calls % 50 == 0)
            {
                Thread.Sleep(10);
            }
        }

        int count = 1;
        while (Time(contender, count) < s_window.TotalSeconds)
        {
            count *= 2;
        }

        return count;
    }

    private static double Time(Contender contender, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            contender.Call();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
