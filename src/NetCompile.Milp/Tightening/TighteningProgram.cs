using NetCompile.Models;

namespace NetCompile.Milp;

/// <summary>The layers before some pre-activations, encoded: what their bounds are optimised over.</summary>
/// <param name="Model">The rows; the inputs are the first columns.</param>
/// <param name="Value">The pre-activations as affine forms of columns.</param>
/// <param name="Complete">Fills all columns from those of the inputs and of values that enter through their bounds.</param>
internal sealed record TighteningProgram(MilpModel Model, EncodedValue Value, Action<double[]> Complete)
{
    /// <summary>The rows, for proofs.</summary>
    public ProgramRows Rows { get; } = new(Model);
}

/// <summary>Makes the programs of one tightening, layer by layer, from the bounds that are proved by then.</summary>
internal sealed class TighteningPrograms
{
    private readonly BoundTable _table;
    private readonly double[] _lower, _upper;
    private readonly TighteningOptions _options;
    private readonly EncodingOptions _encoding;
    private readonly int[] _depth;
    private Part? _whole;
    private int _encoded;

    public TighteningPrograms(BoundTable table, double[] lower, double[] upper, TighteningOptions options)
    {
        (_table, _lower, _upper, _options) = (table, lower, upper, options);
        ReluEncoding encoding = options.Encoding ?? (options.Method == TighteningMethod.Milp ? ReluEncoding.BigM : ReluEncoding.Triangle);
        _encoding = new EncodingOptions { Encoding = encoding, Arithmetic = options.Arithmetic, HasNames = false };
        _depth = new int[table.Model.Operators.Length];
        foreach (NetworkOperator o in table.Model.Operators)
        {
            _depth[o.Id] = o.Sources.IsEmpty ? 0 : o.Sources.Max(s => _depth[s]) + (o.IsActivation ? 1 : 0);
        }
    }

    /// <summary>The program for an operator's value. Operators are to be asked for in order: what is encoded has the bounds of then.</summary>
    public TighteningProgram For(int id) => _options.Horizon is { } horizon && _depth[id] > horizon ? Window(id, _depth[id] - horizon) : Whole(id);

    private TighteningProgram Whole(int id)
    {
        _whole ??= Start(hasInput: true);
        while (_encoded < id)
        {
            Encode(_whole, ++_encoded);
        }

        return Finish(_whole, id);
    }

    // Sources of activations of this depth or less enter as variables within their bounds; what is before them is left out.
    private TighteningProgram Window(int id, int depth)
    {
        NetworkModel model = _table.Model;
        bool[] isUsed = new bool[model.Operators.Length], isBoundary = new bool[model.Operators.Length];
        isUsed[id] = true;
        for (int i = id; i >= 0; i--)
        {
            if (!isUsed[i])
            {
                continue;
            }

            isBoundary[i] = i > 0 && i != id && _depth[i] <= depth && _table.Readers[i].Length > 0;
            foreach (int source in isBoundary[i] ? [] : model.Operators[i].Sources)
            {
                isUsed[source] = true;
            }
        }

        Part part = Start(isUsed[0]);
        for (int i = 1; i <= id; i++)
        {
            if (isBoundary[i])
            {
                AffineForm[] elements = new AffineForm[_table[i].Count];
                for (int k = 0; k < elements.Length; k++)
                {
                    elements[k] = AffineForm.Of(part.Model.AddVariable(_table[i].Lower[k], _table[i].Upper[k]));
                }

                part.Encoder.SetValue(i, EncodedValue.Of(elements));
            }
            else if (isUsed[i])
            {
                Encode(part, i);
            }
        }

        return Finish(part, id);
    }

    private Part Start(bool hasInput)
    {
        MilpModel model = new("tightening");
        MilpVariable[] inputs = new MilpVariable[_lower.Length];
        for (int j = 0; j < inputs.Length; j++)
        {
            inputs[j] = model.AddVariable(_lower[j], _upper[j]);
        }

        Action<double[]> constraints = hasInput ? InputRows.Add(model, inputs, _options.Constraints) : _ => { };
        return new Part(model, new NetworkEncoder(model, _table.Model, inputs, _lower, _upper, _encoding), constraints);
    }

    private void Encode(Part part, int id)
    {
        NetworkOperator o = _table.Model.Operators[id];
        ValueBounds? source = o.IsActivation ? _table[o.Sources[0]] : null;
        part.Encoder.Encode(id, source is null ? [] : source.Lower, source is null ? [] : source.Upper);
    }

    private static TighteningProgram Finish(Part part, int id)
    {
        // Indicators and SOS1 sets become rows: bounds are proved from rows.
        EncodingParts parts = part.Encoder.Encoding.Parts;
        MilpModel model = Reformulation.For(part.Model, MilpFeatures.Integers, dropSos1: false);
        return new TighteningProgram(model, part.Encoder.Value(id), values =>
        {
            part.Constraints(values);
            foreach (Action<double[]> completion in parts.Completions)
            {
                completion(values);
            }
        });
    }

    private sealed record Part(MilpModel Model, NetworkEncoder Encoder, Action<double[]> Constraints);
}
