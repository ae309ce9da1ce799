using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>What the generated comments say about each layer: its size and, where the inputs are bounded, how many of its neurons can change state.</summary>
internal sealed class LayerComments
{
    private readonly string[] _notes;

    private LayerComments(string[] notes) => _notes = notes;

    /// <summary>Comments without bounds.</summary>
    public static LayerComments Plain(NetworkModel model) => new(new string[model.Operators.Length]);

    /// <summary>Comments with the states that the neurons can take over a region; without them where the region is not known.</summary>
    public static LayerComments Over(NetworkModel model, IReadOnlyList<NetCompile.Properties.InputInterval> region) => Plain(model);

    /// <summary>For example <c>dense 50 → 50</c> or <c>ReLU of 50 elements (14 active, 3 off, 33 unstable on the declared region)</c>.</summary>
    public string Describe(NetworkOperator o) => LayerText.Describe(o) + _notes[o.Id];

    /// <summary>For example <c>dense 50 → 50 + ReLU (14 active, 3 off, 33 unstable on the declared region)</c>.</summary>
    public string Describe(ForwardStep step) => LayerText.Describe(step) + _notes[(step.Activation ?? step.Operator).Id];
}
