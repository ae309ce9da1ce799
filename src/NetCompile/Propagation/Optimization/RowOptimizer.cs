using System.Numerics;
using NetCompile.Runtime;

namespace NetCompile.Propagation;

/// <summary>
/// Evaluates and improves the bounds of up to <see cref="BoundsWorkspace.RowChunk"/> rows, each with relaxations, phase constraints and an input box of its own.
/// </summary>
/// <remarks>
/// Every evaluation gives sound, outward-rounded bounds (ROUNDING.md): the rows' boxes and phases only restrict the region for which the workspace's bounds hold,
/// and multiplying a constraint that holds by a number that is not negative keeps a lower bound one.
/// </remarks>
internal sealed unsafe class RowOptimizer : IDisposable
{
    private readonly double[][] _lower = new double[BoundsWorkspace.RowChunk][];
    private readonly double[][] _upper = new double[BoundsWorkspace.RowChunk][];

    public RowOptimizer(BoundsWorkspace workspace)
    {
        Workspace = workspace;
        Rows = new RowRelaxations(workspace);
    }

    /// <summary>The bounds and relaxations of the region that contains all rows' regions.</summary>
    public BoundsWorkspace Workspace { get; }

    /// <summary>The rows' relaxations.</summary>
    public RowRelaxations Rows { get; }

    /// <summary>The bounds of the last <see cref="Evaluate"/>; −∞ where nothing is known.</summary>
    public double[] Bounds { get; } = new double[BoundsWorkspace.RowChunk];

    /// <summary>Starts a row: the workspace's relaxations over the given part of its box.</summary>
    public void Start(int row, double[] lower, double[] upper)
    {
        Rows.Reset(row);
        _lower[row] = lower;
        _upper[row] = upper;
    }

    /// <summary>Makes row <paramref name="to"/> a copy of row <paramref name="from"/>, what was last evaluated included.</summary>
    public void Copy(int from, int to)
    {
        if (from == to)
        {
            return;
        }

        Rows.Copy(from, to);
        for (int id = 0; id < Workspace.Touched.Length; id++)
        {
            if (Workspace.Touched[id])
            {
                CopyRow(Workspace.Coefficients(id), Workspace.Tables.Stride[id], from, to);
            }
        }

        CopyRow(Rows.Value(0), Workspace.Tables.Stride[0], from, to);
        _lower[to] = _lower[from];
        _upper[to] = _upper[from];
        Bounds[to] = Bounds[from];
    }

    /// <summary>Bounds the rows from below.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">Sets the rows' coefficients.</param>
    /// <returns>The operator from which the rows were substituted.</returns>
    public int Evaluate<TSeed>(int count, TSeed seed) where TSeed : struct, IRowSeed
    {
        CrownPropagation.Begin(Workspace);
        int from = seed.Seed(Workspace, count);
        NetworkRunner runner = Workspace.Runner;
        BackwardPass pass = new(Workspace, count, Rows);
        runner.PropagateBack(ref pass, from);
        for (int r = 0; r < count; r++)
        {
            Bounds[r] = Bound(r);
        }

        return from;
    }

    /// <summary>One ascent step of the rows last evaluated.</summary>
    public void Ascend(int count, int from, AdamSettings settings, int iteration)
    {
        AscentPass pass = new(Workspace, Rows, count, from, settings, iteration);
        Workspace.Runner.Propagate(ref pass);
    }

    /// <summary>The input that attains the bound last computed for a row.</summary>
    public ReadOnlySpan<double> Minimizer(int row) => new(Rows.Value(0) + ((long)row * Workspace.Tables.Stride[0]), Workspace.Tables.Width[0]);

    /// <summary>The coefficients over the input of a row last evaluated.</summary>
    public ReadOnlySpan<double> InputCoefficients(int row) =>
        Workspace.Touched[0]
            ? new ReadOnlySpan<double>(Workspace.Coefficients(0) + ((long)row * Workspace.Tables.Stride[0]), Workspace.Tables.Width[0])
            : new double[Workspace.Tables.Width[0]];

    /// <inheritdoc/>
    public void Dispose() => Rows.Dispose();

    private static void CopyRow(double* matrix, int stride, int from, int to) =>
        new ReadOnlySpan<double>(matrix + ((long)from * stride), stride).CopyTo(new Span<double>(matrix + ((long)to * stride), stride));

    private double Bound(int r)
    {
        BoundsWorkspace w = Workspace;
        double value = w.RowConstant[r];
        double error = w.RowError[r] + (w.Tables.DoubleGamma * (w.RowMagnitude[r] + Math.Abs(value)));
        int n = w.Tables.Width[0], stride = w.Tables.Stride[0];
        double* point = Rows.Value(0) + ((long)r * stride);
        double[] lower = _lower[r], upper = _upper[r];
        if (!w.Touched[0])
        {
            lower.AsSpan(0, n).CopyTo(new Span<double>(point, n));
        }
        else
        {
            double* a = w.Coefficients(0) + ((long)r * stride);
            Vector<double> sum = Vector<double>.Zero, magnitude = Vector<double>.Zero;
            int j = 0;
            for (; j + Vector<double>.Count <= n; j += Vector<double>.Count)
            {
                Vector<double> c = Vector.Load(a + j), l = new(lower, j), u = new(upper, j);
                Vector<double> x = Vector.ConditionalSelect(Vector.LessThan(c, Vector<double>.Zero), u, l);
                Vector.Store(x, point + j);
                sum += c * x;
                magnitude += Vector.Abs(c) * Vector.Max(Vector.Abs(l), Vector.Abs(u));
            }

            double total = Vector.Sum(sum), size = Vector.Sum(magnitude);
            for (; j < n; j++)
            {
                double x = point[j] = a[j] < 0 ? upper[j] : lower[j];
                total += a[j] * x;
                size += Math.Abs(a[j]) * Math.Max(Math.Abs(lower[j]), Math.Abs(upper[j]));
            }

            value += total;
            error += w.Tables.DoubleGamma * size;
        }

        double bound = Rounding.Down(value, error);
        return double.IsNaN(bound) ? double.NegativeInfinity : bound;
    }
}
