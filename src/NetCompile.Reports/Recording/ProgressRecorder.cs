using System.Collections.Immutable;
using NetCompile.Verification;

namespace NetCompile.Reports;

/// <summary>Keeps what the engine tells of its progress, evenly thinned so that a run of days takes no more memory than one of seconds. Thread-safe.</summary>
/// <remarks>Every 2ᵏ-th report is kept; when they become too many, every other one is dropped and k grows by one. The last report is always kept.</remarks>
/// <param name="next">Who else is told; null for nobody.</param>
/// <param name="capacity">The most samples to keep, at least 4.</param>
public sealed class ProgressRecorder(IProgress<VerificationProgress>? next = null, int capacity = 256) : IProgress<VerificationProgress>
{
    private readonly int _capacity = capacity >= 4 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, $"The capacity is {capacity}; at least 4 samples are needed.");
    private readonly List<GrowthSample> _samples = [];
    private readonly object _lock = new();
    private GrowthSample? _last;
    private long _count;
    private int _every = 1;

    /// <summary>The samples so far, oldest first.</summary>
    public ImmutableArray<GrowthSample> Samples
    {
        get
        {
            lock (_lock)
            {
                return _last is { } last && (_samples.Count == 0 || _samples[^1] != last) ? [.. _samples, last] : [.. _samples];
            }
        }
    }

    /// <inheritdoc/>
    public void Report(VerificationProgress value)
    {
        lock (_lock)
        {
            GrowthSample sample = new(value.Elapsed.TotalSeconds, value.Boxes, value.OpenBoxes, value.ProvedFraction, value.Depth);
            _last = sample;
            if (_count++ % _every == 0)
            {
                _samples.Add(sample);
            }

            // One less than the capacity: the last report may come on top.
            if (_samples.Count >= _capacity)
            {
                Thin();
            }
        }

        next?.Report(value);
    }

    private void Thin()
    {
        int kept = 0;
        for (int i = 0; i < _samples.Count; i += 2)
        {
            _samples[kept++] = _samples[i];
        }

        _samples.RemoveRange(kept, _samples.Count - kept);
        _every *= 2;
    }
}
