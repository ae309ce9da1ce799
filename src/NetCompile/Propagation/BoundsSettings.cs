namespace NetCompile.Propagation;

/// <summary>Which steps a <see cref="ForwardPass"/> takes.</summary>
/// <param name="UseSymbolic">Propagate linear functions of the input.</param>
/// <param name="UseCrown">Substitute backward for every pre-activation that the cheaper steps left unstable.</param>
/// <param name="Slopes">The lower functions of unstable ReLUs.</param>
internal readonly record struct BoundsSettings(bool UseSymbolic, bool UseCrown, SlopePolicy Slopes);
