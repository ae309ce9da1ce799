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
    public static OutputBounds Compute(
        NetworkRunner network, IReadOnlyList<InputInterval> region, BoundMethod method, Arithmetic arithmetic = Arithmetic.Float32)
    {
        if (region.Count != network.Model.InputCount)
        {
            throw new ArgumentException($"The region has {region.Count} inputs; the network has {network.Model.InputCount}.", nameof(region));
        }

        InputBox box = InputBox.Create(region) ?? throw new ArgumentException("An input's range is empty: its lower end is above its upper end.", nameof(region));
        // About the float32 forward pass, the box also holds the float32 numbers that its ends round to; about the real network just what is stated.
        double[] lower = arithmetic == Arithmetic.Float32 ? box.Lower : [.. region.Select(r => r.Lower)];
        double[] upper = arithmetic == Arithmetic.Float32 ? box.Upper : [.. region.Select(r => r.Upper)];
        using BoundsWorkspace workspace = new(network, arithmetic);
        BoxBounds.Prepare(workspace);
        int output = network.Model.Output;
        double[] plainLower = [], plainUpper = [];
        if (method == BoundMethod.Crown)
        {
            BoxBounds.Compute(workspace, lower, upper, new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive, IsPlain: true));
            CrownPropagation.BoundAll(workspace, output, intersect: true);
            (plainLower, plainUpper) = workspace.CopyBounds(output);
        }

        BoxBounds.Compute(workspace, lower, upper, new BoundsSettings(method == BoundMethod.Symbolic, method == BoundMethod.Crown, SlopePolicy.Adaptive));
        if (method == BoundMethod.Crown)
        {
            CrownPropagation.BoundAll(workspace, output, intersect: true);
        }

        ImmutableArray<double>.Builder l = ImmutableArray.CreateBuilder<double>(network.Model.OutputCount), u = ImmutableArray.CreateBuilder<double>(network.Model.OutputCount);
        (double[] boundLower, double[] boundUpper) = workspace.CopyBounds(output);
        for (int i = 0; i < network.Model.OutputCount; i++)
        {
            double least = plainLower.Length == 0 ? boundLower[i] : Math.Max(boundLower[i], plainLower[i]);
            double greatest = plainUpper.Length == 0 ? boundUpper[i] : Math.Min(boundUpper[i], plainUpper[i]);
            // Where the error terms are not valid nothing is claimed.
            bool valid = !workspace.Overflow && !double.IsNaN(least) && !double.IsNaN(greatest);
            l.Add(valid ? least : double.NegativeInfinity);
            u.Add(valid ? greatest : double.PositiveInfinity);
        }

        return new OutputBounds(l.MoveToImmutable(), u.MoveToImmutable());
    }
}
