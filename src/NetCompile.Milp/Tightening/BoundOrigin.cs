namespace NetCompile.Milp;

/// <summary>Which method proved a bound, from the cheapest to the dearest.</summary>
public enum BoundOrigin
{
    /// <summary>Interval arithmetic.</summary>
    Interval,

    /// <summary>The closed form over the intersection of a box and an ℓ1 ball; first layer only.</summary>
    L1Ball,

    /// <summary>Symbolic intervals.</summary>
    Symbolic,

    /// <summary>CROWN.</summary>
    Crown,

    /// <summary>α-CROWN.</summary>
    AlphaCrown,

    /// <summary>A linear program over the encoding so far, rebuilt from its dual.</summary>
    Lp,

    /// <summary>A branch and bound over the encoding so far, rebuilt from its duals.</summary>
    Milp,

    /// <summary>Stated by the user; not proved.</summary>
    Stated,
}
