namespace NetCompile.Generator.Diagnostics;

/// <summary>The categories of the diagnostics, one per block of ids. An id is never used again for another rule.</summary>
internal static class Category
{
    /// <summary>NC00xx: the declaration as C#.</summary>
    public const string Declaration = "NetCompile.Declaration";

    /// <summary>NC01xx: the model file or the layers.</summary>
    public const string Model = "NetCompile.Model";

    /// <summary>NC02xx: inputs, outputs and their ranges.</summary>
    public const string Bounds = "NetCompile.Bounds";

    /// <summary>NC03xx: properties.</summary>
    public const string Properties = "NetCompile.Properties";

    /// <summary>NC04xx: what is generated.</summary>
    public const string Emission = "NetCompile.Emission";

    /// <summary>NC05xx: what is proved, refuted or found about properties.</summary>
    public const string Proofs = "NetCompile.Proofs";

    /// <summary>NC09xx: NetCompile itself.</summary>
    public const string Internal = "NetCompile.Internal";
}
