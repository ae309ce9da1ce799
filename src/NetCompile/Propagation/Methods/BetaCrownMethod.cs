namespace NetCompile.Propagation;

/// <summary>
/// β-CROWN (Wang et al., 2021): α-CROWN on the part of the box where phase decisions <c>s a ≥ 0</c>, <c>s = ±1</c>, hold; each enters the outputs' rows with a multiplier <c>β ≥ 0</c>,
/// <c>f ≥ f − β s a</c>, that ascends with the slopes. [PT] §4.4.3.
/// </summary>
/// <remarks>
/// A decided neuron is linear, and its bounds end at 0 for all layers after it. With no decisions this is <see cref="AlphaCrownMethod"/>. Where no input meets the decisions every bound is
/// right, and the ascent may drive a lower bound above its upper bound.
/// </remarks>
internal sealed class BetaCrownMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range) =>
        AlphaCrownMethod.Optimize(w, box, range, box.Options.Splits.IsDefaultOrEmpty ? [] : [.. box.Options.Splits.Distinct()]);
}
