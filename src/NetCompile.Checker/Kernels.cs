using System.Numerics;
using System.Runtime.InteropServices;

namespace NetCompile.Checker;

/// <summary>The three loops that take the time. Rounded to nearest, in an order and with or without fused multiply-add as the machine likes: CERTIFICATE.md's error bound holds for all.</summary>
internal static class Kernels
{
    /// <summary>Rows are padded with zeros to a multiple of this many doubles.</summary>
    public const int Padding = 4;

    private const int RowBlock = 4;

    /// <summary>The next multiple of <see cref="Padding"/>.</summary>
    public static int Pad(int count) => (count + Padding - 1) / Padding * Padding;

    /// <summary><c>C[r, ·] += Σ_{k ∈ inner} A[r, k] B[k, ·]</c>.</summary>
    /// <param name="a"><c>[rows, aStride]</c>.</param>
    /// <param name="aStride">Numbers from one row of <paramref name="a"/> to the next.</param>
    /// <param name="rows">Rows of <paramref name="a"/> and <paramref name="c"/>.</param>
    /// <param name="inner">The columns of <paramref name="a"/> that are not all zero.</param>
    /// <param name="b"><c>[·, width]</c>.</param>
    /// <param name="c"><c>[rows, width]</c>.</param>
    /// <param name="width">A multiple of <see cref="Padding"/>.</param>
    public static void AddProduct(ReadOnlySpan<double> a, int aStride, int rows, ReadOnlySpan<int> inner, ReadOnlySpan<double> b, Span<double> c, int width)
    {
        int lanes = Vector<double>.Count;
        if (width % lanes != 0)
        {
            AddProductScalar(a, aStride, rows, inner, b, c, width);
            return;
        }

        ref double bRef = ref MemoryMarshal.GetReference(b);
        ref double cRef = ref MemoryMarshal.GetReference(c);
        // What makes the unchecked vector loads below safe; the columns ascend.
        if (c.Length < rows * width || (inner.Length > 0 && b.Length < (inner[^1] + 1) * width))
        {
            throw new ArgumentException("A matrix is smaller than its shape says.");
        }

        int r = 0;
        for (; r + RowBlock <= rows; r += RowBlock)
        {
            ReadOnlySpan<double> a0 = a.Slice(r * aStride, aStride), a1 = a.Slice((r + 1) * aStride, aStride);
            ReadOnlySpan<double> a2 = a.Slice((r + 2) * aStride, aStride), a3 = a.Slice((r + 3) * aStride, aStride);
            int j = 0;
            for (; j + (3 * lanes) <= width; j += 3 * lanes)
            {
                nuint p = (nuint)((r * width) + j), q = p + (nuint)width, s = q + (nuint)width, t = s + (nuint)width, one = (nuint)lanes, two = one + one;
                Vector<double> p0 = Vector.LoadUnsafe(ref cRef, p), p1 = Vector.LoadUnsafe(ref cRef, p + one), p2 = Vector.LoadUnsafe(ref cRef, p + two);
                Vector<double> q0 = Vector.LoadUnsafe(ref cRef, q), q1 = Vector.LoadUnsafe(ref cRef, q + one), q2 = Vector.LoadUnsafe(ref cRef, q + two);
                Vector<double> s0 = Vector.LoadUnsafe(ref cRef, s), s1 = Vector.LoadUnsafe(ref cRef, s + one), s2 = Vector.LoadUnsafe(ref cRef, s + two);
                Vector<double> t0 = Vector.LoadUnsafe(ref cRef, t), t1 = Vector.LoadUnsafe(ref cRef, t + one), t2 = Vector.LoadUnsafe(ref cRef, t + two);
                foreach (int k in inner)
                {
                    nuint o = (nuint)((k * width) + j);
                    Vector<double> b0 = Vector.LoadUnsafe(ref bRef, o), b1 = Vector.LoadUnsafe(ref bRef, o + one), b2 = Vector.LoadUnsafe(ref bRef, o + two);
                    Vector<double> v = new(a0[k]);
                    (p0, p1, p2) = (MultiplyAdd(v, b0, p0), MultiplyAdd(v, b1, p1), MultiplyAdd(v, b2, p2));
                    v = new(a1[k]);
                    (q0, q1, q2) = (MultiplyAdd(v, b0, q0), MultiplyAdd(v, b1, q1), MultiplyAdd(v, b2, q2));
                    v = new(a2[k]);
                    (s0, s1, s2) = (MultiplyAdd(v, b0, s0), MultiplyAdd(v, b1, s1), MultiplyAdd(v, b2, s2));
                    v = new(a3[k]);
                    (t0, t1, t2) = (MultiplyAdd(v, b0, t0), MultiplyAdd(v, b1, t1), MultiplyAdd(v, b2, t2));
                }

                p0.StoreUnsafe(ref cRef, p);
                p1.StoreUnsafe(ref cRef, p + one);
                p2.StoreUnsafe(ref cRef, p + two);
                q0.StoreUnsafe(ref cRef, q);
                q1.StoreUnsafe(ref cRef, q + one);
                q2.StoreUnsafe(ref cRef, q + two);
                s0.StoreUnsafe(ref cRef, s);
                s1.StoreUnsafe(ref cRef, s + one);
                s2.StoreUnsafe(ref cRef, s + two);
                t0.StoreUnsafe(ref cRef, t);
                t1.StoreUnsafe(ref cRef, t + one);
                t2.StoreUnsafe(ref cRef, t + two);
            }

            for (; j < width; j += lanes)
            {
                nuint p = (nuint)((r * width) + j), q = p + (nuint)width, s = q + (nuint)width, t = s + (nuint)width;
                Vector<double> p0 = Vector.LoadUnsafe(ref cRef, p), q0 = Vector.LoadUnsafe(ref cRef, q), s0 = Vector.LoadUnsafe(ref cRef, s), t0 = Vector.LoadUnsafe(ref cRef, t);
                foreach (int k in inner)
                {
                    Vector<double> b0 = Vector.LoadUnsafe(ref bRef, (nuint)((k * width) + j));
                    p0 = MultiplyAdd(new(a0[k]), b0, p0);
                    q0 = MultiplyAdd(new(a1[k]), b0, q0);
                    s0 = MultiplyAdd(new(a2[k]), b0, s0);
                    t0 = MultiplyAdd(new(a3[k]), b0, t0);
                }

                p0.StoreUnsafe(ref cRef, p);
                q0.StoreUnsafe(ref cRef, q);
                s0.StoreUnsafe(ref cRef, s);
                t0.StoreUnsafe(ref cRef, t);
            }
        }

        // One row at a time: b is read in its order, which suits a matrix that no cache holds.
        for (; r < rows; r++)
        {
            Span<double> row = c.Slice(r * width, width);
            foreach (int k in inner)
            {
                AddScaled(a[(r * aStride) + k], b.Slice(k * width, width), row);
            }
        }
    }

