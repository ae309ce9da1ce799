using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Passes;

/// <summary>A network made smaller for one input region by <see cref="SpecializePass"/>, with what went and how far its outputs can be from the original's.</summary>
public sealed class SpecializedModel
{
    internal SpecializedModel(NetworkModel model, NetworkModel original, ImmutableArray<InputInterval> region, ImmutableArray<double> maxDifference, SpecializationCounts counts) =>
        (Model, Original, Region, MaxDifference, Counts) = (model, original, region, maxDifference, counts);

    /// <summary>The smaller network; <see cref="Original"/> itself where nothing could be dropped or merged.</summary>
    public NetworkModel Model { get; }

    /// <summary>The network it stands for, with maxima rewritten into ReLUs: the one that would run otherwise.</summary>
    public NetworkModel Original { get; }

    /// <summary>Where the two agree: the region that was asked for, a little wider so that the float32 numbers its ends round to are inside.</summary>
    public ImmutableArray<InputInterval> Region { get; }

    /// <summary>For each output, the most by which the float32 forward passes of the two can differ on a float32 input of <see cref="Region"/>.</summary>
    /// <remarks>
    /// In real arithmetic and before merged weights are rounded to float32 the two are equal there. The bound adds the rounding of the original's forward pass, that of the specialised one, and that of
    /// its merged weights, each carried to the output; it holds for any order of summation, with and without fused multiply-add. Infinite where an intermediate value may overflow; 0 where nothing changed, for it is the same code then.
    /// </remarks>
    public ImmutableArray<double> MaxDifference { get; }

    /// <summary>What went.</summary>
    public SpecializationCounts Counts { get; }

    /// <summary>Whether the two networks differ at all.</summary>
    public bool IsSmaller => !ReferenceEquals(Model, Original);
}

/// <summary>What specialisation made of a network.</summary>
/// <param name="Neurons">Scalar activations of the original.</param>
/// <param name="Constant">Those that are constant on the region and went: stably inactive ReLUs, clips at a limit, steps on one side.</param>
/// <param name="Merged">Those that are linear on the region and went into the affine layers around them.</param>
/// <param name="Unused">Those that nothing reads any more, or that the original needed only to compare what the region decides.</param>
/// <param name="KeptLinear">Those that are linear on the region but stayed, because merging them would cost more multiplications than it saves.</param>
/// <param name="OriginalMultiplyAdds">Multiply-adds of one forward pass of the original.</param>
/// <param name="MultiplyAdds">Multiply-adds of one forward pass of the specialised network.</param>
public readonly record struct SpecializationCounts(int Neurons, int Constant, int Merged, int Unused, int KeptLinear, long OriginalMultiplyAdds, long MultiplyAdds)
{
    /// <summary>Scalar activations that went.</summary>
    public int Gone => Constant + Merged + Unused;

    /// <summary>Multiply-adds of one forward pass: the weights of dense layers, and one for each element of scales, shifts and sums.</summary>
    public static long MultiplyAddsOf(NetworkModel model) =>
        model.Operators.Sum(o => o switch { DenseOperator d => (long)d.Inputs * d.Outputs, ScaleOperator or ShiftOperator or SumOperator => o.Count, _ => 0L });
}
