using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetCompile.Kernels.Simd;
using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Tests.Propagation;

/// <summary>The double kernels in every vector width the machine runs, against plain loops.</summary>
public sealed unsafe class PropagationKernelTests
{
    public static TheoryData<int, int, int> Shapes => new() { { 1, 1, 1 }, { 3, 5, 50 }, { 32, 50, 50 }, { 7, 50, 5 }, { 9, 13, 29 }, { 4, 64, 100 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Backward_product_leaves_out_inactive_rows_and_accumulates(int rows, int k, int n)
    {
        Random random = new(rows + k + n);
        DenseTable table = Table(random, k, n);
        int padded = (rows + 3) & -4, aStride = PropagationTables.Pad(k), cStride = PropagationTables.Pad(n);
        using AlignedBuffer a = Fill(random, padded * aStride), before = Fill(random, padded * cStride);
        int[] active = [.. Enumerable.Range(0, k).Where(_ => random.Next(3) > 0)];
        foreach (bool accumulate in (bool[])[false, true])
        {
            double[] expected = new double[rows * n];
            for (int r = 0; r < rows; r++)
            {
                for (int j = 0; j < n; j++)
                {
                    expected[(r * n) + j] = (accumulate ? before.Pointer[(r * cStride) + j] : 0)
                        + active.Sum(t => a.Pointer[(r * aStride) + t] * table.Rows[(t * table.InputStride) + j]);
                }
            }

            foreach (bool wide in Widths())
            {
                using AlignedBuffer c = new(padded * cStride);
                new ReadOnlySpan<double>(before.Pointer, padded * cStride).CopyTo(new Span<double>(c.Pointer, padded * cStride));
                fixed (int* list = active)
                {
                    if (wide)
                    {
                        BackwardDenseKernel.Multiply<Lanes512, Vector512<double>>(a.Pointer, aStride, padded, table.Rows, table.InputStride, list, active.Length, c.Pointer, cStride, n, accumulate);
                    }
                    else
                    {
                        BackwardDenseKernel.Multiply<Lanes256, Vector256<double>>(a.Pointer, aStride, padded, table.Rows, table.InputStride, list, active.Length, c.Pointer, cStride, n, accumulate);
                    }
                }

                for (int r = 0; r < rows; r++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        Assert.Equal(expected[(r * n) + j], c.Pointer[(r * cStride) + j], 1e-12 * (1 + k));
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Interval_and_symbolic_products(int seed, int outputs, int inputs)
    {
        Random random = new(seed);
        DenseTable table = Table(random, outputs, inputs);
        const int stride = 8;
        using AlignedBuffer c = Fill(random, table.InputStride), r = Fill(random, table.InputStride), m = Fill(random, table.InputStride);
        using AlignedBuffer mid = Fill(random, table.InputStride * stride), dev = Fill(random, table.InputStride * stride);
        int[] active = [.. Enumerable.Range(0, inputs).Where(_ => random.Next(4) > 0)];
        foreach (bool wide in Widths())
        {
            using AlignedBuffer center = new(table.OutputStride), radius = new(table.OutputStride), magnitude = new(table.OutputStride);
            using AlignedBuffer midOut = new((table.OutputStride + 4) * stride), devOut = new((table.OutputStride + 4) * stride);
            fixed (int* list = active)
            {
                if (wide)
                {
                    ForwardDenseKernel.Interval<Lanes512, Vector512<double>>(table, c.Pointer, r.Pointer, m.Pointer, center.Pointer, radius.Pointer, magnitude.Pointer);
                    ForwardDenseKernel.Symbolic<Lanes512, Vector512<double>>(table, list, active.Length, mid.Pointer, dev.Pointer, stride, midOut.Pointer, devOut.Pointer);
                }
                else
                {
                    ForwardDenseKernel.Interval<Lanes256, Vector256<double>>(table, c.Pointer, r.Pointer, m.Pointer, center.Pointer, radius.Pointer, magnitude.Pointer);
                    ForwardDenseKernel.Symbolic<Lanes256, Vector256<double>>(table, list, active.Length, mid.Pointer, dev.Pointer, stride, midOut.Pointer, devOut.Pointer);
                }
            }

            for (int i = 0; i < outputs; i++)
            {
                double W(int j) => table.Rows[(i * table.InputStride) + j];
                Assert.Equal(table.Bias[i] + Enumerable.Range(0, inputs).Sum(j => W(j) * c.Pointer[j]), center.Pointer[i], 1e-11);
                Assert.Equal(Enumerable.Range(0, inputs).Sum(j => Math.Abs(W(j)) * r.Pointer[j]), radius.Pointer[i], 1e-11);
                Assert.Equal(Math.Abs(table.Bias[i]) + Enumerable.Range(0, inputs).Sum(j => Math.Abs(W(j)) * m.Pointer[j]), magnitude.Pointer[i], 1e-11);
                for (int lane = 0; lane < stride; lane++)
                {
                    Assert.Equal(active.Sum(j => W(j) * mid.Pointer[(j * stride) + lane]), midOut.Pointer[(i * stride) + lane], 1e-11);
                    Assert.Equal(active.Sum(j => Math.Abs(W(j)) * dev.Pointer[(j * stride) + lane]), devOut.Pointer[(i * stride) + lane], 1e-11);
                }
            }
        }
    }

    [Fact]
    public void Relaxing_rows_takes_the_lower_function_for_positive_and_the_upper_for_negative_coefficients()
    {
        const int stride = 16;
        using AlignedBuffer a = new(2 * stride), sl = new(stride), su = new(stride), tl = new(stride), tu = new(stride), e = new(stride), c = new(2 * stride), sums = new(8);
        (a.Pointer[0], a.Pointer[1], a.Pointer[stride]) = (2, -3, 5);
        (sl.Pointer[0], su.Pointer[0], tl.Pointer[0], tu.Pointer[0], e.Pointer[0]) = (0.5, 0.75, -1, 10, 1);
        (sl.Pointer[1], su.Pointer[1], tl.Pointer[1], tu.Pointer[1], e.Pointer[1]) = (0.5, 0.75, -1, 10, 100);
        foreach (bool wide in Widths())
        {
            new Span<double>(sums.Pointer, 8).Clear();
            if (wide)
            {
                RowKernel.Relax<Lanes512, Vector512<double>>(a.Pointer, stride, 2, sl.Pointer, su.Pointer, tl.Pointer, tu.Pointer, 0, e.Pointer, c.Pointer, false, sums.Pointer, sums.Pointer + 2, sums.Pointer + 4);
            }
            else
            {
                RowKernel.Relax<Lanes256, Vector256<double>>(a.Pointer, stride, 2, sl.Pointer, su.Pointer, tl.Pointer, tu.Pointer, 0, e.Pointer, c.Pointer, false, sums.Pointer, sums.Pointer + 2, sums.Pointer + 4);
            }

            Assert.Equal((1.0, -2.25, 2.5), (c.Pointer[0], c.Pointer[1], c.Pointer[stride]));
            // Constant 2·(−1) + (−3)·10, error 2·1 + 3·100, magnitude 2 + 30; second row 5·(−1), 5, 5.
            Assert.Equal((-32.0, -5.0, 302.0, 5.0, 32.0, 5.0), (sums.Pointer[0], sums.Pointer[1], sums.Pointer[2], sums.Pointer[3], sums.Pointer[4], sums.Pointer[5]));
        }
    }

    private static IEnumerable<bool> Widths() => Avx512F.IsSupported ? [false, true] : [false];

    private static DenseTable Table(Random random, int outputs, int inputs)
    {
        NetworkModelBuilder b = new("table", TensorShape.Of(inputs));
        float[] w = [.. Enumerable.Range(0, outputs * inputs).Select(_ => (random.NextSingle() * 2) - 1)];
        float[] bias = [.. Enumerable.Range(0, outputs).Select(_ => (random.NextSingle() * 2) - 1)];
        int id = b.AddDense(b.Input, Tensor.Matrix(outputs, inputs, w), Tensor.Vector(bias));
        return new DenseTable((DenseOperator)b[id]);
    }

    private static AlignedBuffer Fill(Random random, int length)
    {
        AlignedBuffer buffer = new(length);
        for (int i = 0; i < length; i++)
        {
            buffer.Pointer[i] = (random.NextDouble() * 2) - 1;
        }

        return buffer;
    }
}
