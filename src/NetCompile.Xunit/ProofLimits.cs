using NetCompile.Verification;

namespace NetCompile.Xunit;

/// <summary>What a proof may take, and what counts as one.</summary>
/// <param name="TimeLimit">Seconds.</param>
/// <param name="NodeLimit">Boxes; 0 for any number.</param>
/// <param name="Threads">Threads; 0 for one per processor.</param>
/// <param name="AllowVacuous">Whether a property about no input passes.</param>
internal sealed record ProofLimits(double TimeLimit, long NodeLimit, int Threads, bool AllowVacuous)
{
    private const double MostSeconds = 4_000_000;

    public static ProofLimits Default { get; } = new(60, 0, 0, false);

    /// <summary>These limits.</summary>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
    public ProofLimits Checked() =>
        !(TimeLimit > 0 && TimeLimit <= MostSeconds) ? throw new ArgumentException(FormattableString.Invariant($"TimeLimit is {TimeLimit}; it must be more than 0 and at most {MostSeconds} seconds."))
        : NodeLimit < 0 ? throw new ArgumentException($"NodeLimit is {NodeLimit}; it must be at least 0, which stands for any number of boxes.")
        : Threads < 0 ? throw new ArgumentException($"Threads is {Threads}; it must be at least 0, which stands for one per processor.")
        : this;

    /// <summary>The same as the engine takes it.</summary>
    public VerificationOptions ToOptions() => new()
    {
        TimeLimit = TimeSpan.FromSeconds(TimeLimit),
        NodeLimit = NodeLimit == 0 ? null : NodeLimit,
        Threads = Threads,
    };
}
