namespace NetCompile.Propagation;

/// <summary>How the ascent of a dual bound moves: Adam (Kingma and Ba, 2015) with projection.</summary>
/// <param name="SlopeStep">Step of the lower slopes, which lie in [0, 1].</param>
/// <param name="MultiplierStep">Step of the split multipliers, in units of the mean magnitude of the row's coefficients at the layer.</param>
/// <param name="Decay">Factor on both from one iteration to the next.</param>
internal readonly record struct AdamSettings(double SlopeStep, double MultiplierStep, double Decay)
{
    public const double FirstDecay = 0.9;

    public const double SecondDecay = 0.999;

    /// <summary>Keeps a division by a vanishing second moment finite; far below any gradient that matters.</summary>
    public const double Epsilon = 1e-12;
}
