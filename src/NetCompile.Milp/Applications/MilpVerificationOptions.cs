using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>Choices of a <see cref="MilpVerifier"/>.</summary>
public sealed record MilpVerificationOptions
{
    /// <summary>The formulation; exact ones decide, relaxations only ever prove.</summary>
    public ReluEncoding Encoding { get; init; } = ReluEncoding.BigM;

    /// <summary>How pre-activations are bounded; its arithmetic is that of <see cref="Arithmetic"/>, whatever it says.</summary>
    public TighteningOptions Tightening { get; init; } = TighteningOptions.Default;

    /// <summary>Solves the models. Null for the branch and bound of this library over <see cref="LinearSolver"/>, the only one whose bounds are proofs.</summary>
    public MilpSolver? Solver { get; init; }

    /// <summary>Solves linear programs: those of the branch and bound, of cut rounds and of bound tightening. Null where <see cref="Solver"/> is there and nothing else needs it.</summary>
    public LpSolver? LinearSolver { get; init; }

    /// <summary>Whether what <see cref="Solver"/> claims to hold is then proved by the branch and bound of this library; needs <see cref="LinearSolver"/>.</summary>
    public bool ProvesClaims { get; init; }

    /// <summary>Which network the answer is about.</summary>
    public Arithmetic Arithmetic { get; init; } = Arithmetic.Float32;

    /// <summary>Wall-clock time of everything; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Threads of solvers that have them.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Receives the solvers' logs.</summary>
    public Action<string>? Log { get; init; }
}
