namespace NetCompile.Verification;

/// <summary>What verification found.</summary>
public enum Verdict
{
    /// <summary>Neither proved nor refuted; <see cref="VerificationResult.Reason"/> says why.</summary>
    Unknown,

    /// <summary>Proved with outward-rounded arithmetic for every input of the region (<c>unsat</c> in VNN-LIB's terms).</summary>
    Holds,

    /// <summary>Refuted by a counterexample that the forward pass confirmed (<c>sat</c> in VNN-LIB's terms).</summary>
    Violated,
}

/// <summary>Why a verdict is <see cref="Verdict.Unknown"/>.</summary>
public enum UnknownReason
{
    /// <summary>The verdict is not unknown.</summary>
    None,

    /// <summary>The time limit ended the search.</summary>
    TimeLimit,

    /// <summary>The node limit ended the search.</summary>
    NodeLimit,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>Boxes became too small to split in double precision while still undecided: the property holds or fails only by rounding.</summary>
    Precision,

    /// <summary>Bounds overflowed or became NaN somewhere in the region.</summary>
    NumericalOverflow,

    /// <summary>The open boxes did not fit in <see cref="VerificationOptions.MemoryLimit"/>, although the search went depth first and dropped what it could compute again.</summary>
    MemoryLimit,
}

/// <summary>Which network a verdict is about.</summary>
public enum Arithmetic
{
    /// <summary>The float32 forward pass that ships, for any summation order, with or without fused multiply-add.</summary>
    Float32,

    /// <summary>The idealised network over the real numbers, as other tools mean it.</summary>
    Real,
}
