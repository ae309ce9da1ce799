using System.ComponentModel;
using NetCompile.Verification;

namespace NetCompile.Runtime;

/// <summary>A property as the C# method that its author wrote.</summary>
/// <param name="input"><c>[InputCount]</c>.</param>
/// <param name="output"><c>[OutputCount]</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate bool PropertyMethod(ReadOnlySpan<float> input, ReadOnlySpan<float> output);

/// <summary>Runs the author's method on the counterexample that the engine found.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MethodProperty
{
    /// <summary>The result, with a note on its counterexample where the method does not agree with it.</summary>
    /// <remarks>The engine decides the property in exact arithmetic; the method rounds its sums as C# does. They differ only within that rounding.</remarks>
    public static VerificationResult Confirm(VerificationResult result, PropertyMethod method) =>
        result.Counterexample is { } counterexample && method(counterexample.Input.AsSpan(), counterexample.Output.AsSpan())
            ? result with { Counterexample = counterexample with { IsWithinRounding = true } }
            : result;
}
