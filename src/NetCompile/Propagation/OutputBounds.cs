using System.Collections.Immutable;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Propagation;

/// <summary>Sound bounds of a network's outputs over an input box, rounded outward.</summary>
/// <param name="Lower"><c>[OutputCount]</c>.</param>
/// <param name="Upper"><c>[OutputCount]</c>.</param>
public sealed record OutputBounds(ImmutableArray<double> Lower, ImmutableArray<double> Upper)
{
    /// <summary>Bounds every output over <paramref name="region"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="region">One interval per input.</param>
    /// <param name="method">How.</param>
    /// <param name="arithmetic">Whether the float32 rounding of the forward pass is included.</param>
    /// <exception cref="ArgumentException">The region has another number of inputs than the network, or a range is empty or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such method; or the network was specialised to a region, which this one leaves.</exception>
    /// <exception cref="UnsupportedOperatorException">The network has a step function.</exception>
    public static OutputBounds Compute(
        NetworkRunner network, IReadOnlyList<InputInterval> region, BoundMethod method, Arithmetic arithmetic = Arithmetic.Float32) =>
        Compute(network, region, method, new BoundOptions { Arithmetic = arithmetic });

    /// <summary>Bounds every output over <paramref name="region"/>, or over its part where <see cref="BoundOptions.Splits"/> hold.</summary>
    /// <param name="network">The network.</param>
    /// <param name="region">One interval per input.</param>
    /// <param name="method">How.</param>
    /// <param name="options">Arithmetic, iterations, phase decisions, cancellation.</param>
    /// <returns>
    /// Bounds, infinite where nothing is proved. Where no input of the region meets the phase decisions any bounds are right, and a lower bound may be above its upper bound.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The region has another number of inputs than the network, or a range is empty or not finite; or a phase decision names no ReLU or leaky ReLU, contradicts another, or
    /// comes with a method that has no use for it.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such method, or the number of iterations is negative; or the network was specialised to a region, which this one leaves.</exception>
    /// <exception cref="UnsupportedOperatorException">The network has a step function.</exception>
    /// <exception cref="OperationCanceledException"><see cref="BoundOptions.Cancellation"/> was requested.</exception>
    public static OutputBounds Compute(NetworkRunner network, IReadOnlyList<InputInterval> region, BoundMethod method, BoundOptions options)
    {
        UnsupportedOperatorException.RequireNone(network.Model);
        if (region.Count != network.Model.InputCount)
        {
            throw new ArgumentException($"The region has {region.Count} inputs; the network has {network.Model.InputCount}.", nameof(region));
        }

        if (options.Iterations < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Iterations, $"The number of iterations is {options.Iterations}; it must be at least 0.");
        }

        network.Guard?.Require(region);
        IBoundMethod computation = BoundMethods.Create(method);
        PhaseDecisions.Check(network.Model, options.Splits, method);
        InputBox box = InputBox.Create(region) ?? throw new ArgumentException("An input's range is empty: its lower end is above its upper end.", nameof(region));
        // About the float32 forward pass, the box also holds the float32 numbers that its ends round to; about the real network just what is stated.
        bool isSingle = options.Arithmetic == Arithmetic.Float32;
        double[] lower = isSingle ? box.Lower : [.. region.Select(r => r.Lower)], upper = isSingle ? box.Upper : [.. region.Select(r => r.Upper)];
        using BoundsWorkspace workspace = new(network, options.Arithmetic);
        BoxBounds.Prepare(workspace);
        OutputRange range = new(network.Model.OutputCount);
        computation.Bound(workspace, new BoundTask(lower, upper, options), range);
        return new OutputBounds([.. range.Lower], [.. range.Upper]);
    }

    /// <summary>What both prove: the larger lower and the smaller upper bounds. Bounds over a box hold over each part of it, so this is how a part takes over what is known of the whole.</summary>
    /// <param name="other">Bounds of the same outputs over a region that contains, or is, this one's.</param>
    /// <exception cref="ArgumentException">The numbers of outputs differ.</exception>
    public OutputBounds Intersect(OutputBounds other)
    {
        if (other.Lower.Length != Lower.Length)
        {
            throw new ArgumentException($"The other bounds are of {other.Lower.Length} outputs; these are of {Lower.Length}.", nameof(other));
        }

        return new OutputBounds([.. Lower.Zip(other.Lower, Math.Max)], [.. Upper.Zip(other.Upper, Math.Min)]);
    }
}
