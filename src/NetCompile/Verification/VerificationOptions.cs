namespace NetCompile.Verification;

/// <summary>Limits and choices of a verification run.</summary>
public sealed record VerificationOptions
{
    /// <summary>The defaults: no limits, all processors, float32 arithmetic.</summary>
    public static VerificationOptions Default { get; } = new();

    /// <summary>Wall-clock limit of this run; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The most boxes to examine in this run; null for none. With one thread a run that ends by it is deterministic.</summary>
    public long? NodeLimit { get; init; }

    /// <summary>The most bytes that open boxes may hold, with the bounds that they inherit; null for a quarter of the memory that the process may use, at most 2 GiB.</summary>
    /// <remarks>
    /// From half of it on the search goes depth first, which keeps the number of open boxes to the depth of the tree. Where they outgrow it all the same, inherited bounds are dropped
    /// and computed again; where that is not enough, the run ends with <see cref="UnknownReason.MemoryLimit"/>. The working memory of the threads, some tens of megabytes for
    /// most networks, and garbage that is not yet collected come on top; garbage is collected early once the heap has grown by more than the limit.
    /// </remarks>
    public long? MemoryLimit { get; init; }

    /// <summary>Worker threads; 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>What a <see cref="Verdict.Holds"/> is about.</summary>
    public Arithmetic Arithmetic { get; init; } = Arithmetic.Float32;

    /// <summary>What the search splits.</summary>
    public Branching Branching { get; init; }

    /// <summary>How what is split is chosen. One that suits only one kind of splitting also decides <see cref="Verification.Branching.Automatic"/>.</summary>
    public BranchingHeuristic Heuristic { get; init; }

    /// <summary>Nodes after which a ReLU-splitting search tightens the bounds over the whole region for the first time. For tests of what follows.</summary>
    internal long RefineAfter { get; init; } = 1_000;

    /// <summary>Whether counterexamples are sought at all; without, only proofs and limits end a run. For tests of the proving half.</summary>
    internal bool UseAttacks { get; init; } = true;

    /// <summary>Whether the search leaves a record of its splits and multipliers in <see cref="VerificationResult.Proof"/>, from which a certificate is written.</summary>
    internal bool RecordProof { get; init; }

    /// <summary>The seed of the random starts of the attack.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether a run that a limit, the caller or a lack of memory stops keeps what is left to do in <see cref="VerificationResult.Checkpoint"/>.</summary>
    public bool KeepCheckpoint { get; init; }

    /// <summary>Goes on where an earlier run about the same network, property and arithmetic was stopped; null starts anew.</summary>
    public VerificationCheckpoint? ResumeFrom { get; init; }

    /// <summary>Given a checkpoint every <see cref="CheckpointInterval"/>, so that a process that is killed loses little; null for none. All threads wait while it runs.</summary>
    public Action<VerificationCheckpoint>? OnCheckpoint { get; init; }

    /// <summary>How long the search runs between two calls of <see cref="OnCheckpoint"/>; a minute by default.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);
}
