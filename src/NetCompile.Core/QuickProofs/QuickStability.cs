using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.QuickProofs;

/// <summary>Which units of a network are stable over a region, in the float32 forward pass, at small cost.</summary>
public static class QuickStability
{
    /// <summary>For each activation operator how many units are proved to be stable; null where the work is not enough, the region is empty or infinite, or the forward pass may overflow.</summary>
    /// <param name="model">The network as it runs; with a step nothing is proved.</param>
    /// <param name="region">One interval per input.</param>
    /// <param name="work">Multiplications that may be spent: on linear bounds where they suffice, else on intervals.</param>
    /// <exception cref="ArgumentException">The region has another number of inputs.</exception>
    public static ImmutableArray<ActivationStability>? Of(NetworkModel model, ImmutableArray<InputInterval> region, long work)
    {
        if (region.Length != model.InputCount)
        {
            throw new ArgumentException($"The region has {region.Length} inputs but the network has {model.InputCount}.", nameof(region));
        }

        if (model.Operators.Any(o => o is StepOperator) || region.Any(r => r.IsEmpty) || Float32Bounds.WorkOf(model, useCrown: false) > work)
        {
            return null;
        }

        double[] lower = region.Select(r => Math.Min(r.Lower, (float)r.InnerLower)).ToArray(), upper = region.Select(r => Math.Max(r.Upper, (float)r.InnerUpper)).ToArray();
        Float32Bounds bounds = Float32Bounds.Compute(model, lower, upper, useCrown: Float32Bounds.WorkOf(model, useCrown: true) <= work);
        return bounds.MayOverflow ? null : new NetworkBounds(model, bounds.Operators.ToImmutableArray()).Stability;
    }
}
