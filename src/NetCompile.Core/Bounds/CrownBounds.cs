using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Bounds;

/// <summary>CROWN: bounds by backward substitution of linear relaxations from each layer to the input; sound, any acyclic graph, every operator.</summary>
/// <remarks>
/// The plain reference: one row at a time, no parallelism. Source: [PT] §4.4.3. Values that feed an activation, and the output, are bounded backward; the values between,
/// which no relaxation needs, by intervals from their sources.
/// </remarks>
public static class CrownBounds
{
    /// <summary>Bounds on every operator's value for real inputs in a region.</summary>
    /// <param name="model">The network.</param>
    /// <param name="region">One interval per input; its outer ends count.</param>
    /// <param name="options">The variant; plain CROWN with adaptive slopes where null.</param>
    /// <exception cref="ArgumentException">The region has another number of inputs, or one of its intervals is empty.</exception>
    public static NetworkBounds Compute(NetworkModel model, ImmutableArray<InputInterval> region, CrownOptions? options = null)
    {
        options ??= new CrownOptions();
        HashSet<int> backward = new() { model.Output };
        if (!options.UseIntervalPreActivations)
        {
            backward.UnionWith(model.Operators.Where(o => o.IsActivation).Select(o => o.Sources[0]));
        }

        List<OperatorBounds> bounds = new(model.Operators.Length) { IntervalBounds.OfInput(model, region) };
        CrownSubstitution substitution = new(model, bounds, options.LowerSlope);
        foreach (NetworkOperator o in model.Operators.Skip(1))
        {
            OperatorBounds byIntervals = IntervalBounds.Step(o, bounds);
            bounds.Add(byIntervals);
            if (backward.Contains(o.Id))
            {
                OperatorBounds byLines = substitution.BoundsOf(o);

                // An activation that is bounded itself (as the output) has the range of its bounded input at no cost; lines alone would let a ReLU be negative.
                bounds[o.Id] = options.IntersectWithIntervals || o.IsActivation ? byLines.Intersect(byIntervals) : byLines;
            }
        }

        return new NetworkBounds(model, bounds.ToImmutableArray());
    }
}
