namespace NetCompile.Generator.Milp;

/// <summary>Where a bound in the generated <c>AddTo</c> comes from.</summary>
internal enum BoundSource
{
    /// <summary>Interval arithmetic, rounded outward.</summary>
    Interval,

    /// <summary>CROWN, rounded outward.</summary>
    Crown,

    /// <summary>A <c>[BigM]</c>: the author's word, not proved.</summary>
    Stated,
}

/// <summary>What the comments call a <see cref="BoundSource"/>.</summary>
internal static class BoundSourceText
{
    public static string Describe(this BoundSource source) => source switch
    {
        BoundSource.Crown => "CROWN",
        BoundSource.Stated => "stated by [BigM]",
        _ => "intervals",
    };
}
