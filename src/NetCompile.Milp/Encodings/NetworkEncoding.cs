using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>
/// Puts a network into a model operator by operator: the methods mirror the IR, take the values of sources and return the value of the operator. Generated code calls them with the network's weights;
/// <see cref="NetworkEncoder"/> calls them for a network loaded at run time.
/// </summary>
/// <remarks>
/// Stable units get no phase variable: an inactive one is the constant 0, an active one a copy of its pre-activation. The bounds of columns at the time of the call go into the model as big-Ms: tighten them later as
/// you like, but do not widen them.
/// </remarks>
public sealed partial class NetworkEncoding
{
    private readonly EncodingParts _parts = new();
    private readonly EncodingOptions _options;
    private MilpVariable[] _inputs = [];

    /// <summary>Starts an encoding.</summary>
    /// <param name="model">The model to add to.</param>
    /// <param name="name">A name for variables, rows and the check of solutions.</param>
    /// <param name="options">The formulation, and which arithmetic.</param>
    public NetworkEncoding(MilpModel model, string name, EncodingOptions? options = null) => (Model, Name, _options) = (model, name, options ?? EncodingOptions.Default);

    /// <summary>The model.</summary>
    public MilpModel Model { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Units with a phase variable, or relaxed.</summary>
    public int UnstableCount { get; private set; }

    /// <summary>Units that are affine on the whole region and not constant.</summary>
    public int StablyActiveCount { get; private set; }

    /// <summary>Units that are constant on the whole region.</summary>
    public int StablyInactiveCount { get; private set; }

    private ReluEncoding Encoding => _options.Encoding;

    private bool IsSingle => _options.Arithmetic == Arithmetic.Float32;

    /// <summary>The network's input: variables whose bounds lie in the box that the bounds of the network's units were proved for.</summary>
    /// <param name="variables">One for each input.</param>
    /// <param name="lower">The box: lower ends.</param>
    /// <param name="upper">The box: upper ends.</param>
    /// <exception cref="ArgumentException">The counts differ, a variable is of another model, or its bounds leave the box: the encoding would cut off what the network does there.</exception>
    public EncodedValue Input(ReadOnlySpan<MilpVariable> variables, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (variables.Length != lower.Length || variables.Length != upper.Length)
        {
            throw new ArgumentException($"'{Name}' has {lower.Length} inputs; {variables.Length} variables were given.", nameof(variables));
        }

        AffineForm[] elements = new AffineForm[variables.Length];
        for (int j = 0; j < variables.Length; j++)
        {
            MilpVariable x = variables[j];
            if (!ReferenceEquals(x.Model, Model))
            {
                throw new ArgumentException($"Input {j} of '{Name}' is the variable '{x.Name}' of the model '{x.Model.Name}', not of '{Model.Name}'.", nameof(variables));
            }

            if (!(x.Lower >= lower[j] && x.Upper <= upper[j]))
            {
                throw new ArgumentException(
                    $"Input {j} of '{Name}', the variable '{x.Name}', has the bounds [{x.Lower}, {x.Upper}]; the bounds of the network's units hold on [{lower[j]}, {upper[j]}] only. Narrow the variable, or compute bounds for its range.", nameof(variables));
            }

            elements[j] = AffineForm.Of(x);
        }

        _inputs = variables.ToArray();
        return new EncodedValue(elements);
    }

    /// <summary>Ends the encoding: a variable for each output, and a check that runs the network after every solve.</summary>
    /// <param name="output">The value of the output.</param>
    /// <param name="lower">Proven lower bounds of the outputs, or nothing.</param>
    /// <param name="upper">Proven upper bounds of the outputs, or nothing.</param>
    /// <param name="runner">The network itself, for the check.</param>
    public EncodedNetwork Finish(EncodedValue output, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, NetworkRunner runner)
    {
        MilpVariable[] outputs = new MilpVariable[output.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            (double l, double u) = output[i].Range(Model);
            outputs[i] = Model[Variable(output[i], lower.IsEmpty ? l : Math.Max(l, lower[i]), upper.IsEmpty ? u : Math.Min(u, upper[i]), NameOf("y", i)).VariableColumn];
        }

        NetworkCheck check = new(Name, runner, _inputs, outputs);
        Model.AddCheck(check);
        return new EncodedNetwork(this, _inputs, outputs, _parts, Encoding, check);
    }

    /// <summary>The element as a variable: itself, or a new one with the row <c>−r ≤ v − Σ c_k x_k − c₀ ≤ r</c>.</summary>
    private AffineForm Variable(AffineForm form, double lower, double upper, string? name)
    {
        if (form.VariableColumn >= 0)
        {
            return form;
        }

        CheckNotEmpty(lower, upper, name);
        MilpVariable v = Model.AddVariable(lower, upper, name);
        RowBuilder row = new(form.Columns.Length + 1);
        row.Add(v.Index, 1);
        row.Add(form, -1);
        row.AddTo(Model, form.Constant - form.Radius, form.Constant + form.Radius, isRounded: form.Radius > 0, name);
        _parts.Completions.Add(values => values[v.Index] = form.Evaluate(values));
        return AffineForm.Of(v);
    }

    /// <summary>The name of a unit, <c>net.relu4[3]</c>; null where the options ask for no names.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="index">The unit.</param>
    public string? NameOf(string layer, int index) =>
        _options.HasNames ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}.{layer}[{index}]") : null;

    private void CheckNotEmpty(double lower, double upper, string? name)
    {
        if (!(lower <= upper))
        {
            throw new EmptyRegionException($"The bounds of {name ?? "a unit"} in '{Name}' are [{lower}, {upper}]: no input of the region, with its constraints, exists. There is nothing to encode.");
        }
    }
}
