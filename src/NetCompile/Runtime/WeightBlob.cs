using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using NetCompile.Models;

namespace NetCompile.Runtime;

/// <summary>The constants of a generated network, decoded once from the base64 text in its assembly.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WeightBlob
{
    private readonly float[] _values;

    private WeightBlob(float[] values) => _values = values;

    /// <summary>Decodes <paramref name="count"/> little-endian float32 numbers.</summary>
    /// <param name="base64">UTF-8 text; white space is skipped.</param>
    /// <param name="count">How many numbers it holds.</param>
    /// <exception cref="InvalidDataException">The text is not base64, or holds another number of numbers.</exception>
    public static WeightBlob Decode(ReadOnlySpan<byte> base64, int count)
    {
        float[] values = new float[count];
        Decode(base64, MemoryMarshal.Cast<float, int>(values.AsSpan()));
        return new WeightBlob(values);
    }

    /// <summary>Decodes <paramref name="count"/> little-endian doubles.</summary>
    /// <exception cref="InvalidDataException">The text is not base64, or holds another number of numbers.</exception>
    public static double[] DecodeDoubles(ReadOnlySpan<byte> base64, int count)
    {
        long[] bits = new long[count];
        Decode(base64, MemoryMarshal.AsBytes(bits.AsSpan()));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        double[] values = new double[count];
        MemoryMarshal.Cast<long, double>(bits).CopyTo(values);
        return values;
    }

    /// <summary>Decodes <paramref name="count"/> pairs of little-endian int32 numbers: where the elements of a gather come from.</summary>
    /// <exception cref="InvalidDataException">The text is not base64, or holds another number of numbers.</exception>
    public static ImmutableArray<GatherIndex> DecodeGather(ReadOnlySpan<byte> base64, int count)
    {
        int[] pairs = new int[checked(count * 2)];
        Decode(base64, pairs);
        GatherIndex[] indices = new GatherIndex[count];
        for (int i = 0; i < count; i++)
        {
            indices[i] = new GatherIndex(pairs[2 * i], pairs[(2 * i) + 1]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(indices);
    }

    /// <summary>For each element of a gather the element of source <paramref name="source"/> it copies, or −1 where it copies from another one.</summary>
    public static int[] ElementsOf(ImmutableArray<GatherIndex> indices, int source)
    {
        int[] elements = new int[indices.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = indices[i].Source == source ? indices[i].Element : -1;
        }

        return elements;
    }

    /// <summary>The tensor whose values start at <paramref name="start"/>.</summary>
    public Tensor ToTensor(int start, TensorShape shape) =>
        new(shape, ImmutableCollectionsMarshal.AsImmutableArray(_values.AsSpan(start, shape.Count).ToArray()));

    private static void Decode(ReadOnlySpan<byte> base64, Span<int> values)
    {
        Decode(base64, MemoryMarshal.AsBytes(values));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }
    }

    private static void Decode(ReadOnlySpan<byte> base64, Span<byte> bytes)
    {
        OperationStatus status = Base64.DecodeFromUtf8(base64, bytes, out _, out int written);
        if (status != OperationStatus.Done || written != bytes.Length)
        {
            throw new InvalidDataException($"The encoded constants give {written} bytes ({status}); {bytes.Length} are needed.");
        }
    }
}
