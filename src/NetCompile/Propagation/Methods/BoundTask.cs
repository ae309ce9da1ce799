namespace NetCompile.Propagation;

/// <summary>A box whose outputs are to be bounded.</summary>
/// <param name="Lower"><c>[InputCount]</c>.</param>
/// <param name="Upper"><c>[InputCount]</c>.</param>
/// <param name="Options">Iterations, decisions, cancellation.</param>
internal sealed record BoundTask(double[] Lower, double[] Upper, BoundOptions Options)
{
    /// <summary>Bounds every operator as <paramref name="settings"/> say.</summary>
    public void Propagate(BoundsWorkspace w, BoundsSettings settings)
    {
        // A backward substitution that is told to stop leaves bounds loose; here nobody would see them.
        w.ShouldStop = () => Options.Cancellation.IsCancellationRequested;
        Options.Cancellation.ThrowIfCancellationRequested();
        BoxBounds.Compute(w, Lower, Upper, settings);
        Options.Cancellation.ThrowIfCancellationRequested();
    }
}
