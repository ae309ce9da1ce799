using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>A special ordered set of type 1: at most one of its variables is not zero.</summary>
/// <param name="Columns">The columns, each once.</param>
/// <param name="Weights">The order, for branching: strictly ascending.</param>
/// <param name="Name">A name, or null.</param>
public sealed record Sos1Set(ImmutableArray<int> Columns, ImmutableArray<double> Weights, string? Name);
