using System.Collections.Immutable;
using NetCompile.Verification;

namespace NetCompile.Propagation;

/// <summary>Choices of a bound computation.</summary>
public sealed record BoundOptions
{
    /// <summary>The defaults: float32 arithmetic, each method's own number of iterations, no phase decisions.</summary>
    public static BoundOptions Default { get; } = new();

    /// <summary>Whether the float32 rounding of the forward pass is included.</summary>
    public Arithmetic Arithmetic { get; init; } = Arithmetic.Float32;

    /// <summary>
    /// Ascent steps of a method that optimises; null for the method's own number, 0 for its starting point. Methods that do not iterate ignore it. More steps never loosen a bound
    /// of a method whose layers between are fixed (the duals).
    /// </summary>
    public int? Iterations { get; init; }

    /// <summary>Phases that hold on the part of the region that is bounded; only for <see cref="BoundMethod.BetaCrown"/>.</summary>
    public ImmutableArray<PhaseDecision> Splits { get; init; } = [];

    /// <summary>Ends the computation with <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }
}
