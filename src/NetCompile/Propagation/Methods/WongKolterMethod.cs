namespace NetCompile.Propagation;

/// <summary>
/// The dual network of Wong and Kolter (2018): <c>ν_K = −c</c>, <c>ν̂_k = W^{k}ᵀ ν_{k+1}</c>, <c>ν_k = D_k ν̂_k</c> with <c>D</c> 0, 1 and <c>U/(U − L)</c> for inactive, active and unstable neurons,
/// gives <c>c·h ≥ −Σ b^k·ν_{k+1} − max_x x·ν̂_1 + Σ_{unstable} L [ν]₊</c>; the bounds of every layer come the same way. [PT] §4.4.3, dual bounds.
/// </summary>
/// <remarks>
/// Computed as the point of the Lagrangian dual with <c>λ = ν̂</c> and <c>μ = ν</c>, at which its inner minima are the terms above; in exact arithmetic the result is Fast-Lin's. Leaky ReLU
/// and clip enter with the chord's slope. Once as it stands and once with every layer intersected with intervals, as <see cref="CrownMethod.BoundTwice"/>.
/// </remarks>
internal sealed unsafe class WongKolterMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range)
    {
        using DualVariables dual = new(w, splitsActivations: true);
        foreach (bool isPlain in (bool[])[true, false])
        {
            // Sets the input's bounds; the pass repeats the intervals with the dual's bounds of the sources.
            box.Propagate(w, new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Parallel));
            if (w.Overflow)
            {
                return;
            }

            ForwardPass intervals = new(w, new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Parallel), null, null);
            RefiningPass<DualBounds> pass = new(w, intervals, new DualBounds(w, dual, isPlain, box.Options.Cancellation));
            w.Runner.Propagate(ref pass);
            LagrangianDual.Evaluate(w, dual, w.Runner.Model.Output, box.Options.Cancellation, range.Tighten);
            range.Take(w);
        }
    }

    private readonly struct DualBounds(BoundsWorkspace w, DualVariables dual, bool isPlain, CancellationToken cancellation) : IPreActivationBounds
    {
        public void Refine(int id)
        {
            double* least = w.Lower(id);
            double* greatest = w.Upper(id);
            bool replaces = isPlain;
            LagrangianDual.Evaluate(w, dual, id, cancellation, (k, lower, upper) =>
            {
                least[k] = replaces || lower > least[k] ? lower : least[k];
                greatest[k] = replaces || upper < greatest[k] ? upper : greatest[k];
            });
        }
    }
}
