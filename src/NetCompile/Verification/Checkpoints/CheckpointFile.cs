using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace NetCompile.Verification;

/// <summary>The bytes of a checkpoint: a mark, a version, the header as JSON, the compressed nodes, and a SHA-256 of all before it.</summary>
/// <remarks>
/// <code>
/// 8 bytes   "NCCHECK" and a line feed
/// int32     version, little-endian
/// int32     length of the header
/// …         the header, JSON in UTF-8
/// int64     length of the nodes
/// …         the nodes, zlib
/// 32 bytes  SHA-256 of everything above
/// </code>
/// The hash finds damage, not malice: who can write the file can also write its hash.
/// </remarks>
internal static class CheckpointFile
{
    /// <summary>Grows whenever an older reader would misread a newer file, or an engine whose proofs were wrong wrote the older one.</summary>
    public const int Version = 1;

    private const int MaxHeader = 1 << 20;

    private static ReadOnlySpan<byte> Mark => "NCCHECK\n"u8;

    /// <summary>Writes a checkpoint.</summary>
    public static void Write(Stream stream, CheckpointHeader header, ChunkedBuffer nodes)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, CheckpointJson.Default.CheckpointHeader);
        Span<byte> number = stackalloc byte[sizeof(long)];
        Put(Mark);
        BinaryPrimitives.WriteInt32LittleEndian(number, Version);
        Put(number[..sizeof(int)]);
        BinaryPrimitives.WriteInt32LittleEndian(number, json.Length);
        Put(number[..sizeof(int)]);
        Put(json);
        BinaryPrimitives.WriteInt64LittleEndian(number, nodes.Length);
        Put(number);
        byte[] buffer = new byte[1 << 16];
        using (Stream source = nodes.OpenRead())
        {
            for (int read = source.Read(buffer); read > 0; read = source.Read(buffer))
            {
                Put(buffer.AsSpan(0, read));
            }
        }

        stream.Write(hash.GetHashAndReset());

        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is none, of another version, truncated or altered.</exception>
    public static (CheckpointHeader Header, ChunkedBuffer Nodes) Read(Stream stream)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        Take(number);
        if (!number.SequenceEqual(Mark))
        {
            throw new CheckpointException("This is no checkpoint: it does not start with the mark of one.");
        }

        Take(number[..sizeof(int)]);
        int version = BinaryPrimitives.ReadInt32LittleEndian(number);
        if (version != Version)
        {
            throw new CheckpointException($"The checkpoint has version {version}; this NetCompile reads version {Version}. Start the verification anew, or use the version that wrote it.");
        }

        Take(number[..sizeof(int)]);
        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(number);
        if (headerLength is <= 0 or > MaxHeader)
        {
            throw Damaged($"its header would be {headerLength} bytes long, of at most {MaxHeader}");
        }

        byte[] json = new byte[headerLength];
        Take(json);
        Take(number);
        long left = BinaryPrimitives.ReadInt64LittleEndian(number);
        ChunkedBuffer nodes = new();
        byte[] buffer = new byte[1 << 16];
        while (left > 0)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            Take(part);
            nodes.Append(part);
            left -= part.Length;
        }

        byte[] computed = hash.GetHashAndReset(), stated = new byte[computed.Length];
        Take(stated);
        if (!computed.AsSpan().SequenceEqual(stated))
        {
            throw Damaged($"its SHA-256 is {Convert.ToHexString(computed)}, but {Convert.ToHexString(stated)} stands at its end");
        }

        if (stream.ReadByte() >= 0)
        {
            throw Damaged("something follows its end");
        }

        return (Header(json), nodes);

        void Take(Span<byte> bytes)
        {
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length)
            {
                throw Damaged("it is truncated");
            }

            hash.AppendData(bytes);
        }
    }

    /// <summary>The error about a file that is not as it was written.</summary>
    public static CheckpointException Damaged(string how, Exception? inner = null)
    {
        string message = $"The checkpoint is damaged: {how}. Start the verification anew.";
        return inner is null ? new CheckpointException(message) : new CheckpointException(message, inner);
    }

    private static CheckpointHeader Header(byte[] json)
    {
        try
        {
            CheckpointHeader header = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointHeader) ?? throw Damaged("its header is null");
            return header is { ModelHash: not null, ModelName: not null, PropertyHash: not null, PropertyName: not null }
                && header is { Runs: > 0, Boxes: >= 0, ElapsedSeconds: >= 0 and < 1e10, Depth: >= 0, ProvedFraction: >= 0 and <= 2, OpenBoxes: > 0 }
                && header is { Branching: Branching.Input or Branching.Relu } && Enum.IsDefined(header.Arithmetic) && Enum.IsDefined(header.GivenUp)
                ? header
                : throw Damaged("its header has numbers that no run has");
        }
        catch (JsonException e)
        {
            throw Damaged($"its header cannot be read ({e.Message})", e);
        }
    }
}
