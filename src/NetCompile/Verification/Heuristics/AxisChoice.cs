namespace NetCompile.Verification;

/// <summary>Chooses the input to cut.</summary>
internal static class AxisChoice
{
    /// <summary>The heuristic of that name; smear where the name is about phases or leaves the choice.</summary>
    public static IAxisHeuristic Of(BranchingHeuristic heuristic) => heuristic == BranchingHeuristic.Widest ? new WidestInput() : new SmearInput();

    /// <summary>The input with the best score among those that can still be cut; −1 where there is none.</summary>
    /// <param name="heuristic">Scores the inputs.</param>
    /// <param name="lower">Lower ends of the box.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="whole">The whole region.</param>
    /// <param name="weights">For each input the sum of the magnitudes of its coefficients; null where none were computed.</param>
    /// <param name="depth">Splits above the box.</param>
    /// <param name="arithmetic">Decides how small an interval may get.</param>
    public static int Choose(IAxisHeuristic heuristic, double[] lower, double[] upper, InputBox whole, double[]? weights, int depth, Arithmetic arithmetic)
    {
        int best = -1;
        double bestScore = double.NegativeInfinity;
        for (int j = 0; j < lower.Length; j++)
        {
            if (!InputSplit.IsPossible(lower[j], upper[j], arithmetic))
            {
                continue;
            }

            double score = heuristic.Score(j, upper[j] - lower[j], whole.Upper[j] - whole.Lower[j], weights is null ? double.NaN : weights[j], depth);
            if (score > bestScore || best < 0)
            {
                best = j;
                bestScore = score;
            }
        }

        return best;
    }
}
