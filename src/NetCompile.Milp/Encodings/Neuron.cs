namespace NetCompile.Milp;

/// <summary>A pre-activation <c>a = Σ w_j x_j + b</c> over columns of a model with proven bounds <c>L ≤ a ≤ U</c>, as encodings see it.</summary>
internal sealed class Neuron
{
    private readonly EncodingParts _parts;
    private AffineForm _form;
    private MilpVariable? _preActivation;

    public Neuron(MilpModel model, string? name, AffineForm form, double lower, double upper, EncodingParts parts)
    {
        (Model, Name, _form, Lower, Upper, _parts) = (model, name, form, lower, upper, parts);
        if (form.VariableColumn >= 0)
        {
            _preActivation = model[form.VariableColumn];
        }
    }

    public MilpModel Model { get; }

    /// <summary>The name of the unit, or null where there are no names.</summary>
    public string? Name { get; }

    /// <summary>Proven: <c>L</c>.</summary>
    public double Lower { get; }

    /// <summary>Proven: <c>U</c>.</summary>
    public double Upper { get; }

    /// <summary>The variable <c>a</c>, with its row <c>−r ≤ a − Σ w_j x_j − b ≤ r</c>; made at first use.</summary>
    public MilpVariable PreActivation => _preActivation ??= Define();

    /// <summary>The terms that make up <c>a</c> exactly: a rounding radius enters as one more input, between −r and r.</summary>
    public AffineForm Terms()
    {
        if (_form.Radius == 0)
        {
            return _form;
        }

        if (_preActivation is not null)
        {
            throw new InvalidOperationException("The rounding of a pre-activation is already in the row of its variable; ask for the terms first.");
        }

        MilpVariable rounding = Model.AddVariable(-_form.Radius, _form.Radius, Named("rounding"));
        AffineForm form = _form;
        _form = new AffineForm([.. form.Columns, rounding.Index], [.. form.Coefficients, 1], form.Constant, 0);
        _parts.Completions.Add(values => values[rounding.Index] = 0);
        return _form;
    }

    /// <summary>A name of something that belongs to the unit.</summary>
    public string? Named(string part) => Name is null ? null : $"{Name}.{part}";

    /// <summary>The pre-activation where the columns have these values.</summary>
    public double Evaluate(double[] values) => _form.Evaluate(values);

    private MilpVariable Define()
    {
        MilpVariable a = Model.AddVariable(Lower, Upper, Named("a"));
        AffineForm form = _form;
        RowBuilder row = new(form.Columns.Length + 1);
        row.Add(a.Index, 1);
        row.Add(form, -1);
        row.AddTo(Model, form.Constant - form.Radius, form.Constant + form.Radius, isRounded: form.Radius > 0, Named("pre"));
        _parts.Completions.Add(values => values[a.Index] = form.Evaluate(values));
        return a;
    }
}
