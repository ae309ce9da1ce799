namespace NetCompile.Propagation;

/// <summary>The decision that one neuron's pre-activation <c>a</c> has a sign.</summary>
/// <param name="Operator">The id of a ReLU or leaky ReLU in <see cref="Models.NetworkModel.Operators"/>.</param>
/// <param name="Neuron">The element of its value.</param>
/// <param name="IsActive"><c>a ≥ 0</c>; else <c>a ≤ 0</c>. Zero is in both phases.</param>
public readonly record struct PhaseDecision(int Operator, int Neuron, bool IsActive);
