using System.Collections.Immutable;
using NetCompile.Properties;

namespace NetCompile.QuickProofs;

/// <summary>What a quick proof found.</summary>
public enum QuickVerdict
{
    /// <summary>No input of the region violates the property: proved for the float32 forward pass, whatever the order of its sums.</summary>
    Holds,

    /// <summary>The counterexample violates it, whatever the order of the forward pass's sums.</summary>
    Violated,

    /// <summary>Every input that the property is about violates it; there is at least the counterexample.</summary>
    NeverHolds,

    /// <summary>No input meets the property's conditions on the inputs, so that it says nothing about the network.</summary>
    Vacuous,

    /// <summary>Neither was found within the budget.</summary>
    Undecided,
}

/// <summary>What a <see cref="QuickVerdict.Holds"/> rests on.</summary>
public enum QuickMethod
{
    /// <summary>Interval arithmetic over the whole region.</summary>
    Intervals,

    /// <summary>Linear bounds (CROWN) over the whole region.</summary>
    LinearBounds,

    /// <summary>Linear bounds over parts of the region.</summary>
    Splitting,
}

/// <summary>Why a property stayed undecided.</summary>
public enum QuickObstacle
{
    /// <summary>The nodes were spent.</summary>
    Nodes,

    /// <summary>The multiplications were spent.</summary>
    Work,

    /// <summary>Not even one pass over the network fits the multiplications.</summary>
    TooLarge,

    /// <summary>The network has an operator that is not continuous, which is not bounded here.</summary>
    Step,

    /// <summary>The float32 forward pass may overflow in the region.</summary>
    Overflow,

    /// <summary>A box became too small to split: the property holds or fails by less than rounding.</summary>
    Precision,
}

/// <summary>The result of <see cref="QuickProver.Prove"/>.</summary>
/// <param name="Verdict">What was found.</param>
/// <param name="Nodes">Boxes that were bounded.</param>
/// <param name="Work">Multiplications that were spent.</param>
public sealed record QuickProof(QuickVerdict Verdict, int Nodes, long Work)
{
    /// <summary>What the proof rests on; only where it holds.</summary>
    public QuickMethod? Method { get; init; }

    /// <summary>The input that violates the property; only where one was found.</summary>
    public QuickCounterexample? Counterexample { get; init; }

    /// <summary>The bound that shows a violation everywhere: an output constraint of the violation and the greatest value of its left-hand side; only where it never holds.</summary>
    public (LinearConstraint Constraint, double Upper)? Evidence { get; init; }

    /// <summary>Why it is undecided; only where it is.</summary>
    public QuickObstacle? Obstacle { get; init; }

    /// <summary>The share of the region's volume on which the property is proved, from 0 to 1, rounded; 1 where it holds.</summary>
    public double ShareProved { get; init; }

    /// <summary>The least proven margin <c>max_k (Σ c v − b)_k</c> over the rest of the region, which a proof needs above 0; −∞ where nothing is known.</summary>
    public double Margin { get; init; } = double.NegativeInfinity;
}

/// <summary>An input whose violation is certain: with rigorous bounds on every output of the float32 forward pass, every constraint of an alternative of the violation is satisfied.</summary>
/// <param name="Input">The input, inside the inner region of its case.</param>
/// <param name="OutputLower">Lower bounds of the float32 outputs, for any order of summation.</param>
/// <param name="OutputUpper">Upper bounds.</param>
/// <param name="Violation">The case and alternative.</param>
/// <param name="Importance">For each input how much it matters: the magnitude of the violated constraint's gradient times the width of the region.</param>
public sealed record QuickCounterexample(
    ImmutableArray<float> Input, ImmutableArray<double> OutputLower, ImmutableArray<double> OutputUpper, PropertyViolation Violation, ImmutableArray<double> Importance);
