namespace NetCompile.Milp;

/// <summary>A network inside a model.</summary>
public sealed class EncodedNetwork
{
    private readonly NetworkEncoding _encoding;
    private readonly EncodingParts _parts;
    private readonly NetworkCheck _check;

    internal EncodedNetwork(NetworkEncoding encoding, MilpVariable[] inputs, MilpVariable[] outputs, EncodingParts parts, ReluEncoding formulation, NetworkCheck check)
    {
        (_encoding, _parts, _check) = (encoding, parts, check);
        (Inputs, Outputs, Encoding) = (inputs, outputs, formulation);
    }

    /// <summary>The name.</summary>
    public string Name => _encoding.Name;

    /// <summary>The model.</summary>
    public MilpModel Model => _encoding.Model;

    /// <summary>The input variables.</summary>
    public IReadOnlyList<MilpVariable> Inputs { get; }

    /// <summary>The output variables.</summary>
    public IReadOnlyList<MilpVariable> Outputs { get; }

    /// <summary>The formulation.</summary>
    public ReluEncoding Encoding { get; }

    /// <summary>Whether every solution of the model is a point of the network, up to tolerances (and, encoded for float32, up to its rounding); false for a relaxation.</summary>
    public bool IsExact => Encoding.IsExact;

    /// <summary>The phase binaries.</summary>
    public IReadOnlyList<MilpVariable> Binaries => _parts.Binaries;

    /// <summary>What separates further cuts: of the encodings <see cref="ReluEncoding.Ideal"/> and <see cref="ReluEncoding.ProjectedHull"/>.</summary>
    public IReadOnlyList<ICutSeparator> Separators => _parts.Separators;

    /// <summary>Units with a phase variable, or relaxed.</summary>
    public int UnstableCount => _encoding.UnstableCount;

    /// <summary>Units that are affine on the whole region and not constant.</summary>
    public int StablyActiveCount => _encoding.StablyActiveCount;

    /// <summary>Units that are constant on the whole region.</summary>
    public int StablyInactiveCount => _encoding.StablyInactiveCount;

    /// <summary>Fills the columns of this network from the values of its inputs: what the network does there, in double.</summary>
    /// <param name="values">By column; the inputs are read, the network's own columns are written, others are left alone.</param>
    public void Complete(double[] values)
    {
        foreach (Action<double[]> completion in _parts.Completions)
        {
            completion(values);
        }
    }

    /// <summary>Gives the solver a point to start from: an input, and what the network does there.</summary>
    /// <param name="input">One value for each input.</param>
    /// <exception cref="ArgumentException">The count differs, or a value is not finite.</exception>
    public void SetHint(ReadOnlySpan<double> input)
    {
        if (input.Length != Inputs.Count)
        {
            throw new ArgumentException($"'{Name}' has {Inputs.Count} inputs; {input.Length} values were given.", nameof(input));
        }

        double[] values = new double[Model.ColumnCount];
        Array.Fill(values, double.NaN);
        for (int j = 0; j < input.Length; j++)
        {
            values[Inputs[j].Index] = input[j];
        }

        Complete(values);
        for (int column = 0; column < values.Length; column++)
        {
            if (!double.IsNaN(values[column]))
            {
                Model.SetHint(Model[column], values[column]);
            }
        }
    }

    /// <summary>Runs the network at the input of a solution.</summary>
    public Discrepancy Check(MilpSolution solution) => _check.Check(solution.Values.AsSpan());
}
