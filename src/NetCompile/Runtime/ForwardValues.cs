namespace NetCompile.Runtime;

/// <summary>Where a value lies: in the network's input or in the buffer.</summary>
/// <param name="Start">Floats of one sample before it, or −1 for the network's input.</param>
/// <param name="Count">Elements.</param>
internal readonly record struct ValueSlot(int Start, int Count);

/// <summary>The values during one forward pass, of one sample or of 64 in lanes.</summary>
internal readonly ref struct ForwardValues
{
    private readonly ReadOnlySpan<float> _input;
    private readonly Span<float> _buffer;

    public ForwardValues(ReadOnlySpan<float> input, Span<float> buffer, int samples)
    {
        _input = input;
        _buffer = buffer;
        Samples = samples;
    }

    /// <summary>1 or 64.</summary>
    public int Samples { get; }

    /// <summary>Whether the values are those of 64 samples side by side.</summary>
    public bool InLanes => Samples != 1;

    public ReadOnlySpan<float> Read(ValueSlot slot) => slot.Start < 0 ? _input : Write(slot);

    public Span<float> Write(ValueSlot slot) => _buffer.Slice(slot.Start * Samples, slot.Count * Samples);
}
