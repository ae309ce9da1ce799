using NetCompile.Models;
using NetCompile.Runtime;

namespace NetCompile.Milp;

/// <summary>Encodes a network that was loaded at run time: walks through the IR and calls <see cref="NetworkEncoding"/>, at once or operator by operator.</summary>
public sealed class NetworkEncoder
{
    private readonly NetworkEncoding _encoding;
    private readonly NetworkModel _network;
    private readonly EncodedValue?[] _values;

    /// <summary>Starts with the input only; go on with <see cref="Encode(int, ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</summary>
    /// <param name="model">The model to add to.</param>
    /// <param name="network">The network.</param>
    /// <param name="inputs">Its input variables.</param>
    /// <param name="inputLower">The box that the bounds hold on: lower ends.</param>
    /// <param name="inputUpper">The box: upper ends.</param>
    /// <param name="options">The formulation.</param>
    /// <param name="name">A name for variables, rows and the check of solutions; the network's where null. Give each copy of a network in a model its own.</param>
    /// <exception cref="ArgumentException">The inputs do not fit the network or the box.</exception>
    public NetworkEncoder(
        MilpModel model, NetworkModel network, ReadOnlySpan<MilpVariable> inputs, ReadOnlySpan<double> inputLower, ReadOnlySpan<double> inputUpper, EncodingOptions? options = null,
        string? name = null)
    {
        _network = network;
        _encoding = new NetworkEncoding(model, name ?? network.Name, options);
        _values = new EncodedValue?[network.Operators.Length];
        if (inputs.Length != network.InputCount)
        {
            throw new ArgumentException($"'{network.Name}' has {network.InputCount} inputs; {inputs.Length} variables were given.", nameof(inputs));
        }

        _values[0] = _encoding.Input(inputs, inputLower, inputUpper);
    }

    /// <summary>The encoding so far.</summary>
    public NetworkEncoding Encoding => _encoding;

    /// <summary>Adds a whole network to a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="runner">The network.</param>
    /// <param name="inputs">Its input variables; their bounds lie in the box of <paramref name="bounds"/>.</param>
    /// <param name="bounds">Proven bounds of pre-activations. Where they hold only for inputs that meet constraints, those are added to the model too.</param>
    /// <param name="options">The formulation.</param>
    /// <param name="name">A name for variables, rows and the check of solutions; the network's where null. Give each copy of a network in a model its own.</param>
    /// <exception cref="ArgumentException">Inputs or bounds do not fit the network; or bounds for real arithmetic are to be used for float32; or a big-M would be infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The network was specialised to a region, which the box of the bounds leaves.</exception>
    /// <exception cref="EmptyRegionException">The bounds contradict each other.</exception>
    public static EncodedNetwork AddTo(MilpModel model, NetworkRunner runner, ReadOnlySpan<MilpVariable> inputs, NeuronBounds bounds, EncodingOptions? options = null, string? name = null) =>
        AddTo(model, runner.Model, runner, inputs, bounds, options, name);

