namespace NetCompile.Models;

/// <summary>The range of one input that a model file states, in the units of the network's input.</summary>
public readonly record struct InputRange(float Lower, float Upper);
