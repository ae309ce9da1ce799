using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>A valid inequality <c>Σ c_k x_k ≤ upper</c>, its side rounded outward.</summary>
/// <param name="Columns">Columns, each once.</param>
/// <param name="Coefficients">One for each.</param>
/// <param name="Upper">The right-hand side.</param>
/// <param name="Violation">By how much the point it was made for violates it.</param>
public sealed record Cut(ImmutableArray<int> Columns, ImmutableArray<double> Coefficients, double Upper, double Violation);
