namespace NetCompile.Propagation;

/// <summary>
/// α-CROWN (Xu et al., 2021): backward substitution whose lower functions <c>α a</c> of unstable neurons, <c>α ∈ [0, 1]</c> (<c>[ε, 1]</c> for leaky ReLU), are chosen by projected gradient ascent,
/// for each bound separately: of the outputs and of every unstable pre-activation before them. [PT] §4.4.3.
/// </summary>
/// <remarks>
/// Starts from CROWN's slopes and keeps CROWN's bounds where they are better, so it is never looser than <see cref="CrownMethod"/>. The gradient of a row's bound with respect to <c>α_k</c> is
/// <c>max(A_k, 0) a_k*</c>, <c>a*</c> the values at the input that attains the bound. Each step's bound is evaluated outward-rounded: any slopes are sound.
/// </remarks>
internal sealed class AlphaCrownMethod : IBoundMethod
{
    public const int DefaultIterations = 20;

    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range) => Optimize(w, box, range, []);

    /// <summary>The same under phase decisions, each with a multiplier: <see cref="BetaCrownMethod"/>.</summary>
    public static void Optimize(BoundsWorkspace w, BoundTask box, OutputRange range, PhaseDecision[] decisions)
    {
        CrownMethod.BoundTwice(w, box, range, SlopePolicy.Adaptive);
        if (w.Overflow)
        {
            return;
        }

        CancellationToken cancellation = box.Options.Cancellation;
        int iterations = box.Options.Iterations ?? DefaultIterations, count = w.Tables.PreActivationCount;
        double[] lower = new double[count], upper = new double[count];
        BoxBounds.CopyPreActivations(w, lower, upper);
        double[] wholeLower = (double[])lower.Clone(), wholeUpper = (double[])upper.Clone();
        foreach (PhaseDecision d in decisions)
        {
            int at = Index(w, d);
            (lower[at], upper[at]) = d.IsActive ? (Math.Max(lower[at], 0), upper[at]) : (lower[at], Math.Min(upper[at], 0));
        }

        // One thread, for callers who bound boxes in parallel.
        new PreActivationOptimizer(w.Runner, w.Arithmetic, iterations, 1, () => cancellation.IsCancellationRequested).Tighten(box.Lower, box.Upper, lower, upper);
        cancellation.ThrowIfCancellationRequested();
        foreach (PhaseDecision d in decisions)
        {
            // A neuron that the workspace holds as stable gets no multiplier (RowRelaxations.Fix): these are to have theirs.
            int at = Index(w, d);
            (lower[at], upper[at]) = d.IsActive ? (wholeLower[at], upper[at]) : (lower[at], wholeUpper[at]);
        }

        BoxBounds.Compute(w, box.Lower, box.Upper, new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive), lower, upper);
        CrownPropagation.BoundAll(w, w.Runner.Model.Output, intersect: true);
        range.Take(w);
        if (w.Overflow)
        {
            return;
        }

        using OutputAscent ascent = new(w, box, range);
        PhaseDecision[] open = [.. decisions.Where(d => IsOpen(w, d))];
        for (int first = 0; first < w.Runner.Model.OutputCount; first += OutputRows.Elements)
        {
            ascent.Run(first, iterations, open);
        }
    }

    /// <summary>Whether the neuron is not stably inactive on the whole box: then a decision says nothing, or nothing meets it.</summary>
    private static unsafe bool IsOpen(BoundsWorkspace w, PhaseDecision d) => w.Upper(w.Runner.Model.Operators[d.Operator].Sources[0])[d.Neuron] > 0;

    private static int Index(BoundsWorkspace w, PhaseDecision d) => w.Tables.PreActivationOffset[w.Runner.Model.Operators[d.Operator].Sources[0]] + d.Neuron;
}
