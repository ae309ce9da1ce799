using System.Collections.Immutable;

namespace NetCompile.Reports;

/// <summary>An input box of a property and what must not happen in it.</summary>
/// <param name="Index">Its place among the property's cases, from 0.</param>
/// <param name="Lower">The stated lower ends, to the nearest double; <c>[InputCount]</c>.</param>
/// <param name="Upper">The stated upper ends, to the nearest double; <c>[InputCount]</c>.</param>
/// <param name="Unsafe">The first ways to violate the property, each as its constraints in the names of inputs and outputs, all of which must be met.</param>
/// <param name="UnsafeCount">How many ways there are; <paramref name="Unsafe"/> may hold fewer.</param>
public sealed record CaseReport(int Index, ImmutableArray<double> Lower, ImmutableArray<double> Upper, ImmutableArray<ImmutableArray<string>> Unsafe, int UnsafeCount);
