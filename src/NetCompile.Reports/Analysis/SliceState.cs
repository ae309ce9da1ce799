namespace NetCompile.Reports.Analysis;

/// <summary>What is proved of a box.</summary>
internal enum SliceState
{
    /// <summary>Neither of the others is proved.</summary>
    Undecided,

    /// <summary>The property holds at every point of it.</summary>
    Proved,

    /// <summary>The property is violated at every point of it.</summary>
    Violated,
}
