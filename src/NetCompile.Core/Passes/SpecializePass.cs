using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Passes.Specialization;
using NetCompile.Properties;

namespace NetCompile.Passes;

/// <summary>Makes a network smaller for the inputs of one region: what is constant there goes into biases, what is linear there into the layers around it where that saves multiplications.</summary>
/// <remarks>
/// A lossless compression on the region ([PT] §4.1.2): in real arithmetic the two networks are equal there, outside they are not. A stably inactive ReLU (upper bound of its pre-activation at most 0), a clip at a limit and a step
/// on one side are constants; a stably active ReLU is linear, so that the layer after it can read what the layer before it reads. A neuron counts as stable only where outward-rounded bounds prove it.
/// What merging rounds, and how far the two float32 forward passes can be apart, is <see cref="SpecializedModel.MaxDifference"/>.
/// </remarks>
public static class SpecializePass
{
    /// <summary>How much wider than asked for the region is taken to be, in widths: room for decimals that were rounded on their way into a file.</summary>
    private const double Slack = 1e-6;

    /// <summary>The network for a region.</summary>
    /// <param name="model">The network; maxima are pruned to what can be greatest on the region, then rewritten into ReLUs.</param>
    /// <param name="region">One interval per input, finite.</param>
    /// <param name="boundsOf">Sound bounds of every value over a region; <see cref="CrownBounds"/> intersected with intervals where null.</param>
    /// <exception cref="ArgumentException">The region has another number of inputs, or an interval is empty or not finite.</exception>
    public static SpecializedModel Run(NetworkModel model, ImmutableArray<InputInterval> region, Func<NetworkModel, ImmutableArray<InputInterval>, NetworkBounds>? boundsOf = null)
    {
        boundsOf ??= static (model, region) => CrownBounds.Compute(model, region, new CrownOptions(IntersectWithIntervals: true));
        ImmutableArray<InputInterval> widened = Widen(region);
        NetworkModel original = LowerMaximumPass.Run(model), pruned = LowerMaximumPass.Run(PruneMaximumPass.Run(model, widened, boundsOf));
        if (pruned.ActivationCount > original.ActivationCount)
        {
            pruned = original; // Groups that overlap share pairs only while they are whole.
        }

        NetworkBounds bounds = boundsOf(original, widened), prunedBounds = ReferenceEquals(original, pruned) ? bounds : boundsOf(pruned, widened);

        Specializer specializer = new(pruned, prunedBounds);
        int output = specializer.Run();
        NetworkModel built = specializer.Graph.Builder.Build(output, original.InputRanges, original.Source);
        SpecializationCounts counts = new(
            original.ActivationCount, specializer.Constant, specializer.Merged, original.ActivationCount - built.ActivationCount - specializer.Constant - specializer.Merged, specializer.KeptLinear,
            SpecializationCounts.MultiplyAddsOf(original), SpecializationCounts.MultiplyAddsOf(built));
        if (specializer.Graph.Overflows || counts.MultiplyAdds > counts.OriginalMultiplyAdds || (counts.Gone == 0 && counts.MultiplyAdds == counts.OriginalMultiplyAdds))
        {
            SpecializationCounts none = new(original.ActivationCount, 0, 0, 0, specializer.KeptLinear, counts.OriginalMultiplyAdds, counts.OriginalMultiplyAdds);
            return new SpecializedModel(original, original, widened, ImmutableArray.CreateRange(new double[original.OutputCount]), none);
        }

        return new SpecializedModel(built, original, widened, Difference(original, bounds, built, specializer.Graph), counts);
    }

    /// <summary>The inputs for which a network specialised to <paramref name="region"/> is valid: the region, the float32 numbers that its ends round to, and a millionth of its width on either side.</summary>
    /// <remarks>An input whose ends round to one float32 number is that number.</remarks>
    /// <exception cref="ArgumentException">An interval is empty or not finite.</exception>
    public static ImmutableArray<InputInterval> Widen(ImmutableArray<InputInterval> region) => ImmutableArray.CreateRange(region, i =>
    {
        float lower = (float)i.Lower, upper = (float)i.Upper;
        if (i.IsEmpty || float.IsInfinity(lower) || float.IsInfinity(upper))
        {
            throw new ArgumentException($"An input ranges from {i.Lower} to {i.Upper}; a network is specialised to finite float32 ranges that are not empty.", nameof(region));
        }

        if (lower == upper)
        {
            return InputInterval.Exact(lower, lower);
        }

        double slack = Slack * (i.Upper - i.Lower);
        return InputInterval.Exact(Math.Min(i.Lower - slack, lower), Math.Max(i.Upper + slack, upper));
    });

    /// <summary>The first input whose interval in a box leaves the region of a specialised network, or null where the box is within it.</summary>
    /// <param name="widened">What <see cref="Widen"/> made of the region.</param>
    /// <param name="box">As many intervals; an empty box is within every region.</param>
    /// <remarks>As everywhere, a box contains the float32 numbers that its ends round to.</remarks>
    public static int? FirstOutside(ImmutableArray<InputInterval> widened, IReadOnlyList<InputInterval> box)
    {
        if (box.Any(i => i.IsEmpty))
        {
            return null;
        }

        for (int i = 0; i < widened.Length; i++)
        {
            float lower = (float)box[i].Lower, upper = (float)box[i].Upper;

            // An input of one value: no other float32 number is meant, whatever decimals stand for it.
            bool isInside = widened[i].Lower == widened[i].Upper
                ? lower == widened[i].Lower && upper == widened[i].Upper
                : Math.Min(box[i].Lower, lower) >= widened[i].Lower && Math.Max(box[i].Upper, upper) <= widened[i].Upper;
            if (!isInside)
            {
                return i;
            }
        }

        return null;
    }

    private static ImmutableArray<double> Difference(NetworkModel original, NetworkBounds bounds, NetworkModel specialized, SpecializedGraph graph)
    {
        double[] ofOriginal = ForwardError.OfOutputs(
            original, bounds.Operators.Select(b => b.Lower.ToArray()).ToArray(), bounds.Operators.Select(b => b.Upper.ToArray()).ToArray(), new double[]?[original.Operators.Length]);
        (double[] Lower, double[] Upper)[] ranges = specialized.Operators.Select(o => graph.RangesOf(o.Id)).ToArray();
        double[] ofSpecialized = ForwardError.OfOutputs(specialized, ranges.Select(r => r.Lower).ToArray(), ranges.Select(r => r.Upper).ToArray(), graph.ConstantErrors);
        return ImmutableArray.CreateRange(ofOriginal.Zip(ofSpecialized, (a, b) => a + b == 0 ? 0 : Outward.Up(a + b)));
    }
}
