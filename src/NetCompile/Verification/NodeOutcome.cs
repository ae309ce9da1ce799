namespace NetCompile.Verification;

/// <summary>What examining a box gave.</summary>
internal enum NodeOutcome
{
    /// <summary>No input of the box violates the property: proved.</summary>
    Proved,

    /// <summary>Undecided; the box was split and its halves are to be examined.</summary>
    Split,

    /// <summary>Not examined: what it is part of is searched anew with tighter bounds.</summary>
    Superseded,

    /// <summary>A confirmed counterexample was found.</summary>
    Violated,

    /// <summary>Undecided, and the box is too small to split.</summary>
    TooSmall,

    /// <summary>Undecided because bounds overflowed, and the box is too small to split.</summary>
    Overflowed,
}
