using NetCompile.Milp.Cbc.Native;

namespace NetCompile.Milp.Cbc;

/// <summary>The numbers of a program as CLP holds them, for what is computed here rather than there.</summary>
internal sealed unsafe class ClpProgram(ClpHandle clp, int columns, int rows)
{
    private const double Infinite = 1e27;

    /// <summary>Whether a column's bounds cross (true), or a row's ends (false); null where none do.</summary>
    public bool? CrossingBounds()
    {
        double* lower = ClpNative.Clp_columnLower(clp), upper = ClpNative.Clp_columnUpper(clp);
        for (int j = 0; j < columns; j++)
        {
            if (lower[j] > upper[j])
            {
                return true;
            }
        }

        double* rowLower = ClpNative.Clp_rowLower(clp), rowUpper = ClpNative.Clp_rowUpper(clp);
        for (int i = 0; i < rows; i++)
        {
            if (rowLower[i] > rowUpper[i])
            {
                return false;
            }
        }

        return null;
    }

    /// <summary><c>c·x</c>.</summary>
    public double Objective(ReadOnlySpan<double> values)
    {
        double* objective = ClpNative.Clp_objective(clp);
        double sum = 0;
        for (int j = 0; j < columns; j++)
        {
            sum += objective[j] * values[j];
        }

        return sum;
    }

    /// <summary>Solves a program without columns or without rows, which CLP does not take: each row must contain 0, each column goes to the bound its cost asks for.</summary>
    public LpStatus SolveWithoutMatrix(out double[] values, out double[] duals, out double[] ray)
    {
        values = new double[columns];
        duals = new double[rows];
        ray = [];
        if (RayOfEmptyRow() is { Length: > 0 } found)
        {
            ray = found;
            return LpStatus.Infeasible;
        }

        for (int j = 0; j < columns; j++)
        {
            double lower = ClpNative.Clp_columnLower(clp)[j], upper = ClpNative.Clp_columnUpper(clp)[j], cost = ClpNative.Clp_objective(clp)[j];
            double bound = cost > 0 ? lower : cost < 0 ? upper : Math.Clamp(0, lower, upper);
            if (Math.Abs(bound) >= Infinite)
            {
                return LpStatus.Unbounded;
            }

            values[j] = bound;
        }

        return LpStatus.Optimal;
    }

    /// <summary>CLP's ray in the sign of the duals, if it proves infeasibility: <c>Σ_i (y_i &gt; 0 ? y_i lower_i : y_i upper_i) &gt; max (Aᵀy)·x</c> over the column bounds. Empty otherwise.</summary>
    public double[] Ray()
    {
        double* native = ClpNative.Clp_infeasibilityRay(clp);
        if (native is null)
        {
            return [];
        }

        double[] ray = new ReadOnlySpan<double>(native, rows).ToArray();
        ClpNative.Clp_freeRay(clp, native);
        return AsRay(ray);
    }

    /// <summary>Multipliers as a ray in the sign of the duals, if they prove infeasibility in one sign or the other; empty otherwise.</summary>
    public double[] AsRay(double[] ray)
    {
        // Scaled to 1, and without the dust that an infinite end would turn into an infinity.
        double largest = ray.Max(Math.Abs);
        if (largest == 0 || !double.IsFinite(largest))
        {
            return [];
        }

        // The sign that CLP hands out has changed between versions; the certificate tells which it is.
        double[] positive = Cleaned(ray, 1 / largest), negative = Cleaned(ray, -1 / largest);
        return IsCertificate(positive) ? positive : IsCertificate(negative) ? negative : [];
    }

    /// <summary>The ray of a row without entries that does not contain 0: CLP notices these before it begins. Empty where there is none.</summary>
    public double[] RayOfEmptyRow()
    {
        bool[] hasEntry = new bool[rows];
        int* starts = ClpNative.Clp_getVectorStarts(clp), lengths = ClpNative.Clp_getVectorLengths(clp), indices = ClpNative.Clp_getIndices(clp);
        for (int j = 0; j < columns; j++)
        {
            for (int k = starts[j]; k < starts[j] + lengths[j]; k++)
            {
                hasEntry[indices[k]] = true;
            }
        }

        double* lower = ClpNative.Clp_rowLower(clp), upper = ClpNative.Clp_rowUpper(clp);
        for (int i = 0; i < rows; i++)
        {
            if (!hasEntry[i] && (lower[i] > 0 || upper[i] < 0))
            {
                double[] ray = new double[rows];
                ray[i] = lower[i] > 0 ? 1 : -1;
                return ray;
            }
        }

        return [];
    }

    // Multipliers of an end that does not exist are zero in exact arithmetic.
    private double[] Cleaned(double[] ray, double scale)
    {
        double* lower = ClpNative.Clp_rowLower(clp), upper = ClpNative.Clp_rowUpper(clp);
        double[] cleaned = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double y = ray[i] * scale;
            cleaned[i] = Math.Abs(y > 0 ? lower[i] : upper[i]) >= Infinite ? 0 : y;
        }

        return cleaned;
    }

    private bool IsCertificate(double[] y)
    {
        double* lower = ClpNative.Clp_rowLower(clp), upper = ClpNative.Clp_rowUpper(clp);
        double least = 0;
        for (int i = 0; i < rows; i++)
        {
            least += y[i] == 0 ? 0 : y[i] * (y[i] > 0 ? lower[i] : upper[i]);
        }

        double* columnLower = ClpNative.Clp_columnLower(clp), columnUpper = ClpNative.Clp_columnUpper(clp), elements = ClpNative.Clp_getElements(clp);
        int* starts = ClpNative.Clp_getVectorStarts(clp), lengths = ClpNative.Clp_getVectorLengths(clp), indices = ClpNative.Clp_getIndices(clp);
        double most = 0;
        for (int j = 0; j < columns; j++)
        {
            double sum = 0, magnitude = 0;
            for (int k = starts[j]; k < starts[j] + lengths[j]; k++)
            {
                double term = elements[k] * y[indices[k]];
                sum += term;
                magnitude += Math.Abs(term);
            }

            double bound = sum > 0 ? columnUpper[j] : columnLower[j];
            bool isDust = Math.Abs(sum) <= 1e-9 * Math.Max(magnitude, 1e-3);
            if (Math.Abs(bound) < Infinite)
            {
                most += sum * bound;
            }
            else if (!isDust)
            {
                return false;
            }
        }

        return least > most;
    }
}
