namespace NetCompile.Propagation;

/// <summary>
/// DeepZ (Singh et al., 2018): every value is an affine form <c>c + Σ_g G_g ε_g</c>, <c>|ε_g| ≤ 1</c>; the inputs have a symbol each, and each unstable neuron adds one, with
/// <c>ρ(a) ∈ s a − ½ s L + ½ s L ε</c>, <c>s = U/(U − L)</c>: the parallel band between <c>s a</c> and <c>s (a − L)</c>. [PT] §4.4.3, row DeepZ.
/// </summary>
/// <remarks>
/// The same with the chord's slope for leaky ReLU and clip: <see cref="PiecewiseActivation.Band"/>. Bounds of every operator are intersected with intervals before they are used.
/// Cost: the number of symbols per weight.
/// </remarks>
internal sealed class ZonotopeMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range)
    {
        // Sets the input's bounds and the first relaxations; the pass below repeats the intervals with the zonotope's bounds of the sources.
        box.Propagate(w, new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Parallel));
        if (w.Overflow)
        {
            return;
        }

        using ZonotopeForms forms = new(w);
        ZonotopePass pass = new(w, forms, box.Options.Cancellation);
        w.Runner.Propagate(ref pass);
        range.Take(w);
    }
}
