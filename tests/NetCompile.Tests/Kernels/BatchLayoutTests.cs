using NetCompile.Kernels;

namespace NetCompile.Tests.Kernels;

public class BatchLayoutTests
{
    public static TheoryData<int, int> Cases()
    {
        TheoryData<int, int> data = [];
        foreach (int width in new[] { 1, 3, 4, 5, 16, 17, 50, 66 })
        {
            foreach (int count in new[] { 0, 1, 2, 4, 5, 31, 63, 64 })
            {
                data.Add(width, count);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LanesAreSamplesAndTheRestIsZero(int width, int count)
    {
        float[] rows = [.. Enumerable.Range(1, width * count).Select(i => (float)i)];
        float[] lanes = new float[width * BatchLayout.Lanes];
        Array.Fill(lanes, -1);
        BatchLayout.ToLanes(rows, lanes, width);
        for (int i = 0; i < width; i++)
        {
            for (int s = 0; s < BatchLayout.Lanes; s++)
            {
                Assert.Equal(s < count ? rows[(s * width) + i] : 0, lanes[(i * BatchLayout.Lanes) + s]);
            }
        }

        float[] back = new float[rows.Length];
        BatchLayout.FromLanes(lanes, back, width);
        Assert.Equal(rows, back);
    }

    [Fact]
    public void WrongLengthsAreNamed()
    {
        Assert.Contains("10 floats", Assert.Throws<ArgumentException>(() => BatchLayout.ToLanes(new float[10], new float[192], 3)).Message);
        Assert.Contains("195 floats", Assert.Throws<ArgumentException>(() => BatchLayout.ToLanes(new float[195], new float[192], 3)).Message);
        string message = Assert.Throws<ArgumentException>(() => BatchLayout.FromLanes(new float[191], new float[9], 3)).Message;
        Assert.Contains("191", message);
        Assert.Contains("192", message);
        Assert.Throws<ArgumentException>(() => BatchLayout.ToLanes(default, default, 0));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 20)]
    [InlineData(13, 7)]
    [InlineData(64, 35)]
    public unsafe void TheScalarPathTransposesToo(int rows, int columns)
    {
        float[] source = [.. Enumerable.Range(0, rows * columns).Select(i => (float)i)], vectors = new float[source.Length], scalars = new float[source.Length];
        fixed (float* s = source, v = vectors, t = scalars)
        {
            Transpose.Copy(s, columns, v, rows, rows, columns);
            Transpose.CopyScalars(s, columns, t, rows, 0, rows, 0, columns);
        }

        Assert.Equal(source.Select((_, i) => source[(i % rows * columns) + (i / rows)]), scalars);
        Assert.Equal(scalars, vectors);
    }
}
