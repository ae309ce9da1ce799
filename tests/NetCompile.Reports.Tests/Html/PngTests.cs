using NetCompile.Reports.Html;
using NetCompile.Reports.Tests.Browser;

namespace NetCompile.Reports.Tests.Html;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(31, 7)]
    public void ReadsBackAsItWasWritten(int width, int height)
    {
        byte[] rgb = new byte[3 * width * height];
        new Random(1).NextBytes(rgb);
        PngPicture picture = PngPicture.Read(Png.Encode(width, height, rgb));
        Assert.Equal((width, height), (picture.Width, picture.Height));
        for (int i = 0; i < width * height; i++)
        {
            Assert.Equal((rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]), picture[i % width, i / width]);
        }
    }

    /// <summary>The check value of CRC-32 as PNG has it: every reader refuses a chunk whose sum is wrong.</summary>
    [Fact]
    public void EndsWithTheKnownChecksum() => Assert.Equal([0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], Png.Encode(1, 1, [1, 2, 3])[^8..]);
}
