namespace NetCompile.Verification;

/// <summary>Bytes that are written once and read often, in pieces: no limit at 2 GiB and no copying while they grow.</summary>
internal sealed class ChunkedBuffer
{
    private const int ChunkSize = 1 << 20;

    private readonly List<byte[]> _chunks = [];

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int at = (int)(Length % ChunkSize);
            if (at == 0)
            {
                _chunks.Add(new byte[ChunkSize]);
            }

            int count = Math.Min(bytes.Length, ChunkSize - at);
            bytes[..count].CopyTo(_chunks[^1].AsSpan(at));
            bytes = bytes[count..];
            Length += count;
        }
    }

    /// <summary>Writes everything to <paramref name="stream"/>.</summary>
    public void CopyTo(Stream stream)
    {
        long left = Length;
        foreach (byte[] chunk in _chunks)
        {
            stream.Write(chunk, 0, (int)Math.Min(left, chunk.Length));
            left -= chunk.Length;
        }
    }

    /// <summary>A stream that appends.</summary>
    public Stream OpenWrite() => new View(this, canWrite: true);

    /// <summary>A stream over everything.</summary>
    public Stream OpenRead() => new View(this, canWrite: false);

    private sealed class View(ChunkedBuffer buffer, bool canWrite) : Stream
    {
        private long _position;

        public override bool CanRead => !canWrite;

        public override bool CanSeek => false;

        public override bool CanWrite => canWrite;

        public override long Length => buffer.Length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] array, int offset, int count) => Read(array.AsSpan(offset, count));

        public override int Read(Span<byte> destination)
        {
            int at = (int)(_position % ChunkSize);
            int count = (int)Math.Min(Math.Min(destination.Length, ChunkSize - at), buffer.Length - _position);
            if (count <= 0)
            {
                return 0;
            }

            buffer._chunks[(int)(_position / ChunkSize)].AsSpan(at, count).CopyTo(destination);
            _position += count;
            return count;
        }

        public override void Write(byte[] array, int offset, int count) => Write(array.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> source)
        {
            if (!canWrite)
            {
                throw new NotSupportedException();
            }

            buffer.Append(source);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