    /// <summary><c>|row|·x</c> and <c>|row|·y</c> in one pass.</summary>
    public static (double X, double Y) AbsoluteDots(ReadOnlySpan<double> row, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector<double> xs = Vector<double>.Zero, ys = xs;
        int j = 0;
        for (; j + Vector<double>.Count <= row.Length; j += Vector<double>.Count)
        {
            Vector<double> w = Vector.Abs(new Vector<double>(row[j..]));
            xs = MultiplyAdd(w, new Vector<double>(x[j..]), xs);
            ys = MultiplyAdd(w, new Vector<double>(y[j..]), ys);
        }

        double sumX = Vector.Sum(xs), sumY = Vector.Sum(ys);
        for (; j < row.Length; j++)
        {
            sumX += Math.Abs(row[j]) * x[j];
            sumY += Math.Abs(row[j]) * y[j];
        }

        return (sumX, sumY);
    }

    /// <summary><c>row·x</c> and <c>|row|·y</c> in one pass.</summary>
    public static (double X, double Y) Dots(ReadOnlySpan<double> row, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector<double> xs = Vector<double>.Zero, ys = xs;
        int j = 0;
        for (; j + Vector<double>.Count <= row.Length; j += Vector<double>.Count)
        {
            Vector<double> w = new(row[j..]);
            xs = MultiplyAdd(w, new Vector<double>(x[j..]), xs);
            ys = MultiplyAdd(Vector.Abs(w), new Vector<double>(y[j..]), ys);
        }

        double sumX = Vector.Sum(xs), sumY = Vector.Sum(ys);
        for (; j < row.Length; j++)
        {
            sumX += row[j] * x[j];
            sumY += Math.Abs(row[j]) * y[j];
        }

        return (sumX, sumY);
    }

    private static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        Vector<double> v = new(factor);
        int j = 0;
        for (; j + Vector<double>.Count <= x.Length; j += Vector<double>.Count)
        {
            MultiplyAdd(v, new Vector<double>(x[j..]), new Vector<double>(y[j..])).CopyTo(y[j..]);
        }

        for (; j < x.Length; j++)
        {
            y[j] += factor * x[j];
        }
    }

    // Vectors longer than the padding: rare, so short rather than fast.
    private static void AddProductScalar(ReadOnlySpan<double> a, int aStride, int rows, ReadOnlySpan<int> inner, ReadOnlySpan<double> b, Span<double> c, int width)
    {
        for (int r = 0; r < rows; r++)
        {
            foreach (int k in inner)
            {
                AddScaled(a[(r * aStride) + k], b.Slice(k * width, width), c.Slice(r * width, width));
            }
        }
    }

    private static Vector<double> MultiplyAdd(Vector<double> x, Vector<double> y, Vector<double> z) =>
#if NET9_0_OR_GREATER
        Vector.MultiplyAddEstimate(x, y, z);
#else
        (x * y) + z;
#endif
}
