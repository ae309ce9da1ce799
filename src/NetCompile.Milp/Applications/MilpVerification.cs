using System.Collections.Immutable;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>What a <see cref="MilpVerifier"/> found.</summary>
public sealed record MilpVerification
{
    /// <summary>Proved, refuted by a confirmed counterexample, or neither. <see cref="Verdict.Holds"/> never rests on a solver's word: every bound behind it was rebuilt from dual solutions with outward rounding.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The solver that says the property holds, where that is not proved; else null. The verdict is then <see cref="Verdict.Unknown"/>.</summary>
    public string? Claimant { get; init; }

    /// <summary>Why the verdict is unknown; empty otherwise.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether the property states no input at all: it holds, and says nothing.</summary>
    public bool IsVacuous { get; init; }

    /// <summary>Whether the limit of time ended it.</summary>
    public bool IsTimeout { get; init; }

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Which network the verdict is about.</summary>
    public required Arithmetic Arithmetic { get; init; }

    /// <summary>The counterexample.</summary>
    public Counterexample? Counterexample { get; init; }

    /// <summary>Every solve, in order; the last one is the counterexample's, if there is one.</summary>
    public ImmutableArray<MilpConjunction> Conjunctions { get; init; } = [];

    /// <summary>The bounds of pre-activations of each case that states inputs, to be saved (<see cref="NeuronBoundsFile"/>) and used again (<see cref="TighteningOptions.Known"/>).</summary>
    public ImmutableArray<NeuronBounds> Bounds { get; init; } = [];

    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; init; }
}
