using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>The affine operators on the values of several rows: what the ascent of a dual compares its minimisers with. Plain double; nothing that is proved depends on it.</summary>
internal static unsafe class DualValues
{
    /// <summary><c>y = W x + b</c> for each row; <paramref name="to"/> and <paramref name="from"/> hold a multiple of four rows.</summary>
    public static void Dense(BoundsWorkspace w, int id, int source, int rows, double* from, double* to)
    {
        DenseTable table = w.Tables.Dense(id);
        int stride = w.Tables.Stride[id], padded = (rows + BackwardDenseKernel.RowBlock - 1) & -BackwardDenseKernel.RowBlock;
        for (int r = 0; r < padded; r++)
        {
            new ReadOnlySpan<double>(table.Bias, stride).CopyTo(new Span<double>(to + ((long)r * stride), stride));
        }

        fixed (int* active = w.Active(source))
        {
            table.MultiplyForward(from, w.Tables.Stride[source], padded, active, w.ActiveCount[source], to, stride);
        }
    }

    /// <summary><c>y = x ∘ s</c>.</summary>
    public static void Scale(BoundsWorkspace w, int id, int rows, double* from, double* to)
    {
        int stride = w.Tables.Stride[id];
        for (int i = 0; i < rows * stride; i++)
        {
            to[i] = from[i] * w.LowerSlope(id)[i % stride];
        }
    }

    /// <summary><c>y = x + t</c>.</summary>
    public static void Shift(BoundsWorkspace w, int id, int rows, double* from, double* to)
    {
        int stride = w.Tables.Stride[id];
        for (int i = 0; i < rows * stride; i++)
        {
            to[i] = from[i] + w.LowerIntercept(id)[i % stride];
        }
    }

    /// <summary><c>y = u ± v</c>.</summary>
    public static void Sum(BoundsWorkspace w, int id, int rows, double* left, double* right, bool isDifference, double* to)
    {
        int length = rows * w.Tables.Stride[id];
        for (int i = 0; i < length; i++)
        {
            to[i] = isDifference ? left[i] - right[i] : left[i] + right[i];
        }
    }

    /// <summary>Copies <paramref name="index"/> of a source into element <paramref name="k"/>.</summary>
    public static void Gather(BoundsWorkspace w, int id, int k, int rows, int source, GatherIndex index, double* from, double* to)
    {
        for (int r = 0; r < rows; r++)
        {
            to[(r * w.Tables.Stride[id]) + k] = from[(r * w.Tables.Stride[source]) + index.Element];
        }
    }
}
