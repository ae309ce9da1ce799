namespace NetCompile.Verification;

/// <summary>Tells the caller how far a search is. Used by one thread.</summary>
/// <param name="control">The counts.</param>
/// <param name="workers">The threads' parts, for their lowest bounds.</param>
/// <param name="progress">Who is told; null for nobody.</param>
internal sealed class ProgressReporter(SearchControl control, IReadOnlyList<SearchWorker> workers, IProgress<VerificationProgress>? progress)
{
    /// <summary>Over how long the rate is smoothed.</summary>
    private const double RateSeconds = 1;

    private TimeSpan _lastTime;
    private long _lastExamined = control.Examined;
    private double _rate = double.NaN;

    /// <summary>Reports the present state.</summary>
    public void Report()
    {
        if (progress is null)
        {
            return;
        }

        UpdateRate();
        double lowest = double.PositiveInfinity;
        foreach (SearchWorker worker in workers)
        {
            lowest = Math.Min(lowest, worker.LowestBound);
        }

        long pending = Math.Max(0, control.Pending);
        progress.Report(new VerificationProgress(control.TotalElapsed, control.Examined, pending, control.ProvedShare, control.Depth)
        {
            // Between two nodes a thread may show none for a moment.
            LowestBound = pending > 0 && double.IsPositiveInfinity(lowest) ? double.NegativeInfinity : lowest,
            BoxesPerSecond = double.IsNaN(_rate) ? 0 : _rate,
            Memory = Environment.WorkingSet,
        });
    }

    private void UpdateRate()
    {
        TimeSpan now = control.Elapsed;
        long examined = control.Examined;
        double seconds = (now - _lastTime).TotalSeconds;
        if (seconds <= 0)
        {
            return;
        }

        double rate = Math.Max(0, examined - _lastExamined) / seconds;
        double weight = 1 - Math.Exp(-seconds / RateSeconds);
        _rate = double.IsNaN(_rate) ? rate : _rate + (weight * (rate - _rate));
        (_lastTime, _lastExamined) = (now, examined);
    }
}
