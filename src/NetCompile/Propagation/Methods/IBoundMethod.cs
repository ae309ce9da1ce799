namespace NetCompile.Propagation;

/// <summary>One way to bound the outputs over a box.</summary>
internal interface IBoundMethod
{
    /// <summary>Tightens <paramref name="range"/>.</summary>
    /// <param name="w">A prepared workspace (<see cref="BoxBounds.Prepare"/>); what it holds afterwards is the method's own.</param>
    /// <param name="box">The box and the options.</param>
    /// <param name="range">Receives what is proved.</param>
    void Bound(BoundsWorkspace w, BoundTask box, OutputRange range);
}
