using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>The rows <c>e_k</c> and <c>−e_k</c> of an operator's elements, in chunks: their lower bounds are the elements' lower bounds and negated upper bounds.</summary>
internal static unsafe class OutputRows
{
    /// <summary>Elements whose two rows fit a chunk.</summary>
    public const int Elements = BoundsWorkspace.RowChunk / 2;

    /// <summary>Sets rows <c>2t</c> and <c>2t + 1</c> to those of element <c>first + t</c>, and forgets all others.</summary>
    /// <param name="w">The workspace.</param>
    /// <param name="id">The operator.</param>
    /// <param name="first">The first element of the chunk.</param>
    /// <param name="from">Receives the operator from which the rows are to be carried back.</param>
    /// <returns>The number of rows.</returns>
    public static int Seed(BoundsWorkspace w, int id, int first, out int from)
    {
        CrownPropagation.Begin(w);
        int elements = Math.Min(Elements, w.Tables.Width[id] - first);
        if (w.Runner.Model.Operators[id] is DenseOperator dense)
        {
            // The first product, of unit rows with W, is W itself. It must not be left to the pass: that leaves out neurons by the phases that their activation found on this box,
            // and the activation may not have been reached yet.
            from = dense.Sources[0];
            DenseTable table = w.Tables.Dense(id);
            int width = w.Tables.Stride[from];
            double* c = w.Coefficients(from);
            for (int t = 0; t < elements; t++)
            {
                double* row = table.Rows + ((long)(first + t) * table.InputStride);
                for (int k = 0; k < width; k++)
                {
                    c[(2 * t * width) + k] = row[k];
                    c[(((2 * t) + 1) * width) + k] = -row[k];
                }

                w.RowConstant[2 * t] = table.Bias[first + t];
                w.RowConstant[(2 * t) + 1] = -table.Bias[first + t];
                w.RowError[2 * t] = w.RowError[(2 * t) + 1] = w.Error(id)[first + t];
            }
        }
        else
        {
            from = id;
            int stride = w.Tables.Stride[id];
            double* a = w.Coefficients(id);
            new Span<double>(a, BoundsWorkspace.RowChunk * stride).Clear();
            for (int t = 0; t < elements; t++)
            {
                a[(2 * t * stride) + first + t] = 1;
                a[(((2 * t) + 1) * stride) + first + t] = -1;
            }
        }

        w.Touched[from] = true;
        return 2 * elements;
    }

    /// <summary>The lower bound of row <paramref name="r"/> whose constant is complete, outward; −∞ where it is NaN.</summary>
    public static double Bound(BoundsWorkspace w, int r)
    {
        double value = w.RowConstant[r];
        double bound = Rounding.Down(value, w.RowError[r] + (w.Tables.DoubleGamma * (w.RowMagnitude[r] + Math.Abs(value))));
        return double.IsNaN(bound) ? double.NegativeInfinity : bound;
    }
}
