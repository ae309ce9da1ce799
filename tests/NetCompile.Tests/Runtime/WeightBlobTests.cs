using System.Text;
using NetCompile.Models;
using NetCompile.Runtime;

namespace NetCompile.Tests.Runtime;

public class WeightBlobTests
{
    [Fact]
    public void Numbers_come_back_bit_for_bit_across_line_breaks()
    {
        float[] values = [1.5f, -0f, float.Epsilon, float.MaxValue, 0.1f, -3f];
        byte[] bytes = new byte[values.Length * 4];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        string base64 = string.Join("\n", Convert.ToBase64String(bytes).Chunk(5).Select(c => new string(c))) + "\n";

        WeightBlob blob = WeightBlob.Decode(Encoding.UTF8.GetBytes(base64), values.Length);
        Assert.Equal(values.Skip(2).Select(BitConverter.SingleToInt32Bits), blob.ToTensor(2, TensorShape.Of(2, 2)).Values.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(blob.ToTensor(1, TensorShape.Of(1)).Values[0]));
    }

    [Theory]
    [InlineData("AAAA", 1)]
    [InlineData("AAAAAA==", 2)]
    [InlineData("AAAAAAAAAAA=", 1)]
    [InlineData("AA!AAA==", 1)]
    public void Text_that_does_not_hold_the_numbers_is_refused(string base64, int count) =>
        Assert.Throws<InvalidDataException>(() => WeightBlob.Decode(Encoding.UTF8.GetBytes(base64), count));

    [Fact]
    public void A_gather_is_decoded_and_split_by_source()
    {
        byte[] bytes = new byte[6 * 4];
        Buffer.BlockCopy(new[] { 0, 7, 1, 2, 0, 3 }, 0, bytes, 0, bytes.Length);
        var indices = WeightBlob.DecodeGather(Encoding.UTF8.GetBytes(Convert.ToBase64String(bytes)), 3);
        Assert.Equal([new GatherIndex(0, 7), new GatherIndex(1, 2), new GatherIndex(0, 3)], indices.AsEnumerable());
        Assert.Equal([7, -1, 3], WeightBlob.ElementsOf(indices, 0));
        Assert.Equal([-1, 2, -1], WeightBlob.ElementsOf(indices, 1));
    }
}
