using System.Runtime.CompilerServices;

namespace NetCompile.Kernels;

/// <summary>A float array that never moves and starts on a cache line.</summary>
/// <remarks>
/// It lies on the pinned object heap: the garbage collector frees it, so neither a finalizer nor a dispose is needed, and a pointer into it
/// stays valid for as long as this object is reachable (kernels end with <see cref="GC.KeepAlive"/>).
/// </remarks>
internal sealed unsafe class AlignedFloats
{
    /// <summary>Bytes of a cache line, and of the widest vector.</summary>
    public const int Alignment = 64;

    private const int AlignmentFloats = Alignment / sizeof(float);

    private readonly float[] _array;
    private readonly int _start;

    /// <summary>Allocates <paramref name="length"/> zeros.</summary>
    public AlignedFloats(int length)
    {
        _array = GC.AllocateArray<float>(checked(length + AlignmentFloats), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref _array[0]);
        _start = (int)((Alignment - (address % Alignment)) % Alignment / sizeof(float));
        Length = length;
        Pointer = (float*)address + _start;
    }

    /// <summary>The number of floats.</summary>
    public int Length { get; }

    /// <summary>The first float, 64-byte-aligned.</summary>
    public float* Pointer { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => _array.AsSpan(_start, Length);

    /// <summary>The smallest multiple of the alignment, in floats, that is not below <paramref name="count"/>.</summary>
    public static int RoundUp(int count) => checked(count + AlignmentFloats - 1) & ~(AlignmentFloats - 1);
}
