namespace NetCompile.Milp;

/// <summary>What a solver takes as it is; the rest is reformulated before it gets the model.</summary>
[Flags]
public enum MilpFeatures
{
    /// <summary>Linear programs only.</summary>
    None = 0,

    /// <summary>Integer variables.</summary>
    Integers = 1,

    /// <summary>Indicator constraints.</summary>
    Indicators = 2,

    /// <summary>SOS1 sets.</summary>
    Sos1 = 4,

    /// <summary>Hints are used.</summary>
    Hints = 8,
}
