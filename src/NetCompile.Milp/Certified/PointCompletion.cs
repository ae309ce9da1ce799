namespace NetCompile.Milp;

/// <summary>Completes a point to one that meets the whole model, where the model's structure says how: an embedded network takes its inputs from the point and fills in every neuron and phase by a forward pass.</summary>
/// <param name="values">Values by column, of a linear relaxation; only some of them mean anything.</param>
/// <returns>Values by column, to be checked by the solver; null where there is no completion. Called by several threads at once.</returns>
public delegate double[]? PointCompletion(ReadOnlySpan<double> values);
