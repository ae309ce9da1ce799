namespace NetCompile.Milp;

/// <summary>
/// Looks for a proof of infeasibility where the LP solver gave none: <c>min Σ p_i + q_i</c> subject to <c>lower_i ≤ a_i·x + p_i − q_i ≤ upper_i</c>, <c>p, q ≥ 0</c>, is always feasible, and where the rows contradict the
/// box its dual solution is a Farkas certificate.
/// </summary>
internal sealed class PhaseOneProgram : IDisposable
{
    private readonly LpSession _session;
    private readonly int _columns;

    public PhaseOneProgram(LpSolver solver, SearchProblem problem)
    {
        ProgramRows rows = problem.Rows;
        MilpModel model = new("phase one");
        _columns = rows.ColumnCount;
        for (int j = 0; j < _columns; j++)
        {
            model.AddVariable(problem.Model.ColumnLower[j], problem.Model.ColumnUpper[j]);
        }

        MilpVariable[] slacks = model.AddVariables(2 * rows.RowCount, 0, double.PositiveInfinity);
        for (int i = 0; i < rows.RowCount; i++)
        {
            Range terms = rows.Starts[i]..rows.Starts[i + 1];
            model.AddRow(
                rows.Lower[i], [.. rows.Columns[terms], slacks[2 * i].Index, slacks[(2 * i) + 1].Index], [.. rows.Coefficients[terms], 1, -1], rows.Upper[i]);
        }

        double[] ones = new double[slacks.Length];
        Array.Fill(ones, 1);
        model.Minimize(MilpExpression.Dot(ones, slacks));
        _session = solver.Open(model);
    }

    /// <summary>Multipliers of the rows that may prove that nothing in the box meets them.</summary>
    public (double[] Ray, long Iterations) Solve(double[] lower, double[] upper, LpOptions options, CancellationToken cancellation)
    {
        for (int j = 0; j < _columns; j++)
        {
            _session.SetColumnBounds(j, lower[j], upper[j]);
        }

        _session.Solve(options, cancellation);
        return (_session.RowDuals.ToArray(), _session.Iterations);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
