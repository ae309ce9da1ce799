using System.Runtime.ExceptionServices;

namespace NetCompile.Checker;

/// <summary>Runs the same walk on several threads, which share the units of one proof.</summary>
internal static class Workers
{
    /// <summary>Runs the walks and waits for all of them.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="root">The root of the proof.</param>
    /// <param name="unitsPerThread">How finely the proof is shared.</param>
    /// <param name="stackSize">Bytes of stack for each.</param>
    /// <param name="progress">Told about ten times a second how many leaves are done.</param>
    /// <param name="cancellation">Ends the walks.</param>
    /// <param name="walk">The walk of one thread.</param>
    /// <returns>The leaves counted.</returns>
    /// <exception cref="CertificateException">A walk threw it.</exception>
    /// <exception cref="OperationCanceledException">The walks were cancelled.</exception>
    public static long Run(
        int threads, CertificateNode root, int unitsPerThread, int stackSize, IProgress<long>? progress, CancellationToken cancellation, Action<WorkShare> walk)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        WorkShare share = new(root, threads * unitsPerThread, stop.Token);
        using Timer? reports = progress is null ? null : new Timer(_ => progress.Report(share.Leaves), null, 100, 100);
        ExceptionDispatchInfo?[] failures = new ExceptionDispatchInfo?[threads];
        List<Thread> workers = [];
        try
        {
            for (int t = 0; t < threads; t++)
            {
                int index = t;
                Thread worker = new(() => Guard(index), stackSize) { IsBackground = true, Name = $"NetCompile check {t}" };
                worker.Start();
                workers.Add(worker);
            }
        }
        catch
        {
            // A thread could not be started: those that were must not work on behind the caller's back.
            stop.Cancel();
            throw;
        }
        finally
        {
            workers.ForEach(w => w.Join());
        }

        // A refusal says more than the cancellation that it caused elsewhere.
        (failures.FirstOrDefault(f => f is { SourceException: not OperationCanceledException }) ?? failures.FirstOrDefault(f => f is not null))?.Throw();
        return share.Leaves;

        void Guard(int index)
        {
            try
            {
                walk(share);
            }
            catch (Exception e)
            {
                // Rethrown on the calling thread once all have ended.
                failures[index] = ExceptionDispatchInfo.Capture(e);
                stop.Cancel();
            }
        }
    }
}
