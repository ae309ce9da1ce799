namespace NetCompile.Propagation;

/// <summary>
/// The Lagrangian dual of Dvijotham et al. (2018): both <c>a^k = W^k h^{k−1} + b^k</c> (multipliers <c>μ</c>) and <c>h^k = σ(a^k)</c> (<c>λ</c>) are dualised, and every
/// value keeps only its bounds: <c>max_{μ,λ} Σ_k min_a (λ^k σ(a) − μ^k a) + Σ_k min_h (Wᵀμ^{k+1} − λ^k) h + min_x (Wᵀμ¹) x + const</c>. [PT] §4.4.3, dual bounds.
/// </summary>
/// <remarks>
/// Its optimum is the triangle linear program over the same bounds (those of <see cref="CrownMethod"/>), from whose slopes it starts. On a general graph the equations of all activations and of
/// all values they read are dualised; <see cref="DualBackwardPass"/>.
/// </remarks>
internal sealed class LagrangianMethod : IBoundMethod
{
    /// <summary>Supergradient steps close most of what there is to gain by then.</summary>
    public const int DefaultIterations = 200;

    /// <summary>
    /// The first steps move slopes only: on that surface the ascent is smooth and fast, and every point of it is a dual point. Moving multipliers one by one pays off after that.
    /// </summary>
    public const int SlopeIterations = 40;

    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range) => Optimize(w, box, range, splitsActivations: true);

    /// <summary>The outputs' bounds from a dual of either kind, over CROWN's bounds of everything before.</summary>
    public static void Optimize(BoundsWorkspace w, BoundTask box, OutputRange range, bool splitsActivations)
    {
        CrownMethod.BoundTwice(w, box, range, SlopePolicy.Adaptive);
        if (w.Overflow)
        {
            return;
        }

        int output = w.Runner.Model.Output, iterations = box.Options.Iterations ?? DefaultIterations, slopeSteps = Math.Min(iterations, SlopeIterations);
        using OutputAscent slopes = new(w, box, range);
        using DualVariables dual = new(w, splitsActivations);
        for (int first = 0; first < w.Tables.Width[output]; first += OutputRows.Elements)
        {
            slopes.Run(first, slopeSteps, []);
            LagrangianDual.Bound(w, dual, output, first, new DualStart(true, slopes.Slopes), iterations - slopeSteps, box.Options.Cancellation, range.Tighten);
        }
    }
}
