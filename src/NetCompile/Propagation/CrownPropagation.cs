namespace NetCompile.Propagation;

/// <summary>Bounds by backward substitution through the operators already bounded on the current box.</summary>
internal static unsafe class CrownPropagation
{
    /// <summary>Tightens the elements of pre-activation <paramref name="id"/> whose sign is still open.</summary>
    public static void TightenUnstable(BoundsWorkspace w, int id)
    {
        double* lower = w.Lower(id);
        double* upper = w.Upper(id);
        int count = w.Tables.Width[id];
        const int neurons = BoundsWorkspace.RowChunk / 2;
        int* chunk = stackalloc int[neurons];
        for (int k = 0; k < count;)
        {
            int taken = 0;
            for (; k < count && taken < neurons; k++)
            {
                // Not "l < 0 && u > 0": NaN counts as unstable.
                if (!(lower[k] >= 0) && !(upper[k] <= 0))
                {
                    chunk[taken++] = k;
                }
            }

            if (taken == 0 || w.ShouldStop?.Invoke() == true)
            {
                return;
            }

            SubstituteBothSides(w, id, chunk, taken);
            for (int t = 0; t < taken; t++)
            {
                lower[chunk[t]] = Math.Max(lower[chunk[t]], RowBound(w, 2 * t));
                upper[chunk[t]] = Math.Min(upper[chunk[t]], -RowBound(w, (2 * t) + 1));
            }
        }
    }

    /// <summary>Bounds every element of a value, and intersects with the bounds it has unless told to replace them.</summary>
    public static void BoundAll(BoundsWorkspace w, int id, bool intersect)
    {
        const int neurons = BoundsWorkspace.RowChunk / 2;
        int* chunk = stackalloc int[neurons];
        int count = w.Tables.Width[id];
        for (int k = 0; k < count; k += neurons)
        {
            int taken = Math.Min(neurons, count - k);
            for (int t = 0; t < taken; t++)
            {
                chunk[t] = k + t;
            }

            SubstituteBothSides(w, id, chunk, taken);
            for (int t = 0; t < taken; t++)
            {
                double lower = RowBound(w, 2 * t), upper = -RowBound(w, (2 * t) + 1);
                w.Lower(id)[k + t] = intersect ? Math.Max(w.Lower(id)[k + t], lower) : lower;
                w.Upper(id)[k + t] = intersect ? Math.Min(w.Upper(id)[k + t], upper) : upper;
            }
        }
    }

    /// <summary>Clears the rows' constants and errors and forgets all coefficients.</summary>
    public static void Begin(BoundsWorkspace w)
    {
        new Span<double>(w.RowConstant, 3 * BoundsWorkspace.RowChunk).Clear();
        Array.Clear(w.Touched);
    }

    /// <summary>Rows <c>0..rows</c>, whose coefficients at <paramref name="id"/> (and possibly the input) are set, are carried back to the input.</summary>
    public static void Run(BoundsWorkspace w, int rows, int id)
    {
        BackwardPass pass = new(w, rows);
        w.Runner.PropagateBack(ref pass, id);
    }

    /// <summary>The lower bound of row <paramref name="r"/> over the current box, outward.</summary>
    public static double RowBound(BoundsWorkspace w, int r)
    {
        double value = w.RowConstant[r];
        double error = w.RowError[r] + (w.Tables.DoubleGamma * (w.RowMagnitude[r] + Math.Abs(value)));
        if (w.Touched[0])
        {
            double* a = w.Coefficients(0) + ((long)r * w.Tables.Stride[0]);
            double* lower = w.Lower(0);
            double* upper = w.Upper(0);
            double sum = 0, magnitude = 0;
            for (int j = 0; j < w.Tables.Width[0]; j++)
            {
                double term = a[j] * (a[j] >= 0 ? lower[j] : upper[j]);
                sum += term;
                magnitude += Math.Abs(a[j]) * Math.Max(Math.Abs(lower[j]), Math.Abs(upper[j]));
            }

            value += sum;
            error += w.Tables.DoubleGamma * magnitude;
        }

        double bound = Rounding.Down(value, error);
        return double.IsNaN(bound) ? double.NegativeInfinity : bound;
    }

    private static void SubstituteBothSides(BoundsWorkspace w, int id, int* elements, int count)
    {
        Begin(w);
        int rows = 2 * count;
        if (w.Runner.Model.Operators[id] is Models.DenseOperator dense)
        {
            // The first product, of unit rows with W, is W itself.
            DenseTable table = w.Tables.Dense(id);
            int source = dense.Sources[0], stride = w.Tables.Stride[source];
            double* c = w.Coefficients(source);
            for (int t = 0; t < count; t++)
            {
                double* row = table.Rows + ((long)elements[t] * table.InputStride);
                double* positive = c + (2L * t * stride);
                double* negative = positive + stride;
                for (int k = 0; k < stride; k++)
                {
                    positive[k] = row[k];
                    negative[k] = -row[k];
                }

                w.RowConstant[2 * t] = table.Bias[elements[t]];
                w.RowConstant[(2 * t) + 1] = -table.Bias[elements[t]];
                w.RowError[2 * t] = w.RowError[(2 * t) + 1] = w.Error(id)[elements[t]];
            }

            w.Touched[source] = true;
            Run(w, rows, id - 1);
            return;
        }

        double* a = w.Coefficients(id);
        int width = w.Tables.Stride[id];
        new Span<double>(a, BoundsWorkspace.RowChunk * width).Clear();
        for (int t = 0; t < count; t++)
        {
            a[(2L * t * width) + elements[t]] = 1;
            a[(((2L * t) + 1) * width) + elements[t]] = -1;
        }

        w.Touched[id] = true;
        Run(w, rows, id);
    }
}
