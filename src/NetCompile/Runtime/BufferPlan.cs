namespace NetCompile.Runtime;

/// <summary>Places values in one buffer so that values needed at the same time never share memory.</summary>
/// <remarks>First fit in the order of creation: for a chain of layers that means two alternating places.</remarks>
internal sealed class BufferPlan
{
    /// <summary>Floats of a cache line: every value starts on one.</summary>
    private const int Granularity = 16;

    private readonly List<Placement> _live = [];

    /// <summary>Floats the buffer needs.</summary>
    public int Length { get; private set; }

    /// <summary>Places a value.</summary>
    /// <param name="count">Its floats.</param>
    /// <param name="firstStep">The step that writes it; never smaller than that of an earlier call.</param>
    /// <param name="lastStep">The last step that reads it.</param>
    /// <returns>Where it starts.</returns>
    public int Place(int count, int firstStep, int lastStep)
    {
        // A value last read by the very step that writes this one is still live: kernels must not read what they overwrite.
        _live.RemoveAll(p => p.LastStep < firstStep);
        _live.Sort((p, q) => p.Start.CompareTo(q.Start));
        int start = 0;
        foreach (Placement p in _live)
        {
            if (start + (long)count <= p.Start)
            {
                break;
            }

            start = Math.Max(start, p.End);
        }

        int end = checked(start + count + Granularity - 1) & ~(Granularity - 1);
        _live.Add(new Placement(start, end, lastStep));
        Length = Math.Max(Length, end);
        return start;
    }

    private readonly record struct Placement(int Start, int End, int LastStep);
}
