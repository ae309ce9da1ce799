namespace NetCompile.Propagation;

/// <summary>Bounds elements of an operator by a Lagrangian dual over the bounds that the workspace holds for the operators before it.</summary>
internal static class LagrangianDual
{
    /// <summary>Bounds all elements of operator <paramref name="id"/> and hands each bound to <paramref name="take"/> as (element, lower, upper), after every step.</summary>
    /// <param name="w">Bounds and relaxations; its slopes are the starting point.</param>
    /// <param name="dual">Says which equations are dualised.</param>
    /// <param name="id">The operator.</param>
    /// <param name="iterations">Ascent steps; 0 to evaluate the starting point only.</param>
    /// <param name="cancellation">Asked before each evaluation.</param>
    /// <param name="take">Receives sound bounds.</param>
    public static void Bound(BoundsWorkspace w, DualVariables dual, int id, int iterations, CancellationToken cancellation, Action<int, double, double> take)
    {
        for (int first = 0; first < w.Tables.Width[id]; first += OutputRows.Elements)
        {
            for (int i = 0; i <= iterations; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                int rows = OutputRows.Seed(w, id, first, out int from);
                DualBackwardPass evaluate = new(w, dual, rows, id, isStart: i == 0);
                w.Runner.PropagateBack(ref evaluate, from);
                evaluate.Finish();
                for (int t = 0; t < rows / 2; t++)
                {
                    take(first + t, OutputRows.Bound(w, 2 * t), -OutputRows.Bound(w, (2 * t) + 1));
                }

                if (i < iterations)
                {
                    DualAscentPass ascend = new(w, dual, rows, id, new DualStep(i));
                    w.Runner.Propagate(ref ascend);
                }
            }
        }
    }
}
