namespace NetCompile.Milp;

/// <summary>What a formulation says which phase a unit is in with; units that are no ReLUs follow it.</summary>
internal enum EncodingFamily
{
    /// <summary>Rows with a big-M.</summary>
    BigM,

    /// <summary>Copies of the inputs for each phase.</summary>
    Extended,

    /// <summary>Indicator constraints.</summary>
    Indicator,

    /// <summary>SOS1 sets.</summary>
    Sos1,

    /// <summary>No phases: a linear relaxation.</summary>
    Relaxation,
}
