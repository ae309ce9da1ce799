namespace NetCompile.Propagation;

/// <summary>Which steps a <see cref="ForwardPass"/> takes.</summary>
/// <param name="UseSymbolic">Propagate linear functions of the input.</param>
/// <param name="UseCrown">Substitute backward for every pre-activation that the cheaper steps left unstable.</param>
/// <param name="Slopes">The lower functions of unstable ReLUs.</param>
/// <param name="IsPlain">
/// With <paramref name="UseCrown"/>: substitute backward for every pre-activation and take just that, as CROWN is usually defined. Intersecting is tighter at each neuron, but tighter
/// neuron bounds can flip an adaptive slope and so loosen an output now and then; only by computing both is the result never looser than plain CROWN.
/// </param>
internal readonly record struct BoundsSettings(bool UseSymbolic, bool UseCrown, SlopePolicy Slopes, bool IsPlain = false);
