using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Generator.Emit;

/// <summary>What the generated comments say about each layer: its size and, where the inputs are bounded, how many of its neurons can change state.</summary>
internal sealed class LayerComments
{
    private readonly string[] _notes;

    private LayerComments(string[] notes) => _notes = notes;

    /// <summary>Comments without bounds.</summary>
    public static LayerComments Plain(NetworkModel model) => new(new string[model.Operators.Length]);

    /// <summary>Comments with the states that interval bounds leave the neurons over a region; without them where the region is not known.</summary>
    public static LayerComments Over(NetworkModel model, ImmutableArray<InputInterval> region)
    {
        LayerComments comments = Plain(model);
        if (region.IsDefaultOrEmpty || region.Any(i => i.IsEmpty))
        {
            return comments;
        }

        foreach (ActivationStability s in IntervalBounds.Compute(model, region).Stability)
        {
            comments._notes[s.OperatorId] = $" ({s.Active} active, {s.Inactive} off, {s.Unstable} unstable on the declared region)";
        }

        return comments;
    }

    /// <summary>For example <c>dense 50 → 50</c> or <c>ReLU of 50 elements (14 active, 3 off, 33 unstable on the declared region)</c>.</summary>
    public string Describe(NetworkOperator o) => LayerText.Describe(o) + _notes[o.Id];

    /// <summary>For example <c>dense 50 → 50 + ReLU (14 active, 3 off, 33 unstable on the declared region)</c>.</summary>
    public string Describe(ForwardStep step) => LayerText.Describe(step) + _notes[(step.Activation ?? step.Operator).Id];
}
