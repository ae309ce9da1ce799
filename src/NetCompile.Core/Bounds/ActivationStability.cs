namespace NetCompile.Bounds;

/// <summary>How the units of one activation operator behave over a region, as far as bounds prove it.</summary>
/// <param name="OperatorId">The activation operator.</param>
/// <param name="Active">Units that pass their input through: <c>L ≥ 0</c> for a ReLU, within the limits for a clip, one element that no other exceeds for a maximum.</param>
/// <param name="Inactive">Units on another single piece: <c>U ≤ 0</c> for a ReLU, at one of the limits for a clip, constant for a step.</param>
/// <param name="Unstable">The others.</param>
public readonly record struct ActivationStability(int OperatorId, int Active, int Inactive, int Unstable);
