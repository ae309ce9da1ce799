using System.Numerics;
using System.Runtime.InteropServices;

namespace NetCompile.Checker;

/// <summary>The loops that take the time. Rounded to nearest, in an order and with or without fused multiply-add as the machine likes: CERTIFICATE.md's error bound holds for all.</summary>
/// <remarks>Every vector here is padded with zeros to a whole number of machine vectors.</remarks>
internal static class Kernels
{
    private const int RowBlock = 4;

    /// <summary>The next multiple of the machine's vector length.</summary>
    public static int Pad(int count) => (count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;

    /// <summary><c>C[r, ·] += Σ_{k ∈ inner} A[r, k] B[k, ·]</c>.</summary>
    /// <param name="a"><c>[rows, aStride]</c>.</param>
    /// <param name="aStride">Numbers from one row of <paramref name="a"/> to the next.</param>
    /// <param name="rows">Rows of <paramref name="a"/> and <paramref name="c"/>.</param>
    /// <param name="inner">The columns of <paramref name="a"/> that are not all zero, ascending.</param>
    /// <param name="b"><c>[·, width]</c>.</param>
    /// <param name="c"><c>[rows, width]</c>.</param>
    /// <param name="width">Padded.</param>
    public static void AddProduct(ReadOnlySpan<double> a, int aStride, int rows, ReadOnlySpan<int> inner, ReadOnlySpan<double> b, Span<double> c, int width)
    {
        // What makes the unchecked loads below safe.
        if (inner.Length == 0)
        {
            return;
        }

        if (c.Length < rows * width || b.Length < (inner[^1] + 1) * width || inner[^1] >= aStride || width % Vector<double>.Count != 0)
        {
            throw new ArgumentException("A matrix is smaller than its shape says.");
        }

        int r = 0;
        for (; r + RowBlock <= rows; r += RowBlock)
        {
            AddBlock(a[(r * aStride)..], aStride, inner, b, c.Slice(r * width, RowBlock * width), width);
        }

        // One row at a time: b is read in its order, which suits a matrix that no cache holds.
        for (; r < rows; r++)
        {
            Span<Vector<double>> row = MemoryMarshal.Cast<double, Vector<double>>(c.Slice(r * width, width));
            foreach (int k in inner)
            {
                Vector<double> factor = new(a[(r * aStride) + k]);
                ReadOnlySpan<Vector<double>> from = MemoryMarshal.Cast<double, Vector<double>>(b.Slice(k * width, width));
                for (int j = 0; j < row.Length; j++)
                {
                    row[j] = MultiplyAdd(factor, from[j], row[j]);
                }
            }
        }
    }

    /// <summary><c>row·x</c> and <c>|row|·y</c> in one pass.</summary>
    public static (double X, double Y) Dots(ReadOnlySpan<double> row, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector<double>> rs = MemoryMarshal.Cast<double, Vector<double>>(row);
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x)[..rs.Length], ys = MemoryMarshal.Cast<double, Vector<double>>(y)[..rs.Length];
        Vector<double> sumX = Vector<double>.Zero, sumY = sumX;
        for (int j = 0; j < rs.Length; j++)
        {
            sumX = MultiplyAdd(rs[j], xs[j], sumX);
            sumY = MultiplyAdd(Vector.Abs(rs[j]), ys[j], sumY);
        }

        return (Vector.Sum(sumX), Vector.Sum(sumY));
    }

    /// <summary><c>|row|·x</c> and <c>|row|·y</c> in one pass.</summary>
    public static (double X, double Y) AbsoluteDots(ReadOnlySpan<double> row, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector<double>> rs = MemoryMarshal.Cast<double, Vector<double>>(row);
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x)[..rs.Length], ys = MemoryMarshal.Cast<double, Vector<double>>(y)[..rs.Length];
        Vector<double> sumX = Vector<double>.Zero, sumY = sumX;
        for (int j = 0; j < rs.Length; j++)
        {
            Vector<double> w = Vector.Abs(rs[j]);
            sumX = MultiplyAdd(w, xs[j], sumX);
            sumY = MultiplyAdd(w, ys[j], sumY);
        }

