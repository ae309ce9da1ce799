using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Tests.Propagation;

/// <summary>A layer that is almost all zeros is propagated through its other weights only: every product must be that of the whole matrix.</summary>
public sealed unsafe class SparseWeightsTests
{
    private const int Inputs = 70;
    private const int Outputs = 90;

    private readonly DenseOperator _layer = Layer(new Random(3), share: 40);

    [Fact]
    public void Only_large_layers_of_mostly_zeros_are_sparse()
    {
        Assert.NotNull(SparseWeights.Create(_layer));
        Assert.Null(SparseWeights.Create(Layer(new Random(3), share: 2)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_product_is_that_of_the_whole_matrix(bool accumulate)
    {
        DenseTable table = new(_layer);
        int[] active = [.. Enumerable.Range(0, Outputs).Where(k => k % 3 != 1)];
        using AlignedBuffer a = Fill(4, PropagationTables.Pad(Outputs)), c = Fill(4, PropagationTables.Pad(Inputs));
        double[] before = Values(c);
        fixed (int* p = active)
        {
            table.MultiplyBackward(a.Pointer, PropagationTables.Pad(Outputs), 4, p, active.Length, c.Pointer, PropagationTables.Pad(Inputs), accumulate);
        }

        for (int r = 0; r < 4; r++)
        {
            for (int j = 0; j < Inputs; j++)
            {
                int at = (r * PropagationTables.Pad(Inputs)) + j;
                double expected = active.Sum(k => a.Pointer[(r * PropagationTables.Pad(Outputs)) + k] * Weight(k, j)) + (accumulate ? before[at] : 0);
                Assert.Equal(expected, c.Pointer[at], 10);
            }
        }
    }

    [Fact]
    public void Forward_product_is_that_of_the_whole_matrix()
    {
        DenseTable table = new(_layer);
        int[] active = [.. Enumerable.Range(0, Inputs).Where(j => j % 4 != 2)];
        using AlignedBuffer x = Fill(4, PropagationTables.Pad(Inputs)), y = Fill(4, PropagationTables.Pad(Outputs));
        double[] before = Values(y);
        fixed (int* p = active)
        {
            table.MultiplyForward(x.Pointer, PropagationTables.Pad(Inputs), 4, p, active.Length, y.Pointer, PropagationTables.Pad(Outputs));
        }

        for (int r = 0; r < 4; r++)
        {
            for (int i = 0; i < Outputs; i++)
            {
                int at = (r * PropagationTables.Pad(Outputs)) + i;
                Assert.Equal(before[at] + active.Sum(j => x.Pointer[(r * PropagationTables.Pad(Inputs)) + j] * Weight(i, j)), y.Pointer[at], 10);
            }
        }
    }

    [Fact]
    public void Intervals_magnitudes_and_functions_are_those_of_the_whole_matrix()
    {
        DenseTable table = new(_layer);
        const int stride = 8;
        int[] active = [.. Enumerable.Range(0, Inputs).Where(j => j % 5 != 0)];
        using AlignedBuffer c = Fill(1, 72), r = Fill(1, 72), m = Fill(1, 72), mid = Fill(1, 96), radius = Fill(1, 96), magnitude = Fill(1, 96), size = Fill(1, 96);
        using AlignedBuffer from = Fill(Inputs, stride), spread = Fill(Inputs, stride), to = Fill(Outputs, stride), toSpread = Fill(Outputs, stride);
        table.Interval(c.Pointer, r.Pointer, m.Pointer, mid.Pointer, radius.Pointer, magnitude.Pointer);
        table.Magnitude(m.Pointer, 0.5, size.Pointer);
        fixed (int* p = active)
        {
            table.Symbolic(p, active.Length, from.Pointer, spread.Pointer, stride, to.Pointer, toSpread.Pointer);
        }

        for (int i = 0; i < Outputs; i++)
        {
            double bias = _layer.Bias!.Values[i];
            Assert.Equal(bias + Sum(j => Weight(i, j) * c.Pointer[j]), mid.Pointer[i], 10);
            Assert.Equal(Sum(j => Math.Abs(Weight(i, j)) * r.Pointer[j]), radius.Pointer[i], 10);
            Assert.Equal(Math.Abs(bias) + Sum(j => Math.Abs(Weight(i, j)) * m.Pointer[j]), magnitude.Pointer[i], 10);
            Assert.Equal((0.5 * Math.Abs(bias)) + Sum(j => Math.Abs(Weight(i, j)) * m.Pointer[j]), size.Pointer[i], 10);
            for (int k = 0; k < stride; k++)
            {
                Assert.Equal(active.Sum(j => Weight(i, j) * from.Pointer[(j * stride) + k]), to.Pointer[(i * stride) + k], 10);
                Assert.Equal(active.Sum(j => Math.Abs(Weight(i, j)) * spread.Pointer[(j * stride) + k]), toSpread.Pointer[(i * stride) + k], 10);
            }
        }
    }

    private static double Sum(Func<int, double> term) => Enumerable.Range(0, Inputs).Sum(term);

    private static DenseOperator Layer(Random random, int share)
    {
        NetworkModelBuilder b = new("layer", TensorShape.Of(Inputs));
        float[] weights = [.. Enumerable.Range(0, Inputs * Outputs).Select(_ => random.Next(share) == 0 ? (2 * random.NextSingle()) - 1 : 0)];
        float[] bias = [.. Enumerable.Range(0, Outputs).Select(_ => random.NextSingle() - 0.5f)];
        NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(Outputs, Inputs, weights), Tensor.Vector(bias)));
        return (DenseOperator)model.Operators[model.Output];
    }

    private static AlignedBuffer Fill(int rows, int stride)
    {
        AlignedBuffer buffer = new((long)rows * stride);
        Random random = new(rows + stride);
        for (int i = 0; i < rows * stride; i++)
        {
            buffer.Pointer[i] = random.NextDouble() - 0.5;
        }

        return buffer;
    }

    private static double[] Values(AlignedBuffer buffer) => new ReadOnlySpan<double>(buffer.Pointer, (int)buffer.Length).ToArray();

    private double Weight(int output, int input) => _layer.Weights.Values[(output * Inputs) + input];
}
