namespace NetCompile.Verification;

/// <summary>Limits and choices of a verification run.</summary>
public sealed record VerificationOptions
{
    /// <summary>The defaults: no limits, all processors, float32 arithmetic.</summary>
    public static VerificationOptions Default { get; } = new();

    /// <summary>Wall-clock limit; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The most boxes to examine; null for none. With one thread a run that ends by it is deterministic.</summary>
    public long? NodeLimit { get; init; }

    /// <summary>Worker threads; 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>What a <see cref="Verdict.Holds"/> is about.</summary>
    public Arithmetic Arithmetic { get; init; } = Arithmetic.Float32;

    /// <summary>What the search splits.</summary>
    public Branching Branching { get; init; }

    /// <summary>Whether counterexamples are sought at all; without, only proofs and limits end a run. For tests of the proving half.</summary>
    internal bool UseAttacks { get; init; } = true;

    /// <summary>Whether the search leaves a record of its splits and multipliers in <see cref="VerificationResult.Proof"/>, from which a certificate is written.</summary>
    internal bool RecordProof { get; init; }

    /// <summary>The seed of the random starts of the attack.</summary>
    public int Seed { get; init; } = 1;
}
