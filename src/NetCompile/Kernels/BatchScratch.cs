namespace NetCompile.Kernels;

/// <summary>Scratch memory of the calling thread for one forward pass: cache-line-aligned, kept for the next call, so allocation-free after the first.</summary>
/// <remarks>
/// <c>using BatchScratch scratch = BatchScratch.Rent(total); Span&lt;float&gt; hidden = scratch.Take(50 * BatchLayout.Lanes);</c>
/// A second scratch rented while the first is in use gets memory of its own, which is not kept. The content is not cleared.
/// </remarks>
public ref struct BatchScratch
{
    [ThreadStatic]
    private static AlignedFloats? t_kept;

    private AlignedFloats? _memory;
    private int _used;

    private BatchScratch(AlignedFloats memory) => _memory = memory;

    /// <summary>Takes the thread's scratch memory.</summary>
    /// <param name="floats">What all calls of <see cref="Take"/> together ask for; each is rounded up to a multiple of 16.</param>
    public static BatchScratch Rent(int floats)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(floats);
        AlignedFloats? memory = t_kept;
        t_kept = null;
        return new BatchScratch(memory is not null && memory.Length >= floats ? memory : new AlignedFloats(AlignedFloats.RoundUp(floats)));
    }

    /// <summary>The next <paramref name="count"/> floats, aligned to 64 bytes.</summary>
    /// <exception cref="ArgumentException">More is taken than was rented.</exception>
    public Span<float> Take(int count)
    {
        AlignedFloats memory = _memory ?? throw new InvalidOperationException("This scratch memory was given back already, or never rented.");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int left = memory.Length - _used;
        if (count > left)
        {
            throw new ArgumentException($"{count} floats were asked for; {left} of the {memory.Length} rented are left.", nameof(count));
        }

        Span<float> span = memory.Span.Slice(_used, count);
        _used = Math.Min(AlignedFloats.RoundUp(_used + count), memory.Length);
        return span;
    }

    /// <summary>Gives the memory back to the thread.</summary>
    public void Dispose()
    {
        // The larger block wins where two were in use at once.
        if (_memory is { } memory && (t_kept is null || t_kept.Length < memory.Length))
        {
            t_kept = memory;
        }

        _memory = null;
    }
}
