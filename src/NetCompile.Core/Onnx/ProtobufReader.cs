using System.Buffers.Binary;
using System.Text;
using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>Reads one protobuf message from a region of a file; every error names the offset in the file.</summary>
/// <remarks>
/// Nothing is allocated before the bytes that justify it are seen: a length is checked against the enclosing message first, so what is allocated is
/// bounded by a small multiple of the file's size. The reader never recurses; its caller does, to the depth of the schema it follows.
/// </remarks>
internal ref struct ProtobufReader
{
    // A varint of ten bytes holds 64 bits; an eleventh byte can only be damage.
    private const int MaxVarintBytes = 10;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _file;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _end;
    private int _position;

    /// <summary>A reader over a whole file.</summary>
    public ProtobufReader(ReadOnlyMemory<byte> file) : this(file, 0, file.Length) { }

    private ProtobufReader(ReadOnlyMemory<byte> file, int start, int end)
    {
        _file = file;
        _bytes = file.Span;
        _position = start;
        _end = end;
    }

    /// <summary>The offset in the file of the next byte.</summary>
    public readonly int Position => _position;

    /// <summary>Reads the next field's number and encoding; false at the end of the message.</summary>
    public bool TryReadTag(out int field, out WireType type)
    {
        if (_position >= _end)
        {
            field = 0;
            type = default;
            return false;
        }

        int start = _position;
        ulong tag = ReadVarint();
        type = (WireType)(tag & 7);
        if (tag >> 3 is 0 or > 0x1FFF_FFFF)
        {
            throw Malformed($"field number {tag >> 3} is not valid", start);
        }

        if (type is WireType.StartGroup or WireType.EndGroup or > WireType.Fixed32)
        {
            throw Malformed($"wire type {(int)type} is not used by ONNX", start);
        }

        field = (int)(tag >> 3);
        return true;
    }

    /// <summary>Reads a signed 64-bit integer.</summary>
    public long ReadInt64(WireType type)
    {
        Expect(type, WireType.Varint);
        return unchecked((long)ReadVarint());
    }

    /// <summary>Reads an integer that must fit 32 bits.</summary>
    public int ReadInt32(WireType type)
    {
        int start = _position;
        long value = ReadInt64(type);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Malformed($"{value} does not fit 32 bits", start);
    }

    /// <summary>Reads a float.</summary>
    public float ReadFloat(WireType type)
    {
        Expect(type, WireType.Fixed32);
        return FloatBits.ToFloat(BinaryPrimitives.ReadInt32LittleEndian(_bytes.Slice(Take(4), 4)));
    }

    /// <summary>Reads a string, which must be valid UTF-8: replacement characters could make two names equal.</summary>
    public string ReadString(WireType type)
    {
        int start = _position;
        ReadOnlyMemory<byte> bytes = ReadBytes(type);
        try
        {
            return s_strictUtf8.GetString(bytes.ToArray());
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFormatException(ModelErrorKind.Malformed, "a string is not valid UTF-8", offset: start, inner: e);
        }
    }

    /// <summary>Reads bytes without copying them.</summary>
    public ReadOnlyMemory<byte> ReadBytes(WireType type)
    {
        Expect(type, WireType.LengthDelimited);
        int length = ReadLength();
        return _file.Slice(Take(length), length);
    }

    /// <summary>A reader over the sub-message that comes next, which is stepped over.</summary>
    public ProtobufReader ReadMessage(WireType type)
    {
        Expect(type, WireType.LengthDelimited);
        int length = ReadLength();
        int start = Take(length);
        return new ProtobufReader(_file, start, start + length);
    }

    /// <summary>Reads one value, or all of a packed field, of a repeated integer.</summary>
    public void ReadInt64s(WireType type, List<long> values)
    {
        if (type == WireType.Varint)
        {
            values.Add(unchecked((long)ReadVarint()));
            return;
        }

        ProtobufReader packed = ReadMessage(type);
        while (packed._position < packed._end)
        {
            values.Add(unchecked((long)packed.ReadVarint()));
        }
    }

    /// <summary>Reads one value, or all of a packed field, of a repeated float.</summary>
    public void ReadFloats(WireType type, List<float> values)
    {
        if (type == WireType.Fixed32)
        {
            values.Add(ReadFloat(type));
            return;
        }

        int start = _position;
        ReadOnlySpan<byte> bytes = ReadBytes(type).Span;
        if (bytes.Length % sizeof(float) != 0)
        {
            throw Malformed($"{bytes.Length} bytes of packed floats are no multiple of 4", start);
        }

        for (int i = 0; i < bytes.Length; i += sizeof(float))
        {
            values.Add(FloatBits.ToFloat(BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(i))));
        }
    }

    /// <summary>Reads one value, or all of a packed field, of a repeated double.</summary>
    public void ReadDoubles(WireType type, List<double> values)
    {
        if (type == WireType.Fixed64)
        {
            values.Add(BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(_bytes.Slice(Take(8), 8))));
            return;
        }

        int start = _position;
        ReadOnlySpan<byte> bytes = ReadBytes(type).Span;
        if (bytes.Length % sizeof(double) != 0)
        {
            throw Malformed($"{bytes.Length} bytes of packed doubles are no multiple of 8", start);
        }

        for (int i = 0; i < bytes.Length; i += sizeof(double))
        {
            values.Add(BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(i))));
        }
    }

    /// <summary>Steps over a field that is not needed.</summary>
    public void Skip(WireType type)
    {
        switch (type)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                Take(8);
                break;
            case WireType.Fixed32:
                Take(4);
                break;
            default:
                Take(ReadLength());
                break;
        }
    }

    /// <summary>An error at an offset of the file; at the next byte where none is given.</summary>
    public readonly ModelFormatException Malformed(string problem, int? offset = null) => new(ModelErrorKind.Malformed, problem, offset: offset ?? _position);

    private ulong ReadVarint()
    {
        int start = _position;
        ulong value = 0;
        for (int i = 0; i < MaxVarintBytes; i++)
        {
            if (_position >= _end)
            {
                throw Malformed("the file or message ends inside a number", start);
            }

            byte b = _bytes[_position++];
            value |= unchecked((ulong)(b & 0x7F) << (7 * i));
            if (b < 0x80)
            {
                return i == MaxVarintBytes - 1 && b > 1 ? throw Malformed("a number has more than 64 bits", start) : value;
            }
        }

        throw Malformed("a number has more than 64 bits", start);
    }

    private int ReadLength()
    {
        int start = _position;
        ulong length = ReadVarint();
        return length <= (ulong)(_end - _position)
            ? (int)length
            : throw Malformed($"a length of {length} bytes is stated but {_end - _position} are left in the message", start);
    }

    private int Take(int count)
    {
        if (count > _end - _position)
        {
            throw Malformed($"{count} bytes are needed but {_end - _position} are left in the message");
        }

        int start = _position;
        _position += count;
        return start;
    }

    private readonly void Expect(WireType actual, WireType expected)
    {
        if (actual != expected)
        {
            throw Malformed($"a field has wire type {(int)actual} ({actual}); {(int)expected} ({expected}) is needed");
        }
    }
}
