using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>A constraint that must hold where a binary variable has one of its values: <c>z = v ⟹ lower ≤ Σ c_k x_k ≤ upper</c>.</summary>
/// <param name="Binary">The column of <c>z</c>.</param>
/// <param name="Value"><c>v</c>: whether the constraint holds at 1 (true) or at 0.</param>
/// <param name="Columns">The columns of its terms, each once.</param>
/// <param name="Coefficients">The coefficients.</param>
/// <param name="Lower">The lower end, possibly −∞.</param>
/// <param name="Upper">The upper end, possibly +∞.</param>
/// <param name="Name">A name, or null.</param>
public sealed record IndicatorConstraint(
    int Binary, bool Value, ImmutableArray<int> Columns, ImmutableArray<double> Coefficients, double Lower, double Upper, string? Name);
