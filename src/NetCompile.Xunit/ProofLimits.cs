using NetCompile.Verification;

namespace NetCompile.Xunit;

/// <summary>What a proof may take, and what counts as one.</summary>
/// <param name="TimeLimit">Seconds.</param>
/// <param name="NodeLimit">Boxes; 0 for any number.</param>
/// <param name="Threads">Threads; 0 for one per processor.</param>
/// <param name="AllowVacuous">Whether a property about no input passes.</param>
internal sealed record ProofLimits(double TimeLimit, long NodeLimit, int Threads, bool AllowVacuous)
{
    public static ProofLimits Default { get; } = new(60, 0, 0, false);

    /// <summary>The same as the engine takes it.</summary>
    public VerificationOptions ToOptions() => new()
    {
        TimeLimit = TimeSpan.FromSeconds(TimeLimit),
        NodeLimit = NodeLimit == 0 ? null : NodeLimit,
        Threads = Threads,
    };
}
