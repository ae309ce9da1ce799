using NetCompile.Certificates;

namespace NetCompile.Verification;

/// <summary>A verdict with its evidence and what it took.</summary>
public sealed record VerificationResult
{
    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The counterexample of a violated property, else null.</summary>
    public Counterexample? Counterexample { get; init; }

    /// <summary>Why the verdict is unknown.</summary>
    public UnknownReason Reason { get; init; }

    /// <summary>True where the verdict is <see cref="Verdict.Holds"/> only because no input satisfies the property's conditions: the region is empty.</summary>
    public bool IsVacuous { get; init; }

    /// <summary>What the verdict is about.</summary>
    public Arithmetic Arithmetic { get; init; }

    /// <summary>The property's name.</summary>
    public string PropertyName { get; init; } = "";

    /// <summary>What is left to do, where <see cref="VerificationOptions.KeepCheckpoint"/> asked for it and the run was stopped, else null.</summary>
    public VerificationCheckpoint? Checkpoint { get; init; }

    /// <summary>Wall-clock time; a resumed run counts its earlier parts here and below.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Where the threads spent their time.</summary>
    public WorkTimes Work { get; init; }

    /// <summary>Boxes examined.</summary>
    public long Boxes { get; init; }

    /// <summary>The depth of the deepest box.</summary>
    public int Depth { get; init; }

    /// <summary>How each case that is not empty was proved, by its index in the property; null where <see cref="VerificationOptions.RecordProof"/> was not set or nothing was proved.</summary>
    internal IReadOnlyDictionary<int, ProofNode>? Proof { get; init; }

    /// <summary>One line for people, for example <c>FarAwayIsClear: holds in float32 arithmetic (12 boxes, 3.1 ms)</c>.</summary>
    public override string ToString()
    {
        string verdict = Verdict switch
        {
            Verdict.Holds => IsVacuous ? "holds vacuously (the region is empty)" : "holds",
            Verdict.Violated => "violated",
            _ => $"unknown ({Reason})",
        };
        string arithmetic = Arithmetic == Arithmetic.Float32 ? "float32" : "real";
        return FormattableString.Invariant($"{PropertyName}: {verdict} in {arithmetic} arithmetic ({Boxes:#,0} {(Boxes == 1 ? "box" : "boxes")}, {Elapsed.TotalMilliseconds:0.0} ms)");
    }
}