    /// <summary>Adds a network whose model says more than its runner's: one with maxima, which the runner has lowered.</summary>
    /// <inheritdoc cref="AddTo(MilpModel, NetworkRunner, ReadOnlySpan{MilpVariable}, NeuronBounds, EncodingOptions?, string?)"/>
    public static EncodedNetwork AddTo(
        MilpModel model, NetworkModel network, NetworkRunner runner, ReadOnlySpan<MilpVariable> inputs, NeuronBounds bounds, EncodingOptions? options = null, string? name = null)
    {
        options ??= EncodingOptions.Default;
        if (!bounds.Model.Equals(network))
        {
            throw new ArgumentException($"The bounds are of the network '{bounds.Model.Name}', which is not the network '{network.Name}'.", nameof(bounds));
        }

        if (options.Arithmetic == Verification.Arithmetic.Float32 && bounds.Arithmetic != Verification.Arithmetic.Float32)
        {
            throw new ArgumentException("The bounds hold for real arithmetic; an encoding of the float32 forward pass needs bounds that were computed for float32.", nameof(bounds));
        }

        runner.Guard?.Require(bounds.InputLower.ToArray(), bounds.InputUpper.ToArray());
        NetworkEncoder encoder = new(model, network, inputs, bounds.InputLower.ToArray(), bounds.InputUpper.ToArray(), options, name);
        if (!bounds.Constraints.IsNone)
        {
            // Elsewhere in the box the bounds say nothing.
            encoder.Encoding.Parts.Completions.Add(InputRows.Add(model, inputs.ToArray(), bounds.Constraints));
        }

        for (int id = 1; id < network.Operators.Length; id++)
        {
            NetworkOperator o = network.Operators[id];
            ValueBounds? source = o.IsActivation ? bounds[o.Sources[0]] : null;
            encoder.Encode(id, source is null ? [] : source.Lower, source is null ? [] : source.Upper);
        }

        return encoder.Finish(bounds[network.Output].Lower, bounds[network.Output].Upper, runner);
    }

    /// <summary>The value of an operator that has been encoded.</summary>
    /// <exception cref="InvalidOperationException">It has not been.</exception>
    public EncodedValue Value(int id) => _values[id] ?? throw new InvalidOperationException($"Operator {_network.Operators[id]} is not encoded yet.");

    /// <summary>Gives an operator a value that was made elsewhere: the layers before it are left out.</summary>
    internal void SetValue(int id, EncodedValue value) => _values[id] = value;

    /// <summary>Encodes one operator, whose sources are encoded.</summary>
    /// <param name="id">The operator.</param>
    /// <param name="lower">Proven lower bounds of an activation's source; unused otherwise.</param>
    /// <param name="upper">Proven upper bounds of an activation's source; unused otherwise.</param>
    public EncodedValue Encode(int id, ReadOnlySpan<double> lower = default, ReadOnlySpan<double> upper = default)
    {
        NetworkOperator o = _network.Operators[id];
        string name = LayerName(o);
        EncodedValue first = o.Sources.IsEmpty ? Value(0) : Value(o.Sources[0]);
        return _values[id] = o switch
        {
            InputOperator => first,
            DenseOperator d => _encoding.Dense(first, d.Weights.Values.AsSpan(), d.Bias is null ? [] : d.Bias.Values.AsSpan(), name),
            ScaleOperator s => _encoding.Scale(first, s.Factor.Values.AsSpan(), s.IsDivision),
            ShiftOperator t => _encoding.Shift(first, t.Offset.Values.AsSpan()),
            SumOperator s => _encoding.Sum(first, Value(o.Sources[1]), s.IsDifference),
            GatherOperator g => NetworkEncoding.Gather([.. g.Sources.Select(Value)], g.Indices.AsSpan()),
            ReluOperator => _encoding.Relu(first, lower, upper, name),
            LeakyReluOperator l => _encoding.LeakyRelu(first, l.Slope, lower, upper, name),
            ClipOperator c => _encoding.Clip(first, c.Lower.Values.AsSpan(), c.Upper.Values.AsSpan(), lower, upper, name),
            MaximumOperator m => _encoding.Maximum(first, m.Groups, lower, upper, name),
            StepOperator s => _encoding.Step(first, s.Low, s.AtZero, s.High, lower, upper, name),
            _ => throw new NotSupportedException($"Operator {o} has no encoding."),
        };
    }

    /// <summary>Ends the encoding.</summary>
    /// <param name="lower">Proven lower bounds of the outputs, or nothing.</param>
    /// <param name="upper">Proven upper bounds of the outputs, or nothing.</param>
    /// <param name="runner">The network, for the check of solutions.</param>
    public EncodedNetwork Finish(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, NetworkRunner runner) => _encoding.Finish(Value(_network.Output), lower, upper, runner);

    private static string LayerName(NetworkOperator o) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{o.Kind.ToString().ToLowerInvariant()}{o.Id}");
}
