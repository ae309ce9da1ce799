namespace NetCompile.TestSupport;

/// <summary>A plain simplex method for small linear programs: minimise <c>c·x</c> subject to <c>A x ≤ b</c>, <c>x ≥ 0</c>. Bland's rule, dense dictionary, doubles.</summary>
public static class DenseSimplex
{
    private const double Epsilon = 1e-10;

    /// <summary>The least value, or null where no <c>x</c> meets the constraints.</summary>
    /// <exception cref="InvalidOperationException">There is no least value.</exception>
    public static double? Minimize(double[] c, IReadOnlyList<double[]> a, IReadOnlyList<double> b)
    {
        SimplexResult result = Solve(c, a, b);
        return result.IsUnbounded ? throw new InvalidOperationException("The linear program has no least value.") : result.IsInfeasible ? null : result.Value;
    }

    /// <summary>The least value, where it is attained, and the multipliers of the rows; or the multipliers that show that no <c>x</c> meets the constraints.</summary>
    public static SimplexResult Solve(double[] c, IReadOnlyList<double[]> a, IReadOnlyList<double> b)
    {
        int n = c.Length, m = a.Count;
        // Dictionary rows: basic variable = b − Σ a · nonbasic. Column n is the artificial variable of the first phase.
        double[][] rows = new double[m][];
        int[] basic = new int[m], nonbasic = new int[n + 1];
        for (int i = 0; i < m; i++)
        {
            rows[i] = [.. a[i], -1, b[i]];
            basic[i] = n + 1 + i;
        }

        for (int j = 0; j <= n; j++)
        {
            nonbasic[j] = j;
        }

        int worst = m == 0 ? -1 : Enumerable.Range(0, m).MinBy(i => b[i]);
        if (m > 0 && b[worst] < 0)
        {
            double[] auxiliary = new double[n + 2];
            auxiliary[n] = 1;
            Pivot(rows, auxiliary, basic, nonbasic, worst, n);
            Optimize(rows, auxiliary, basic, nonbasic, -1);
            if (-auxiliary[n + 1] > 1e-9)
            {
                return new SimplexResult(double.NaN, [], Multipliers(auxiliary, nonbasic, n, m), IsInfeasible: true, IsUnbounded: false);
            }

            int at = Array.IndexOf(basic, n);
            if (at >= 0)
            {
                // Degenerate: the artificial variable is basic at 0.
                int column = Enumerable.Range(0, n + 1).MaxBy(j => Math.Abs(rows[at][j]));
                Pivot(rows, auxiliary, basic, nonbasic, at, column);
            }
        }

        double[] objective = new double[n + 2];
        for (int j = 0; j <= n; j++)
        {
            objective[j] = nonbasic[j] < n ? c[nonbasic[j]] : 0;
        }

        for (int i = 0; i < m; i++)
        {
            if (basic[i] < n)
            {
                double factor = c[basic[i]];
                for (int j = 0; j <= n + 1; j++)
                {
                    objective[j] -= factor * rows[i][j];
                }
            }
        }

        bool isBounded = Optimize(rows, objective, basic, nonbasic, n);
        double[] x = new double[n];
        for (int i = 0; i < m; i++)
        {
            if (basic[i] < n)
            {
                x[basic[i]] = rows[i][n + 1];
            }
        }

        return new SimplexResult(-objective[n + 1], x, Multipliers(objective, nonbasic, n, m), IsInfeasible: false, IsUnbounded: !isBounded);
    }

    // y = −(reduced cost of the row's slack), at most 0.
    private static double[] Multipliers(double[] objective, int[] nonbasic, int n, int m)
    {
        double[] y = new double[m];
        for (int j = 0; j <= n; j++)
        {
            if (nonbasic[j] > n)
            {
                y[nonbasic[j] - n - 1] = -objective[j];
            }
        }

        return y;
    }

    /// <summary>Pivots until no cost is negative; the objective's last entry is minus the value.</summary>
    /// <returns>False where there is no least value.</returns>
    private static bool Optimize(double[][] rows, double[] objective, int[] basic, int[] nonbasic, int excluded)
    {
        int last = objective.Length - 1;
        while (true)
        {
            int enter = -1;
            for (int j = 0; j < last; j++)
            {
                if (nonbasic[j] != excluded && objective[j] < -Epsilon && (enter < 0 || nonbasic[j] < nonbasic[enter]))
                {
                    enter = j;
                }
            }

            if (enter < 0)
            {
                return true;
            }

            int leave = -1;
            double ratio = double.PositiveInfinity;
            for (int i = 0; i < rows.Length; i++)
            {
                if (rows[i][enter] > Epsilon)
                {
                    double r = rows[i][last] / rows[i][enter];
                    if (leave < 0 || r < ratio - 1e-13 || (r <= ratio && basic[i] < basic[leave]))
                    {
                        (leave, ratio) = (i, r);
                    }
                }
            }

            if (leave < 0)
            {
                return false;
            }

            Pivot(rows, objective, basic, nonbasic, leave, enter);
        }
    }

    private static void Pivot(double[][] rows, double[] objective, int[] basic, int[] nonbasic, int leave, int enter)
    {
        double[] pivot = rows[leave];
        double p = pivot[enter];
        for (int j = 0; j < pivot.Length; j++)
        {
            pivot[j] = j == enter ? 1 / p : pivot[j] / p;
        }

        foreach (double[] row in (double[][])[.. rows.Where(r => !ReferenceEquals(r, pivot)), objective])
        {
            double factor = row[enter];
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = j == enter ? -factor * pivot[j] : row[j] - (factor * pivot[j]);
            }
        }

        (basic[leave], nonbasic[enter]) = (nonbasic[enter], basic[leave]);
    }
}