        return (Vector.Sum(sumX), Vector.Sum(sumY));
    }

    /// <summary>The sum of magnitudes.</summary>
    public static double Magnitude(ReadOnlySpan<double> x)
    {
        Vector<double> sum = Vector<double>.Zero;
        foreach (Vector<double> v in MemoryMarshal.Cast<double, Vector<double>>(x))
        {
            sum += Vector.Abs(v);
        }

        return Vector.Sum(sum);
    }

    /// <summary>A row passes an activation: a positive coefficient takes the lower line, any other the upper one.</summary>
    /// <param name="row">The coefficients at the activation.</param>
    /// <param name="lines">The slopes and offsets of both lines, and the errors.</param>
    /// <param name="to">The coefficients at its source; added to.</param>
    /// <returns>What is added to the row's constant and to its error.</returns>
    public static (double Constant, double Error) Relax(ReadOnlySpan<double> row, ActivationLines lines, Span<double> to)
    {
        ReadOnlySpan<Vector<double>> rs = MemoryMarshal.Cast<double, Vector<double>>(row);
        ReadOnlySpan<Vector<double>> below = Cast(lines.BelowSlope, rs.Length), belowOffset = Cast(lines.BelowOffset, rs.Length);
        ReadOnlySpan<Vector<double>> above = Cast(lines.AboveSlope, rs.Length), aboveOffset = Cast(lines.AboveOffset, rs.Length), errors = Cast(lines.Error, rs.Length);
        Span<Vector<double>> ts = MemoryMarshal.Cast<double, Vector<double>>(to)[..rs.Length];
        Vector<double> constant = Vector<double>.Zero, error = constant;
        for (int k = 0; k < rs.Length; k++)
        {
            Vector<double> a = rs[k];
            Vector<long> isPositive = Vector.GreaterThan(a, Vector<double>.Zero);
            ts[k] = MultiplyAdd(a, Vector.ConditionalSelect(isPositive, below[k], above[k]), ts[k]);
            constant = MultiplyAdd(a, Vector.ConditionalSelect(isPositive, belowOffset[k], aboveOffset[k]), constant);
            error = MultiplyAdd(Vector.Abs(a), errors[k], error);
        }

        return (Vector.Sum(constant), Vector.Sum(error));

        static ReadOnlySpan<Vector<double>> Cast(ReadOnlySpan<double> x, int length) => MemoryMarshal.Cast<double, Vector<double>>(x)[..length];
    }

    /// <summary>The columns of a matrix that are not all zero, ascending.</summary>
    /// <returns>How many were written to <paramref name="columns"/>.</returns>
    public static int LiveColumns(ReadOnlySpan<double> a, int stride, int rows, int count, Span<int> columns)
    {
        int live = 0, lanes = Vector<double>.Count;
        ReadOnlySpan<Vector<double>> all = MemoryMarshal.Cast<double, Vector<double>>(a[..(rows * stride)]);
        for (int j = 0; j < stride / lanes; j++)
        {
            // Magnitudes are or-ed as bits, so that a NaN is not lost.
            Vector<long> any = Vector<long>.Zero;
            for (int r = 0; r < rows; r++)
            {
                any |= Vector.AsVectorInt64(Vector.Abs(all[(r * (stride / lanes)) + j]));
            }

            for (int t = 0; t < lanes && (j * lanes) + t < count; t++)
            {
                if (any[t] != 0)
                {
                    columns[live++] = (j * lanes) + t;
                }
            }
        }

        return live;
    }

    // Four rows of c, a few vectors wide at a time, stay in registers while all of a passes by.
    private static void AddBlock(ReadOnlySpan<double> a, int aStride, ReadOnlySpan<int> inner, ReadOnlySpan<double> b, Span<double> c, int width)
    {
        ref double bRef = ref MemoryMarshal.GetReference(b);
        ref double cRef = ref MemoryMarshal.GetReference(c);
        ReadOnlySpan<double> a0 = a[..aStride], a1 = a.Slice(aStride, aStride), a2 = a.Slice(2 * aStride, aStride), a3 = a.Slice(3 * aStride, aStride);
        nuint one = (nuint)Vector<double>.Count, two = 2 * one, three = 3 * one, row = (nuint)width, j = 0;
        for (; j + three <= row; j += three)
        {
            nuint q = j + row, s = q + row, t = s + row;
            Vector<double> p0 = Vector.LoadUnsafe(ref cRef, j), p1 = Vector.LoadUnsafe(ref cRef, j + one), p2 = Vector.LoadUnsafe(ref cRef, j + two);
            Vector<double> q0 = Vector.LoadUnsafe(ref cRef, q), q1 = Vector.LoadUnsafe(ref cRef, q + one), q2 = Vector.LoadUnsafe(ref cRef, q + two);
            Vector<double> s0 = Vector.LoadUnsafe(ref cRef, s), s1 = Vector.LoadUnsafe(ref cRef, s + one), s2 = Vector.LoadUnsafe(ref cRef, s + two);
            Vector<double> t0 = Vector.LoadUnsafe(ref cRef, t), t1 = Vector.LoadUnsafe(ref cRef, t + one), t2 = Vector.LoadUnsafe(ref cRef, t + two);
            foreach (int k in inner)
            {
                nuint o = ((nuint)k * row) + j;
                Vector<double> b0 = Vector.LoadUnsafe(ref bRef, o), b1 = Vector.LoadUnsafe(ref bRef, o + one), b2 = Vector.LoadUnsafe(ref bRef, o + two);
                Vector<double> v = new(a0[k]);
                p0 = MultiplyAdd(v, b0, p0);
                p1 = MultiplyAdd(v, b1, p1);
                p2 = MultiplyAdd(v, b2, p2);
                v = new(a1[k]);
                q0 = MultiplyAdd(v, b0, q0);
                q1 = MultiplyAdd(v, b1, q1);
                q2 = MultiplyAdd(v, b2, q2);
                v = new(a2[k]);
                s0 = MultiplyAdd(v, b0, s0);
                s1 = MultiplyAdd(v, b1, s1);
                s2 = MultiplyAdd(v, b2, s2);
                v = new(a3[k]);
                t0 = MultiplyAdd(v, b0, t0);
                t1 = MultiplyAdd(v, b1, t1);
                t2 = MultiplyAdd(v, b2, t2);
            }

            p0.StoreUnsafe(ref cRef, j);
            p1.StoreUnsafe(ref cRef, j + one);
            p2.StoreUnsafe(ref cRef, j + two);
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

        for (; j < row; j += one)
        {
            nuint q = j + row, s = q + row, t = s + row;
            Vector<double> p0 = Vector.LoadUnsafe(ref cRef, j), q0 = Vector.LoadUnsafe(ref cRef, q), s0 = Vector.LoadUnsafe(ref cRef, s), t0 = Vector.LoadUnsafe(ref cRef, t);
            foreach (int k in inner)
            {
                Vector<double> b0 = Vector.LoadUnsafe(ref bRef, ((nuint)k * row) + j);
                p0 = MultiplyAdd(new(a0[k]), b0, p0);
                q0 = MultiplyAdd(new(a1[k]), b0, q0);
                s0 = MultiplyAdd(new(a2[k]), b0, s0);
                t0 = MultiplyAdd(new(a3[k]), b0, t0);
            }

            p0.StoreUnsafe(ref cRef, j);
            q0.StoreUnsafe(ref cRef, q);
            s0.StoreUnsafe(ref cRef, s);
            t0.StoreUnsafe(ref cRef, t);
        }
    }

    private static Vector<double> MultiplyAdd(Vector<double> x, Vector<double> y, Vector<double> z) =>
#if NET9_0_OR_GREATER
        Vector.MultiplyAddEstimate(x, y, z);
#else
        (x * y) + z;
#endif
}

/// <summary>The lines that enclose an activation, and what passing it adds to a row's error; each padded with zeros.</summary>
internal readonly ref struct ActivationLines
{
    public required ReadOnlySpan<double> BelowSlope { get; init; }

    public required ReadOnlySpan<double> BelowOffset { get; init; }

    public required ReadOnlySpan<double> AboveSlope { get; init; }

    public required ReadOnlySpan<double> AboveOffset { get; init; }

    public required ReadOnlySpan<double> Error { get; init; }
}
