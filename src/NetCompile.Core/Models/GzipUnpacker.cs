using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace NetCompile.Models;

/// <summary>Unpacks a gzip file in memory, with a limit on the result and a full check of its trailer.</summary>
/// <remarks>The trailer is checked here because some runtimes' <see cref="GZipStream"/> takes a truncated file for a complete one.</remarks>
public static class GzipUnpacker
{
    /// <summary>Bytes a file may unpack to at most.</summary>
    public const long MaxUnpackedLength = 1L << 30;

    // Deflate reaches 1032:1 on zeros. Benchmark networks that are almost all zeros reach about 200:1; the free allowance keeps small files out of the rule.
    private const int MaxRatio = 400;
    private const long FreeLength = 1L << 26;
    private const int MinLength = 18;
    private const int TrailerLength = 8;

    /// <summary>Whether the content starts like a gzip file.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.Length >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;

    /// <summary>The unpacked content.</summary>
    /// <param name="bytes">The gzip file, of one member.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    /// <exception cref="ModelFormatException">The file is truncated or damaged, or unpacks to too much.</exception>
    public static byte[] Unpack(ReadOnlyMemory<byte> bytes, string fileName)
    {
        if (bytes.Length < MinLength)
        {
            throw Damaged(fileName, $"it has {bytes.Length} bytes; a gzip file has at least {MinLength}");
        }

        // The last four bytes state the unpacked length; a truncated file has other bytes there, which the checks below notice.
        ReadOnlySpan<byte> trailer = bytes.Span.Slice(bytes.Length - TrailerLength);
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer), length = BinaryPrimitives.ReadUInt32LittleEndian(trailer.Slice(4));
        long limit = Math.Min(MaxUnpackedLength, FreeLength + ((long)MaxRatio * bytes.Length));
        if (length > limit)
        {
            throw Damaged(fileName, $"its end states {length} unpacked bytes; {limit} are the limit for a file of {bytes.Length} bytes");
        }

        byte[] content = new byte[length];
        int filled = 0;
        try
        {
            using GZipStream stream = new(AsStream(bytes), CompressionMode.Decompress);
            int read;
            while (filled < content.Length && (read = stream.Read(content, filled, content.Length - filled)) > 0)
            {
                filled += read;
            }

            if (filled == content.Length && stream.ReadByte() >= 0)
            {
                throw Damaged(fileName, $"its end states {length} unpacked bytes but it unpacks to more");
            }
        }
        catch (InvalidDataException e)
        {
            throw Damaged(fileName, e.Message.TrimEnd('.'), e);
        }

        if (filled < content.Length)
        {
            throw Damaged(fileName, $"its end states {length} unpacked bytes but it unpacks to {filled}");
        }

        return Crc32.Compute(content) == checksum ? content : throw Damaged(fileName, "the checksum of the unpacked content is wrong");
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false);

    private static ModelFormatException Damaged(string fileName, string reason, Exception? inner = null) =>
        new(ModelErrorKind.Malformed, $"the gzip file is truncated or damaged: {reason}", fileName, inner: inner);
}
