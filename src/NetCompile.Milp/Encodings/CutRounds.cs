namespace NetCompile.Milp;

/// <summary>Rounds of separation at the root: solve the relaxation, add the cuts it violates, solve again.</summary>
/// <remarks>[PT] §4.3: the cuts of eq. (7b) make big-M ideal, those of eq. (9) the triangle the projected hull. Every cut is valid whatever the solver's numbers are: they only choose which.</remarks>
public static class CutRounds
{
    /// <summary>Adds cuts to a model as rows.</summary>
    /// <param name="model">The model, with its objective: cuts are found where its relaxation is best.</param>
    /// <param name="separators">What finds cuts, from <see cref="EncodedNetwork.Separators"/>.</param>
    /// <param name="solver">Solves the relaxations.</param>
    /// <param name="maximumRounds">At most so many; 20 by default.</param>
    /// <param name="tolerance">The least violation of a cut.</param>
    /// <param name="cancellation">Ends the rounds early; cuts found so far stay.</param>
    /// <returns>The number of rounds that added cuts, the number of cuts that stayed, and the relaxation's objective before and after, as the solver computed it.</returns>
    public static CutRoundsResult Add(
        MilpModel model, IReadOnlyList<ICutSeparator> separators, LpSolver solver, int maximumRounds = 20, double tolerance = 1e-6, CancellationToken cancellation = default)
    {
        if (separators.Count == 0)
        {
            return new CutRoundsResult(0, 0, double.NaN, double.NaN);
        }

        using LpSession session = solver.Open(model);
        int sign = model.IsMaximization ? -1 : 1, rounds = 0;
        if (session.Solve(cancellation: cancellation) != LpStatus.Optimal)
        {
            return new CutRoundsResult(0, 0, double.NaN, double.NaN);
        }

        double before = sign * session.Objective, after = before;
        List<Cut> cuts = [];
        while (rounds < maximumRounds && !cancellation.IsCancellationRequested)
        {
            int found = AddViolated(session, separators, tolerance, cuts);
            if (found == 0)
            {
                break;
            }

            rounds++;
            if (session.Solve(cancellation: cancellation) != LpStatus.Optimal)
            {
                break;
            }

            after = sign * session.Objective;
        }

        return new CutRoundsResult(rounds, Keep(model, session, cuts), before, after);
    }

    private static int AddViolated(LpSession session, IReadOnlyList<ICutSeparator> separators, double tolerance, List<Cut> cuts)
    {
        double[] point = session.Values.ToArray();
        int found = 0;
        foreach (ICutSeparator separator in separators)
        {
            if (separator.Separate(point, tolerance) is { } cut)
            {
                session.AddRow(double.NegativeInfinity, cut.Columns.AsSpan(), cut.Coefficients.AsSpan(), cut.Upper);
                cuts.Add(cut);
                found++;
            }
        }

        return found;
    }

    // Cuts that are slack at the end only slow the search down.
    private static int Keep(MilpModel model, LpSession session, List<Cut> cuts)
    {
        int kept = 0;
        ReadOnlySpan<double> values = session.Values;
        for (int c = 0; c < cuts.Count; c++)
        {
            Cut cut = cuts[c];
            double activity = 0;
            for (int k = 0; k < cut.Columns.Length; k++)
            {
                activity += cut.Coefficients[k] * values[cut.Columns[k]];
            }

            if (activity >= cut.Upper - (1e-6 * Math.Max(1, Math.Abs(cut.Upper))))
            {
                model.AddRow(double.NegativeInfinity, cut.Columns.AsSpan(), cut.Coefficients.AsSpan(), cut.Upper, $"cut{c}");
                kept++;
            }
        }

        return kept;
    }
}
