namespace NetCompile.Propagation;

/// <summary>Bounds elements of an operator by a Lagrangian dual over the bounds that the workspace holds for the operators before it.</summary>
internal static class LagrangianDual
{
    /// <summary>Small: it starts near the optimum, and a multiplier that is off costs its error times a whole box.</summary>
    private const double FirstStep = 0.01;

    /// <summary>Bounds up to <see cref="OutputRows.Elements"/> elements of operator <paramref name="id"/> and hands each bound to <paramref name="take"/> as (element, lower, upper), after every step.</summary>
    /// <param name="w">Bounds and relaxations.</param>
    /// <param name="dual">Says which equations are dualised.</param>
    /// <param name="id">The operator.</param>
    /// <param name="first">The first element.</param>
    /// <param name="start">The starting point.</param>
    /// <param name="iterations">Ascent steps; 0 to evaluate the starting point only.</param>
    /// <param name="cancellation">Asked before each evaluation.</param>
    /// <param name="take">Receives sound bounds.</param>
    public static void Bound(
        BoundsWorkspace w, DualVariables dual, int id, int first, DualStart start, int iterations, CancellationToken cancellation, Action<int, double, double> take)
    {
        for (int i = 0; i <= iterations; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = OutputRows.Seed(w, id, first, out int from);
            DualBackwardPass evaluate = new(w, dual, rows, id, i == 0 ? start : default);
            w.Runner.PropagateBack(ref evaluate, from);
            evaluate.Finish();
            for (int t = 0; t < rows / 2; t++)
            {
                take(first + t, OutputRows.Bound(w, 2 * t), -OutputRows.Bound(w, (2 * t) + 1));
            }

            if (i < iterations)
            {
                DualAscentPass ascend = new(w, dual, rows, id, new DualStep(i, FirstStep));
                w.Runner.Propagate(ref ascend);
            }
        }
    }

    /// <summary>Evaluates the dual at the workspace's slopes for all elements of an operator.</summary>
    public static void Evaluate(BoundsWorkspace w, DualVariables dual, int id, CancellationToken cancellation, Action<int, double, double> take)
    {
        for (int first = 0; first < w.Tables.Width[id]; first += OutputRows.Elements)
        {
            Bound(w, dual, id, first, DualStart.Shared, 0, cancellation, take);
        }
    }
}
