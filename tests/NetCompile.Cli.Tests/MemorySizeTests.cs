namespace NetCompile.Cli.Tests;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("1M", 1L << 20)]
    [InlineData("500M", 500L << 20)]
    [InlineData("2G", 2L << 30)]
    [InlineData("2g", 2L << 30)]
    [InlineData("1.5GiB", 3L << 29)]
    [InlineData("2048K", 2L << 20)]
    [InlineData("1T", 1L << 40)]
    [InlineData("1048576", 1L << 20)]
    public void Sizes_CountInPowersOf1024(string text, long expected)
    {
        Assert.True(MemorySize.TryParse(text, out long bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("iB")]
    [InlineData("1023K")]
    [InlineData("2")]
    [InlineData("-2G")]
    [InlineData("2 G")]
    [InlineData("1e3M")]
    [InlineData("2GB")]
    [InlineData("99999999T")]
    [InlineData("79228162514264337593543950336")]
    public void AnythingElse_IsNoSize(string text) => Assert.False(MemorySize.TryParse(text, out _));

    [Theory]
    [InlineData(17, "17 bytes")]
    [InlineData(1L << 20, "1 MiB")]
    [InlineData(327_000_000, "312 MiB")]
    [InlineData(1_288_490_189, "1.2 GiB")]
    [InlineData(1L << 41, "2 TiB")]
    public void Sizes_AreShownInAFewDigits(long bytes, string expected) => Assert.Equal(expected, MemorySize.Text(bytes));
}
