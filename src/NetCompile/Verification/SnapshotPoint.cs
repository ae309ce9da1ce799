namespace NetCompile.Verification;

/// <summary>Where all threads meet between two nodes, so that one of them can see every open node.</summary>
internal sealed class SnapshotPoint : IDisposable
{
    private readonly Barrier _barrier;
    private volatile bool _isDue;

    /// <param name="threads">How many threads there will be.</param>
    /// <param name="take">Runs while all threads wait; must not throw.</param>
    public SnapshotPoint(int threads, Action take) => _barrier = new Barrier(threads, _ =>
    {
        take();
        _isDue = false;
    });

    /// <summary>Whether every thread is to <see cref="Meet"/>.</summary>
    public bool IsDue => _isDue;

    /// <summary>Asks all threads to meet.</summary>
    public void Request() => _isDue = true;

    /// <summary>Waits for the others.</summary>
    public void Meet() => _barrier.SignalAndWait();

    /// <summary>Threads that ended, or never started, are no longer waited for.</summary>
    public void Leave(int threads) => _barrier.RemoveParticipants(threads);

    /// <inheritdoc/>
    public void Dispose() => _barrier.Dispose();
}
