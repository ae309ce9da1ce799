using System.Text;

namespace NetCompile.TestSupport;

/// <summary>Writes protobuf fields; tests use it to make ONNX files, also broken ones.</summary>
public sealed class ProtobufWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>What was written.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Writes an integer field.</summary>
    public ProtobufWriter Integer(int field, long value) => Tag(field, 0).Varint(unchecked((ulong)value));

    /// <summary>Writes a float field.</summary>
    public ProtobufWriter Float(int field, float value)
    {
        Tag(field, 5);
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    /// <summary>Writes a text field.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes bytes, which may be a packed field or a message.</summary>
    public ProtobufWriter Bytes(int field, byte[] value)
    {
        Tag(field, 2).Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    /// <summary>Writes a message.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter value) => Bytes(field, value.ToArray());

    /// <summary>Writes a repeated integer, packed or one field for each.</summary>
    public ProtobufWriter Integers(int field, IEnumerable<long> values, bool packed = true)
    {
        if (!packed)
        {
            foreach (long value in values)
            {
                Integer(field, value);
            }

            return this;
        }

        ProtobufWriter content = new();
        foreach (long value in values)
        {
            content.Varint(unchecked((ulong)value));
        }

        return Bytes(field, content.ToArray());
    }

    /// <summary>Writes a field's number and wire type.</summary>
    public ProtobufWriter Tag(int field, int wireType) => Varint(((ulong)field << 3) | (uint)wireType);

    /// <summary>Writes a number as it stands.</summary>
    public ProtobufWriter Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
        return this;
    }

    /// <summary>Writes bytes as they stand.</summary>
    public ProtobufWriter Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }
}
