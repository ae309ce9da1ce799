using NetCompile.Build.Loading;
using NetCompile.Build.Proofs;
using NetCompile.Verification;

namespace NetCompile.Build;

/// <summary>What a build knows of a property in the end.</summary>
/// <param name="Located">The property and its place.</param>
/// <param name="Record">The verdict; null where there is none because the attempt ended with <see cref="Failure"/>.</param>
/// <param name="IsKept">Whether the verdict is one of an earlier build.</param>
internal sealed record ProofOutcome(LocatedProperty Located, ProofRecord? Record, bool IsKept)
{
    /// <summary>Why the property cannot be verified at all.</summary>
    public string? Failure { get; init; }

    /// <summary>What the engine said in this build, without the proof itself; null for a kept verdict.</summary>
    public VerificationResult? Result { get; init; }

    /// <summary>What it means for the build.</summary>
    public OutcomeKind Kind => Record switch
    {
        null => OutcomeKind.Failed,
        { Verdict: Verdict.Violated } => OutcomeKind.Violated,
        { Verdict: Verdict.Unknown } => OutcomeKind.Unknown,
        { Verdict: Verdict.Holds, IsVacuous: true } => OutcomeKind.Vacuous,
        { Verdict: Verdict.Holds } => OutcomeKind.Holds,
        _ => throw new InvalidOperationException($"{Record.Verdict} is no verdict."), // never one that holds
    };
}

/// <summary>What a verdict means for the build.</summary>
internal enum OutcomeKind
{
    /// <summary>Nothing to do.</summary>
    Holds,

    /// <summary>The build fails: NC0511.</summary>
    Violated,

    /// <summary>A warning: NC0512.</summary>
    Unknown,

    /// <summary>The property could not be verified; the build fails: NC0513.</summary>
    Failed,

    /// <summary>A warning: NC0514.</summary>
    Vacuous,
}
