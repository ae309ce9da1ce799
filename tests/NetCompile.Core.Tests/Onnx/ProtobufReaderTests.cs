using NetCompile.Models;
using NetCompile.Onnx;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Onnx;

public class ProtobufReaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(300)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Varints_RoundTrip(long value)
    {
        ProtobufReader reader = new(new ProtobufWriter().Integer(1, value).ToArray());
        Assert.True(reader.TryReadTag(out int field, out WireType type));
        Assert.Equal(1, field);
        Assert.Equal(value, reader.ReadInt64(type));
        Assert.False(reader.TryReadTag(out _, out _));
    }

    [Fact]
    public void RepeatedIntegers_ComePackedOrNot()
    {
        long[] values = [0, -1, 1 << 20, 7];
        foreach (bool packed in new[] { true, false })
        {
            ProtobufReader reader = new(new ProtobufWriter().Integers(4, values, packed).ToArray());
            List<long> read = [];
            while (reader.TryReadTag(out _, out WireType type))
            {
                reader.ReadInt64s(type, read);
            }

            Assert.Equal(values, read);
        }
    }

    // Each file is broken in one way; the offset is where a person would look.
    [Theory]
    [InlineData(new byte[] { 0x08 }, 1, "ends inside a number")]
    [InlineData(new byte[] { 0x08, 0x80 }, 1, "ends inside a number")]
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02 }, 1, "more than 64 bits")]
    [InlineData(new byte[] { 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 }, 1, "more than 64 bits")]
    [InlineData(new byte[] { 0x3A, 0x05, 0x00 }, 1, "a length of 5 bytes is stated but 1 are left")]
    [InlineData(new byte[] { 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, 1, "a length of 18446744073709551615 bytes is stated but 0 are left")]
    [InlineData(new byte[] { 0x0D, 0x00 }, 1, "wire type 5")]
    [InlineData(new byte[] { 0x25, 0x00 }, 1, "4 bytes are needed but 1 are left")]
    [InlineData(new byte[] { 0x21, 0x00, 0x00 }, 1, "8 bytes are needed but 2 are left")]
    [InlineData(new byte[] { 0x0B }, 0, "wire type 3 is not used")]
    [InlineData(new byte[] { 0x0F }, 0, "wire type 7 is not used")]
    [InlineData(new byte[] { 0x00 }, 0, "field number 0")]
    [InlineData(new byte[] { 0x12, 0x01, 0xFF }, 1, "not valid UTF-8")]
    public void BrokenFiles_NameTheOffset(byte[] file, int offset, string problem)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => OnnxReader.Read(file, "broken.onnx"));
        Assert.Equal(ModelErrorKind.Malformed, error.Kind);
        Assert.Equal(offset, error.Offset);
        Assert.Equal("broken.onnx", error.File);
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void ASubMessage_CannotReadPastItsEnd()
    {
        // The graph (field 7) is 2 bytes long and holds a node that claims 4; the bytes are there, but they belong to the model.
        byte[] file = new ProtobufWriter().Integer(1, 7).Bytes(7, [0x0A, 0x04]).Raw(0x10, 0x01, 0x10, 0x01).ToArray();
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => OnnxReader.Read(file, "broken.onnx"));
        Assert.Contains("a length of 4 bytes is stated but 0 are left in the message", error.Message);
    }
}
