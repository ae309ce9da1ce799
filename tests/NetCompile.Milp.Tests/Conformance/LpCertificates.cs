namespace NetCompile.Milp.Tests.Conformance;

/// <summary>Whether what an open linear program says of its last solve is true, by the definitions in <see cref="LpSession"/>.</summary>
internal sealed class LpCertificates(List<(double Lower, int[] Columns, double[] Coefficients, double Upper)> rows, double[] lower, double[] upper, double[] objective, double constant)
{
    private const double Tolerance = 1e-6;

    /// <summary>The program of a model, to be minimised.</summary>
    public static LpCertificates Of(MilpModel model)
    {
        double sign = model.IsMaximization ? -1 : 1;
        List<(double, int[], double[], double)> rows = [];
        for (int i = 0; i < model.RowCount; i++)
        {
            Range terms = model.RowStarts[i]..model.RowStarts[i + 1];
            rows.Add((model.RowLower[i], model.RowColumns[terms].ToArray(), model.RowCoefficients[terms].ToArray(), model.RowUpper[i]));
        }

        return new LpCertificates(rows, model.ColumnLower.ToArray(), model.ColumnUpper.ToArray(), [.. model.Objective.ToArray().Select(c => sign * c)], sign * model.ObjectiveConstant);
    }

    /// <summary>Primal feasibility, dual feasibility with the documented signs, complementary slackness, and equal objectives.</summary>
    public void AssertOptimal(LpSession session)
    {
        double[] x = session.Values.ToArray(), y = session.RowDuals.ToArray();
        Assert.Equal((lower.Length, rows.Count), (x.Length, y.Length));
        double dualObjective = constant;
        double[] d = (double[])objective.Clone();
        for (int i = 0; i < rows.Count; i++)
        {
            double activity = rows[i].Columns.Zip(rows[i].Coefficients, (j, a) => a * x[j]).Sum();
            Assert.InRange(activity, rows[i].Lower - Tolerance, rows[i].Upper + Tolerance);
            double end = y[i] > 0 ? rows[i].Lower : rows[i].Upper;
            if (Math.Abs(y[i]) > Tolerance)
            {
                Assert.True(Math.Abs(activity - end) <= Tolerance * Math.Max(1, Math.Abs(end)), $"Row {i} has the dual {y[i]} and the activity {activity}, not at its end {end}.");
                dualObjective += y[i] * end;
            }

            for (int k = 0; k < rows[i].Columns.Length; k++)
            {
                d[rows[i].Columns[k]] -= y[i] * rows[i].Coefficients[k];
            }
        }

        for (int j = 0; j < x.Length; j++)
        {
            Assert.InRange(x[j], lower[j] - Tolerance, upper[j] + Tolerance);
            double bound = d[j] > 0 ? lower[j] : upper[j];
            if (Math.Abs(d[j]) > Tolerance)
            {
                Assert.True(Math.Abs(x[j] - bound) <= Tolerance * Math.Max(1, Math.Abs(bound)), $"Column {j} has the reduced cost {d[j]} and the value {x[j]}, not at its bound {bound}.");
                dualObjective += d[j] * bound;
            }
        }

        double primal = constant + objective.Zip(x, (c, v) => c * v).Sum();
        Assert.Equal(primal, session.Objective, 1e-7 * Math.Max(1, Math.Abs(primal)));
        Assert.Equal(primal, dualObjective, 1e-5 * Math.Max(1, Math.Abs(primal)));
    }

    /// <summary>The ray's combination of rows is met by no point of the column bounds.</summary>
    public void AssertRay(ReadOnlySpan<double> ray)
    {
        Assert.Equal(rows.Count, ray.Length);
        double least = 0;
        double[] combined = new double[lower.Length];
        for (int i = 0; i < rows.Count; i++)
        {
            double y = ray[i];
            least += y > 0 ? y * rows[i].Lower : y < 0 ? y * rows[i].Upper : 0;
            for (int k = 0; k < rows[i].Columns.Length; k++)
            {
                combined[rows[i].Columns[k]] += y * rows[i].Coefficients[k];
            }
        }

        double most = 0;
        for (int j = 0; j < lower.Length; j++)
        {
            // The rounding of a combination that is zero in exact arithmetic counts where the bound is infinite.
            double bound = combined[j] > 0 ? upper[j] : lower[j];
            most += Math.Abs(combined[j]) <= 1e-9 && double.IsInfinity(bound) ? 0 : combined[j] == 0 ? 0 : combined[j] * bound;
        }

        Assert.True(least > most, $"The ray proves nothing: the rows ask for at least {least}, the bounds allow {most}.");
    }
}
