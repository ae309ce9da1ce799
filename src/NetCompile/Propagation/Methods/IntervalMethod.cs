namespace NetCompile.Propagation;

/// <summary>
/// Interval bound propagation: each operator's range from its sources' ranges; for a dense layer <c>W c ± |W| r</c> with midpoint <c>c</c> and radius <c>r</c>. [PT] §4.4.3, row IBP.
/// </summary>
internal sealed class IntervalMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range)
    {
        box.Propagate(w, new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Adaptive));
        range.Take(w);
    }
}
