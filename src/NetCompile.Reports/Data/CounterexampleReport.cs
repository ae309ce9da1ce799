using System.Collections.Immutable;

namespace NetCompile.Reports;

/// <summary>An input that violates the property, with what the network gives for it; row-major float32 values.</summary>
/// <param name="Input"><c>[InputCount]</c>.</param>
/// <param name="Output"><c>[OutputCount]</c>.</param>
/// <param name="Case">The case that it violates.</param>
/// <param name="IsInputRounded">Whether an input is fixed to a number that is no float32, and the nearest float32 was taken.</param>
/// <param name="IsWithinRounding">Whether a C# property still gives true there: violated in exact arithmetic by less than the method's own rounding.</param>
public sealed record CounterexampleReport(ImmutableArray<float> Input, ImmutableArray<float> Output, int Case, bool IsInputRounded, bool IsWithinRounding);
