using System.Runtime.InteropServices;

namespace NetCompile.Propagation;

/// <summary>Zeroed, 64-byte-aligned native memory for doubles; freed with the object.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private double* _pointer;

    /// <summary>Allocates <paramref name="length"/> zeros.</summary>
    public AlignedBuffer(long length)
    {
        nuint bytes = checked((nuint)Math.Max(length, 8) * sizeof(double));
        _pointer = (double*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_pointer, bytes);
        Length = length;
        GC.AddMemoryPressure((long)bytes);
    }

    ~AlignedBuffer() => Free();

    /// <summary>The number of doubles.</summary>
    public long Length { get; }

    /// <summary>The memory; valid while this object is reachable.</summary>
    public double* Pointer => _pointer;

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_pointer != null)
        {
            NativeMemory.AlignedFree(_pointer);
            _pointer = null;
            GC.RemoveMemoryPressure(Math.Max(Length, 8) * sizeof(double));
        }
    }
}
