using System.Collections.Immutable;

namespace NetCompile.Verification;

/// <summary>An input that violates the property, confirmed by running the forward pass on it.</summary>
/// <param name="Input">The float32 input.</param>
/// <param name="Output">What the forward pass gives for it.</param>
/// <param name="CaseIndex">The case of the property it violates.</param>
/// <param name="IsInputRounded">True where the region holds no float32 for some input (a fixed decimal, say) and the nearest float32 was taken; false: it lies in the region exactly.</param>
public sealed record Counterexample(ImmutableArray<float> Input, ImmutableArray<float> Output, int CaseIndex, bool IsInputRounded)
{
    /// <summary>
    /// True where the property is a C# method that still gives true for this input and output: the property is violated in exact arithmetic, as it is proved,
    /// but by less than the rounding of the method's own sums. False everywhere else.
    /// </summary>
    public bool IsWithinRounding { get; init; }
}
