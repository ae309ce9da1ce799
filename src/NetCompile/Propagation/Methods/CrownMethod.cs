namespace NetCompile.Propagation;

/// <summary>
/// CROWN / DeepPoly: backward substitution with the lower function <c>α a</c>, <c>α = 1</c> where <c>U &gt; −L</c> else 0, and the upper function <c>s (a − L)</c>, <c>s = U/(U − L)</c>. [PT] §4.4.3.
/// </summary>
internal sealed class CrownMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range) => BoundTwice(w, box, range, SlopePolicy.Adaptive);

    /// <summary>
    /// The substitution as it is usually defined, and the one whose every neuron is intersected with intervals. Tighter neurons can flip an adaptive slope and so loosen an output now and
    /// then; only both together are never looser than either. The workspace holds the second's bounds afterwards.
    /// </summary>
    public static void BoundTwice(BoundsWorkspace w, BoundTask box, OutputRange range, SlopePolicy slopes)
    {
        foreach (bool isPlain in (bool[])[true, false])
        {
            box.Propagate(w, new BoundsSettings(UseSymbolic: false, UseCrown: true, slopes, isPlain));
            CrownPropagation.BoundAll(w, w.Runner.Model.Output, intersect: true);
            range.Take(w);
        }
    }
}
