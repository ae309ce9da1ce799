using NetCompile.Models;
using NetCompile.Reports.Analysis;

namespace NetCompile.Reports.Tests.Analysis;

public sealed class ImageAnalysisTests
{
    [Theory]
    [InlineData(new[] { 64 }, 8, 8, 1)]
    [InlineData(new[] { 1, 1, 28, 28 }, 28, 28, 1)]
    [InlineData(new[] { 1, 784, 1 }, 28, 28, 1)]
    [InlineData(new[] { 1, 3, 32, 24 }, 24, 32, 3)]
    [InlineData(new[] { 3072 }, 32, 32, 3)]
    public void PicturesAreFound(int[] dimensions, int width, int height, int channels) =>
        Assert.Equal(new ImageShape(width, height, channels), ImageAnalysis.Detect(TensorShape.Of(dimensions)));

    [Theory]
    [InlineData(new[] { 1, 5 })]
    [InlineData(new[] { 49 })]
    [InlineData(new[] { 65 })]
    [InlineData(new[] { 2, 28, 28 })]
    [InlineData(new[] { 4, 4 })]
    [InlineData(new int[0])]
    public void OthersAreNone(int[] dimensions) => Assert.Null(ImageAnalysis.Detect(TensorShape.Of(dimensions)));

    [Fact]
    public void AStatedShapeMustFit()
    {
        ImageAnalysis.Require(new ImageShape(3, 2), 6);
        ImageAnalysis.Require(new ImageShape(1, 2, 3), 6);
        Assert.Contains("has 6 values; the network has 7 inputs", Assert.Throws<ArgumentException>(() => ImageAnalysis.Require(new ImageShape(3, 2), 7)).Message);
        Assert.Throws<ArgumentException>(() => ImageAnalysis.Require(new ImageShape(3, 1, 2), 6));
        Assert.Throws<ArgumentException>(() => ImageAnalysis.Require(new ImageShape(0, 2), 0));
        Assert.Throws<ArgumentException>(() => ImageAnalysis.Require(new ImageShape(65536, 65536), 0));
    }
}
