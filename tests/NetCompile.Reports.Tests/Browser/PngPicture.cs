using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace NetCompile.Reports.Tests.Browser;

/// <summary>Reads a PNG of 8-bit RGB or RGBA without interlacing: what the page holds and what a browser's screenshot is.</summary>
internal sealed class PngPicture
{
    private readonly byte[] _pixels;
    private readonly int _channels;

    private PngPicture(int width, int height, int channels, byte[] pixels) => (Width, Height, _channels, _pixels) = (width, height, channels, pixels);

    public int Width { get; }

    public int Height { get; }

    public (byte Red, byte Green, byte Blue) this[int x, int y]
    {
        get
        {
            int at = ((y * Width) + x) * _channels;
            return (_pixels[at], _pixels[at + 1], _pixels[at + 2]);
        }
    }

    /// <summary>The mean of all channels of all pixels, 0 to 255.</summary>
    public double Brightness => Enumerable.Range(0, Width * Height).Average(i => (_pixels[i * _channels] + _pixels[(i * _channels) + 1] + _pixels[(i * _channels) + 2]) / 3.0);

    /// <summary>How many different colours there are.</summary>
    public int Colours => Enumerable.Range(0, Width * Height).Select(i => this[i % Width, i / Width]).Distinct().Count();

    public static PngPicture Read(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        using MemoryStream packed = new();
        int width = 0, height = 0, channels = 0;
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            string type = Encoding.ASCII.GetString(file, at + 4, 4);
            ReadOnlySpan<byte> data = file.AsSpan(at + 8, length);
            if (type == "IHDR")
            {
                width = BinaryPrimitives.ReadInt32BigEndian(data);
                height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
                Assert.Equal((8, 0), (data[8], data[12]));
                channels = data[9] switch { 2 => 3, 6 => 4, byte other => throw new InvalidDataException($"colour type {other}") };
            }
            else if (type == "IDAT")
            {
                packed.Write(data);
            }

            at += length + 12;
        }

        packed.Position = 0;
        using ZLibStream zlib = new(packed, CompressionMode.Decompress);
        byte[] pixels = new byte[width * height * channels];
        int stride = width * channels;
        for (int row = 0; row < height; row++)
        {
            int filter = zlib.ReadByte();
            Span<byte> line = pixels.AsSpan(row * stride, stride);
            zlib.ReadExactly(line);
            for (int i = 0; i < stride; i++)
            {
                int left = i >= channels ? line[i - channels] : 0;
                int up = row > 0 ? pixels[((row - 1) * stride) + i] : 0;
                int corner = row > 0 && i >= channels ? pixels[((row - 1) * stride) + i - channels] : 0;
                line[i] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => throw new InvalidDataException($"filter {filter}") });
            }
        }

        return new PngPicture(width, height, channels, pixels);
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        int byLeft = Math.Abs(estimate - left), byUp = Math.Abs(estimate - up), byCorner = Math.Abs(estimate - corner);
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }
}
