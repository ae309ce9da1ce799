namespace NetCompile.Propagation;

/// <summary>What a <see cref="RefiningPass{TBounds}"/> does for a value that feeds an activation.</summary>
internal interface IPreActivationBounds
{
    /// <summary>Improves the bounds that the workspace holds for operator <paramref name="id"/>; those of all operators before it are final.</summary>
    void Refine(int id);
}
