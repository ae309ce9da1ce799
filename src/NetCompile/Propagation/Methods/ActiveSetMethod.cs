namespace NetCompile.Propagation;

/// <summary>
/// The active-set dual of De Palma et al. (2021) over the ideal formulation of each neuron, [PT] eq. (7b), the cuts of Anderson et al. (2020): starting from the two big-M rows <c>h ≤ U z</c> and
/// <c>h ≤ a − L (1 − z)</c>, separation adds the cut that the running mean of the inner minimisers violates most, and all multipliers ascend; <see cref="CutBackwardPass"/>.
/// </summary>
/// <remarks>
/// The only method here that can be tighter than the triangle program: the bounds lie between it and the exact range. Cuts need a ReLU right after a dense layer; a ReLU after
/// something else has the big-M rows, which project to the triangle, and leaky ReLU and clip have CROWN's lines. Over the bounds of <see cref="CrownMethod"/>, from whose slopes it starts.
/// </remarks>
internal sealed class ActiveSetMethod : IBoundMethod
{
    public const int DefaultIterations = 300;

    /// <summary>Steps between two separations: time for new multipliers to take effect and for the means to follow.</summary>
    private const int SeparationPeriod = 15;

    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range)
    {
        CrownMethod.BoundTwice(w, box, range, SlopePolicy.Adaptive);
        if (w.Overflow)
        {
            return;
        }

        int output = w.Runner.Model.Output, iterations = box.Options.Iterations ?? DefaultIterations;
        int slopeSteps = Math.Min(iterations, LagrangianMethod.SlopeIterations);
        using OutputAscent slopes = new(w, box, range);
        using CutVariables variables = new(w);
        for (int first = 0; first < w.Tables.Width[output]; first += OutputRows.Elements)
        {
            variables.Clear();
            slopes.Run(first, slopeSteps, []);
            for (int i = 0; i <= iterations - slopeSteps; i++)
            {
                box.Options.Cancellation.ThrowIfCancellationRequested();
                int rows = OutputRows.Seed(w, output, first, out int from);
                CutBackwardPass evaluate = new(w, variables, rows, i == 0 ? new DualStart(true, slopes.Slopes) : default);
                w.Runner.PropagateBack(ref evaluate, from);
                for (int t = 0; t < rows / 2; t++)
                {
                    range.Tighten(first + t, CrownPropagation.RowBound(w, 2 * t), -CrownPropagation.RowBound(w, (2 * t) + 1));
                }

                if (i < iterations - slopeSteps)
                {
                    Minimizers(w, variables, rows);
                    CutAscentPass ascend = new(w, variables, rows, output, i, separates: i % SeparationPeriod == SeparationPeriod - 1);
                    w.Runner.Propagate(ref ascend);
                }
            }
        }
    }

    /// <summary>The inputs that attain the rows' minima over the box.</summary>
    private static unsafe void Minimizers(BoundsWorkspace w, CutVariables variables, int rows)
    {
        int stride = w.Tables.Stride[0];
        for (int r = 0; r < rows && w.Touched[0]; r++)
        {
            for (int j = 0; j < w.Tables.Width[0]; j++)
            {
                variables.Value(0)[(r * stride) + j] = w.Coefficients(0)[(r * stride) + j] >= 0 ? w.Lower(0)[j] : w.Upper(0)[j];
            }
        }
    }
}
