using NetCompile.Kernels;

namespace NetCompile.Tests.Kernels;

public class ElementwiseKernelTests
{
    private static readonly float[] s_special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, float.Epsilon, -float.Epsilon, float.MaxValue];

    public static TheoryData<int, int> Cases()
    {
        TheoryData<int, int> data = [];
        foreach (int bits in new[] { 128, 256, 512 })
        {
            foreach (int count in new[] { 0, 1, 3, 4, 7, 8, 15, 16, 17, 33, 50, 64, 101 })
            {
                data.Add(bits, count);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void EveryOperationIsRoundedOnce(int bits, int count)
    {
        VectorWidth.Require(bits);
        Check<AddOperation>(bits, count, (x, a, _) => x + a);
        Check<SubtractOperation>(bits, count, (x, a, _) => x - a);
        Check<ScaleOperation>(bits, count, (x, a, _) => x * a);
        Check<DivideOperation>(bits, count, (x, a, _) => x / a);
        Check<ClipOperation>(bits, count, (x, a, b) => float.IsNaN(x) ? x : MathF.Min(MathF.Max(x, a), b));
        Check<ReluOperation>(bits, count, (x, _, _) => float.IsNaN(x) ? x : MathF.Max(0, x));
        Check<LeakyReluOperation>(bits, count, (x, a, _) => float.IsNaN(x) || x >= 0 ? x : a * x);
    }

    [Fact]
    public void OneSampleFollowsTheDefinitions()
    {
        float[] x = [-3, -0.5f, 0.25f, 2, 8], c = [2, 4, -1, 0.5f, 3], low = [-1, -1, -1, -1, float.NegativeInfinity], high = [1, 1, 0, 5, float.PositiveInfinity];
        Assert.Equal([0, 0, 0.25f, 2, 8], Result(x, y => ElementwiseKernel.Relu(x, y)));
        Assert.Equal([-0.75f, -0.125f, 0.25f, 2, 8], Result(x, y => ElementwiseKernel.LeakyRelu(x, 0.25f, y)));
        Assert.Equal([-1, 3.5f, -0.75f, 2.5f, 11], Result(x, y => ElementwiseKernel.Add(x, c, y)));
        Assert.Equal([-1, 3.5f, -0.75f, 2.5f, 11], Result(x, y => ElementwiseKernel.Shift(x, c, y)));
        Assert.Equal([-5, -4.5f, 1.25f, 1.5f, 5], Result(x, y => ElementwiseKernel.Subtract(x, c, y)));
        Assert.Equal([-6, -2, -0.25f, 1, 24], Result(x, y => ElementwiseKernel.Scale(x, c, y)));
        Assert.Equal([-1.5f, -0.125f, -0.25f, 4, 8f / 3], Result(x, y => ElementwiseKernel.Divide(x, c, y)));
        Assert.Equal([-1, -0.5f, 0, 2, 8], Result(x, y => ElementwiseKernel.Clip(x, low, high, y)));
        Assert.Equal([8, 7, -3, 7, 2], Result(x, y =>
        {
            y.Fill(7);
            ElementwiseKernel.Gather(x, [4, -1, 0, -1, 3], y);
        }));
    }

    [Fact]
    public void LanesFollowTheDefinitionsOfOneSample()
    {
        const int Width = 7;
        Random random = new(5);
        float[] rows = Values(random, 64 * Width), c = Values(random, Width), high = [.. c.Select(v => v + 0.5f)];
        int[] indices = [6, 0, -1, 3, 3, -1, 2];
        float[] lanes = new float[rows.Length];
        BatchLayout.ToLanes(rows, lanes, Width);
        Check((x, y) => ElementwiseKernel.Scale(x, c, y), (x, y) => ElementwiseKernel.ScaleLanes(x, c, y));
        Check((x, y) => ElementwiseKernel.Divide(x, c, y), (x, y) => ElementwiseKernel.DivideLanes(x, c, y));
        Check((x, y) => ElementwiseKernel.Shift(x, c, y), (x, y) => ElementwiseKernel.ShiftLanes(x, c, y));
        Check((x, y) => ElementwiseKernel.Clip(x, c, high, y), (x, y) => ElementwiseKernel.ClipLanes(x, c, high, y));
        Check((x, y) => ElementwiseKernel.Gather(x, indices, y), (x, y) => ElementwiseKernel.GatherLanes(x, indices, y));

        void Check(Kernel one, Kernel all)
        {
            float[] expected = new float[rows.Length], actualLanes = new float[rows.Length], actual = new float[rows.Length];
            for (int s = 0; s < 64; s++)
            {
                one(rows.AsSpan(s * Width, Width), expected.AsSpan(s * Width, Width));
            }

            all(lanes, actualLanes);
            BatchLayout.FromLanes(actualLanes, actual, Width);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void TheDestinationMayBeTheSource()
    {
        float[] x = Values(new Random(6), 37), expected = [.. x.Select(v => MathF.Max(0, v))];
        ElementwiseKernel.Relu(x, x);
        Assert.Equal(expected, x);
    }

    [Fact]
    public void WrongLengthsAreNamed()
    {
        AssertNames("4", "5", () => ElementwiseKernel.Relu(new float[5], new float[4]));
        AssertNames("3", "5", () => ElementwiseKernel.Scale(new float[5], new float[3], new float[5]));
        AssertNames("6", "5", () => ElementwiseKernel.Clip(new float[5], new float[5], new float[6], new float[5]));
        AssertNames("4", "5", () => ElementwiseKernel.LeakyRelu(new float[5], 0.1f, new float[4]));
        AssertNames("100", "128", () => ElementwiseKernel.ShiftLanes(new float[100], new float[2], new float[100]));
        AssertNames("2", "3", () => ElementwiseKernel.Gather(new float[5], [1, 2], new float[3]));
        AssertNames("191", "192", () => ElementwiseKernel.GatherLanes(new float[128], [0, 1, 0], new float[191]));
        Assert.Throws<IndexOutOfRangeException>(() => ElementwiseKernel.Gather(new float[5], [5], new float[1]));
        Assert.Throws<IndexOutOfRangeException>(() => ElementwiseKernel.Gather(new float[5], [-2], new float[1]));
        Assert.ThrowsAny<ArgumentException>(() => ElementwiseKernel.GatherLanes(new float[64], [1], new float[64]));
    }

    private delegate void Kernel(ReadOnlySpan<float> source, Span<float> destination);

    private delegate void Writer(Span<float> destination);

    private static void Check<TOperation>(int bits, int count, Func<float, float, float, float> definition) where TOperation : struct, IElementwiseOperation
    {
        Random random = new(count);
        float[] x = Values(random, count), a = [.. Values(random, count).Select(v => MathF.Abs(v) / 2)], b = [.. a.Select(v => v + 0.25f)];
        for (int i = 0; i < count; i += 3)
        {
            x[i] = s_special[i / 3 % s_special.Length];
        }

        float[] y = new float[count + 1];
        y[count] = 77;
        VectorWidth.Pairwise<TOperation>(bits, x, a, b, y, count);
        Assert.Equal(x.Select((v, i) => definition(v, a[i], b[i])).Append(77), y);

        // Three groups, each with its own constants.
        float[] groups = [.. x, .. x, .. x], groupConstants = [0.5f, 0.25f, 0.75f], seconds = [1, 2, 0.8f], z = new float[(3 * count) + 1];
        z[^1] = 77;
        VectorWidth.Grouped<TOperation>(bits, groups, groupConstants, seconds, z, 3, count);
        Assert.Equal(groups.Select((v, i) => definition(v, groupConstants[i / count], seconds[i / count])).Append(77), z);
    }

    private static float[] Result(float[] x, Writer kernel)
    {
        float[] y = new float[x.Length];
        kernel(y);
        return y;
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];

    private static void AssertNames(string given, string needed, Action action)
    {
        string message = Assert.Throws<ArgumentException>(action).Message;
        Assert.Contains(given, message);
        Assert.Contains(needed, message);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(1 << 26)]
    public void GatherLanes_RefusesAnIndexOutsideTheSource(int index) =>
        Assert.Throws<ArgumentException>(() => ElementwiseKernel.GatherLanes(new float[2 * BatchLayout.Lanes], [index], new float[BatchLayout.Lanes]));
}
