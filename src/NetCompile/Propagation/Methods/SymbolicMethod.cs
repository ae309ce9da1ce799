namespace NetCompile.Propagation;

/// <summary>
/// Linear lower and upper functions of the input, propagated forward and intersected with intervals at every operator: <see cref="SymbolicPropagation"/>. Cost <c>O(n₀)</c> per weight. [PT] §4.4.3.
/// </summary>
internal sealed class SymbolicMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range)
    {
        box.Propagate(w, new BoundsSettings(UseSymbolic: true, UseCrown: false, SlopePolicy.Adaptive));
        range.Take(w);
    }
}
