using System.Collections.Immutable;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>The nearest input with another label, as far as a <see cref="MinimumNormSearch"/> found and proved.</summary>
public sealed record MinimumNormResult
{
    /// <summary>The norm.</summary>
    public required InputNorm Norm { get; init; }

    /// <summary>The label of the centre, by the float32 forward pass.</summary>
    public required int Label { get; init; }

    /// <summary>The input, as the float32 numbers the network was run on; empty where none was found.</summary>
    public ImmutableArray<float> Input { get; init; } = [];

    /// <summary>The label that the float32 forward pass gives <see cref="Input"/>, its score strictly above that of <see cref="Label"/>; −1 without an input.</summary>
    public int NewLabel { get; init; } = -1;

    /// <summary>The distance of <see cref="Input"/>; +∞ without.</summary>
    public double Distance { get; init; } = double.PositiveInfinity;

    /// <summary>The least distance that the solver reached, at a point where two scores may be equal; NaN where it returned no point. <see cref="Distance"/> differs from it by what it takes to make float32 cross over.</summary>
    public double SolvedDistance { get; init; } = double.NaN;

    /// <summary>No input of the box that is nearer has another label (with <see cref="MinimumNormOptions.Targets"/>: one of them); a tie of scores counts as another label here. +∞ where the box holds none at all.</summary>
    public required double LowerBound { get; init; }

    /// <summary>Whether <see cref="LowerBound"/> was proved with outward rounding, rather than taken from the solver.</summary>
    public required bool IsBoundProved { get; init; }

    /// <summary>What <see cref="LowerBound"/> is about: the real idealisation of the network, or its float32 forward pass.</summary>
    public required Arithmetic Arithmetic { get; init; }

    /// <summary>The solve for each target, in order.</summary>
    public required ImmutableArray<TargetSolve> Solves { get; init; }

    /// <summary><c>(distance − bound) / max(1, distance)</c>; NaN without an input.</summary>
    public double Gap => Input.IsEmpty ? double.NaN : Math.Max(0, Distance - LowerBound) / Math.Max(1, Distance);
}

/// <summary>The solve for one target.</summary>
/// <param name="Target">The label.</param>
/// <param name="Cutoff">Only distances up to here were looked at: the best known before.</param>
/// <param name="LowerBound">No nearer input has this label's score at that of the centre's label or above (with <see cref="MinimumNormOptions.Targets"/>: at every other score or above); the cutoff where there is none up to it.</param>
/// <param name="Solution">What the solver returned.</param>
public sealed record TargetSolve(int Target, double Cutoff, double LowerBound, MilpSolution Solution);
