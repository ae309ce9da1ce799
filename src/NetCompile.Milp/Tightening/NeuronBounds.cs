using NetCompile.Models;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>Proven bounds on the pre-activations and outputs of a network over an input box: what an encoding takes its big-Ms and its stable neurons from.</summary>
/// <remarks>Valid on the box, and, where constraints on the input were used, only for inputs that meet them too. Mutable: see <see cref="ValueBounds"/>.</remarks>
public sealed class NeuronBounds
{
    private readonly ValueBounds?[] _values;

    /// <summary>Bounds by operator; sources of activations and the output must be there.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputLower">Lower ends of the box, by input.</param>
    /// <param name="inputUpper">Upper ends of the box, by input.</param>
    /// <param name="arithmetic">Whether they hold for the float32 forward pass (then also for its real idealisation) or for the real one only.</param>
    /// <param name="values">By operator id; null where nothing is kept.</param>
    /// <param name="constraints">What inputs are required to meet for the bounds to hold; null for nothing.</param>
    /// <exception cref="ArgumentException">Counts disagree with the network, or a needed operator has no bounds.</exception>
    public NeuronBounds(
        NetworkModel model, ReadOnlySpan<double> inputLower, ReadOnlySpan<double> inputUpper, Arithmetic arithmetic, IReadOnlyList<ValueBounds?> values, InputConstraints? constraints = null)
    {
        if (inputLower.Length != model.InputCount || inputUpper.Length != model.InputCount || values.Count != model.Operators.Length)
        {
            throw new ArgumentException(
                $"The bounds are of {inputLower.Length} inputs and {values.Count} operators; '{model.Name}' has {model.InputCount} inputs and {model.Operators.Length} operators.", nameof(values));
        }

        Model = model;
        InputLower = inputLower.ToArray();
        InputUpper = inputUpper.ToArray();
        Arithmetic = arithmetic;
        Constraints = constraints ?? InputConstraints.None;
        _values = [.. values];
        foreach (int needed in Needed(model))
        {
            if (_values[needed]?.Count != model.Operators[needed].Count)
            {
                throw new ArgumentException($"Operator {model.Operators[needed]} has {model.Operators[needed].Count} elements, and bounds of {_values[needed]?.Count ?? 0}.", nameof(values));
            }
        }
    }

    /// <summary>The network.</summary>
    public NetworkModel Model { get; }

    /// <summary>Lower ends of the box, by input.</summary>
    public IReadOnlyList<double> InputLower { get; }

    /// <summary>Upper ends of the box, by input.</summary>
    public IReadOnlyList<double> InputUpper { get; }

    /// <summary>Which forward pass they hold for.</summary>
    public Arithmetic Arithmetic { get; }

    /// <summary>What inputs are required to meet for the bounds to hold, beyond the box.</summary>
    public InputConstraints Constraints { get; }

    /// <summary>Whether every bound was proved; false where one was stated by the user.</summary>
    public bool IsProved => _values.All(v => v is null || !Enumerable.Range(0, v.Count).Any(k => v.LowerOrigin[k] == BoundOrigin.Stated || v.UpperOrigin[k] == BoundOrigin.Stated));

    /// <summary>The bounds of an operator's value: a source of an activation, or the output.</summary>
    /// <exception cref="KeyNotFoundException">Nothing is kept of this operator.</exception>
    public ValueBounds this[int operatorId] => _values[operatorId] ?? throw new KeyNotFoundException($"No bounds are kept of operator {Model.Operators[operatorId]}; only of sources of activations and of the output.");

    /// <summary>The operators whose values an encoding needs bounds of: sources of activations, and the output.</summary>
    public static IEnumerable<int> Needed(NetworkModel model) =>
        model.Operators.Where(o => o.IsActivation).Select(o => o.Sources[0]).Append(model.Output).Distinct().Order();
}
