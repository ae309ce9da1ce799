using System.IO.Compression;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Models;

public class ModelReaderTests
{
    private const string NNetText = "1,1,1,1,\n1,1,\n0,\n-1,\n1,\n0,0,\n1,1,\n2,\n3,\n";

    private static byte[] OnnxFile => new OnnxBuilder().Input("x", 2).Initializer("w", [2], 3, 4).Node("Mul", ["x", "w"], "y").Output("y").Build();

    [Theory]
    [InlineData("a.onnx")]
    [InlineData("A.ONNX")]
    [InlineData("a.onnx.gz")]
    [InlineData("folder/model")]
    public void Onnx_IsFoundByNameOrContent(string name)
    {
        Assert.Equal("ONNX", ModelReader.Read(OnnxFile, name).Source!.Format);
        Assert.Equal("ONNX", ModelReader.Read(Gzip(OnnxFile), name).Source!.Format);
        Assert.Equal("ONNX", ModelReader.Describe(Gzip(OnnxFile), name).Format);
    }

    [Theory]
    [InlineData("a.nnet", "")]
    [InlineData("a.nnet.gz", "")]
    [InlineData("model", "")]
    [InlineData("model", "// by hand\n")]
    [InlineData("model.txt", "\n \t")]
    public void NNet_IsFoundByNameOrContent(string name, string prefix)
    {
        byte[] file = System.Text.Encoding.UTF8.GetBytes(prefix + NNetText);
        Assert.Equal([1 * 2.0 + 3], DoubleEvaluator.Evaluate(ModelReader.Read(file, name), [1.0]));
        Assert.Equal("NNet", ModelReader.Describe(Gzip(file), name).Format);
    }

    [Fact]
    public void AnEmptyFile_IsMalformed() => Assert.Contains("empty", Fail([]).Message);

    [Fact]
    public void EveryTruncationOfAGzipFile_IsNoticed()
    {
        byte[] whole = Gzip(OnnxFile);
        for (int length = 2; length < whole.Length; length++)
        {
            Assert.Contains("the gzip file is truncated or damaged", Fail(whole[..length]).Message);
        }
    }

    [Fact]
    public void AFlippedBitInGzipData_IsNoticedOrHarmless()
    {
        byte[] whole = Gzip(OnnxFile);
        int noticed = 0;
        for (int i = 10; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            try
            {
                // The bits that pad the compressed data to a whole byte mean nothing.
                Assert.Equal(OnnxFile, GzipUnpacker.Unpack(damaged, "test.onnx.gz"));
            }
            catch (ModelFormatException e)
            {
                Assert.Contains("the gzip file is truncated or damaged", e.Message);
                noticed++;
            }
        }

        Assert.InRange(noticed, whole.Length - 12, whole.Length - 10);
    }

    [Fact]
    public void ABomb_IsRefusedBeforeItUnpacks()
    {
        // 200 MB of zeros in 200 kB.
        byte[] bomb = Gzip(new byte[200 << 20]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("are the limit for a file of", Fail(bomb).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void ABombThatLiesAboutItsLength_IsStoppedThere()
    {
        byte[] bomb = Gzip(new byte[200 << 20]);
        bomb[^4] = 1;
        bomb[^3] = bomb[^2] = bomb[^1] = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("states 1 unpacked bytes but it unpacks to more", Fail(bomb).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static ModelFormatException Fail(byte[] file) => Assert.Throws<ModelFormatException>(() => ModelReader.Read(file, "test.onnx.gz"));

    private static byte[] Gzip(byte[] content)
    {
        MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
