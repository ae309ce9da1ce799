namespace NetCompile.Propagation;
internal sealed class AlphaCrownMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range) { }
}
internal sealed class BetaCrownMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range) { }
}
