namespace NetCompile.Milp;

/// <summary>Choices of a <see cref="MinimumNormSearch"/>.</summary>
public sealed record MinimumNormOptions
{
    /// <summary>The defaults: ℓ∞, every other label, real arithmetic, CROWN bounds, big-M.</summary>
    public static MinimumNormOptions Default { get; } = new();

    /// <summary>The distance.</summary>
    public InputNorm Norm { get; init; }

    /// <summary>The labels that count; null for every one but that of the centre.</summary>
    public IReadOnlyList<int>? Targets { get; init; }

    /// <summary>An input that is known to be labelled otherwise, to start from; null to let the verification engine's attack look for one. One that is not is passed over.</summary>
    public IReadOnlyList<float>? Start { get; init; }

    /// <summary>How the network is encoded. <see cref="EncodingOptions.Arithmetic"/> says what a lower bound is about: the real idealisation, or the float32 forward pass with every rounding it may make.</summary>
    public EncodingOptions Encoding { get; init; } = EncodingOptions.Default;

    /// <summary>How neurons are bounded. Arithmetic and constraints are set by the search.</summary>
    public TighteningOptions Tightening { get; init; } = TighteningOptions.Default;

    /// <summary>Limits and gaps of the solve for each target.</summary>
    public MilpSolveOptions Solve { get; init; } = MilpSolveOptions.Default;
}
