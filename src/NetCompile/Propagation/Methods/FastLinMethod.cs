namespace NetCompile.Propagation;

/// <summary>
/// Fast-Lin (Weng et al., 2018): backward substitution with parallel functions, <c>s a ≤ ρ(a) ≤ s (a − L)</c>, <c>s = U/(U − L)</c>. [PT] §4.4.3.
/// Leaky ReLU has the chord's slope in place of <c>s</c>; clip keeps the chords of CROWN, which no slope choice affects.
/// </summary>
internal sealed class FastLinMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range) => CrownMethod.BoundTwice(w, box, range, SlopePolicy.Parallel);
}
