using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>The specialised network as it grows: its operators, the range of each element, and what rounding its constants to float32 changes.</summary>
/// <remarks>An atom is an element of an operator; atoms are numbered in the order of the operators.</remarks>
internal sealed class SpecializedGraph
{
    private readonly List<int> _firstAtom = new();
    private readonly List<int> _operatorOf = new();
    private readonly List<double> _lower = new(), _upper = new();
    private readonly List<double[]?> _constantErrors = new();

    public SpecializedGraph(NetworkModel model, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        Builder = new NetworkModelBuilder(model.Name, model.InputShape, model.Operators[0].Name);
        Register(Builder.Input, lower, upper, null);
    }

    public NetworkModelBuilder Builder { get; }

    /// <summary>Whether a merged weight was too large for float32: the graph is of no use then.</summary>
    public bool Overflows { get; private set; }

    /// <summary>The atom of an operator's element.</summary>
    public int Atom(int id, int element) => _firstAtom[id] + element;

    /// <summary>Where an atom stands.</summary>
    public (int Operator, int Element) Place(int atom) => (_operatorOf[atom], atom - _firstAtom[_operatorOf[atom]]);

    /// <summary>For each operator, what each element is off by because constants were rounded; null where they were not.</summary>
    public double[]?[] ConstantErrors => _constantErrors.ToArray();

    /// <summary>The range of each element of an operator, before the rounding of constants.</summary>
    public (double[] Lower, double[] Upper) RangesOf(int id)
    {
        int first = _firstAtom[id], count = Builder[id].Count;
        return (_lower.GetRange(first, count).ToArray(), _upper.GetRange(first, count).ToArray());
    }

    /// <summary>Takes note of an operator that was added to <see cref="Builder"/>.</summary>
    public int Register(int id, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, double[]? constantErrors)
    {
        _firstAtom.Add(_operatorOf.Count);
        _constantErrors.Add(constantErrors);
        for (int i = 0; i < lower.Length; i++)
        {
            _operatorOf.Add(id);
            _lower.Add(lower[i]);
            _upper.Add(upper[i]);
        }

        return id;
    }

    /// <summary>An operator whose value is these atoms in this order: one that is there, or a gather.</summary>
    public int Vector(IReadOnlyList<int> atoms, TensorShape? shape = null, string? name = null)
    {
        int only = _operatorOf[atoms[0]];
        bool isWhole = Builder[only].Count == atoms.Count && (shape is null || Builder[only].Shape.Equals(shape));
        for (int i = 0; isWhole && i < atoms.Count; i++)
        {
            isWhole = atoms[i] == _firstAtom[only] + i;
        }

        if (isWhole)
        {
            return only;
        }

        List<int> sources = atoms.Select(a => _operatorOf[a]).Distinct().ToList();
        ImmutableArray<GatherIndex> indices = atoms.Select(a => new GatherIndex(sources.IndexOf(_operatorOf[a]), a - _firstAtom[_operatorOf[a]])).ToImmutableArray();
        int id = Builder.AddGather(sources.ToImmutableArray(), indices, shape ?? TensorShape.Of(atoms.Count), name);
        return Register(id, atoms.Select(a => _lower[a]).ToArray(), atoms.Select(a => _upper[a]).ToArray(), null);
    }

    /// <summary>A dense layer, or a scale and a shift, whose elements are these values.</summary>
    /// <param name="values">What each element is.</param>
    /// <param name="lower">The least value of each.</param>
    /// <param name="upper">The greatest.</param>
    /// <param name="name">A name.</param>
    /// <param name="shape">A shape.</param>
    public int AddAffine(UnitValue[] values, double[] lower, double[] upper, string name, TensorShape? shape)
    {
        if (values.All(v => v.IsAtom))
        {
            return Vector(values.Select(v => v.Atom).ToArray(), shape, name);
        }

        bool isDiagonal = values.All(v => v.Row is { Columns.Length: 1 }) && values.Select(v => v.Row!.Columns[0]).Distinct().Count() == values.Length;
        return isDiagonal ? AddDiagonal(values, lower, upper, name, shape) : AddDense(values, lower, upper, name, shape);
    }

    private int AddDiagonal(UnitValue[] values, double[] lower, double[] upper, string name, TensorShape? shape)
    {
        int id = Vector(values.Select(v => v.Row!.Columns[0]).ToArray(), shape);
        float[] factors = new float[values.Length], offsets = new float[values.Length];
        double[] scaledLower = new double[values.Length], scaledUpper = new double[values.Length], scaleErrors = new double[values.Length], shiftErrors = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            AffineRow row = values[i].Row!;
            (factors[i], double factorError) = Round(row.Weights[0], row.WeightErrors?[0] ?? 0);
            (offsets[i], shiftErrors[i]) = Round(row.Bias, row.BiasError);
            scaleErrors[i] = factorError == 0 ? 0 : Outward.Up(factorError * Magnitude(row.Columns[0]));

            // The exact product lies where the exact sum does, without the offset.
            scaledLower[i] = Outward.Down(Outward.Down(lower[i] - row.Bias) - row.BiasError);
            scaledUpper[i] = Outward.Up(Outward.Up(upper[i] - row.Bias) + row.BiasError);
        }

        // A factor may have been rounded to 1 and an offset to 0: what that changes belongs to the operator that is left, or to a copy.
        bool isScaled = factors.Any(f => f != 1), isShifted = offsets.Any(o => o != 0);
        double[] errors = scaleErrors.Zip(shiftErrors, static (a, b) => a == 0 ? b : b == 0 ? a : Outward.Up(a + b)).ToArray();
        if (isScaled)
        {
            id = Builder.AddScale(id, Vector(factors), name: isShifted ? name + ".scale" : name);
            Register(id, isShifted ? scaledLower : lower, isShifted ? scaledUpper : upper, isShifted ? scaleErrors : errors);
        }

        if (isShifted)
        {
            return Register(Builder.AddShift(id, Vector(offsets), name), lower, upper, isScaled ? shiftErrors : errors);
        }

        return isScaled || errors.All(e => e == 0) ? id : AddCopy(id, lower, upper, name, errors);
    }

    private int AddCopy(int id, double[] lower, double[] upper, string name, double[] errors)
    {
        ImmutableArray<GatherIndex> indices = Enumerable.Range(0, errors.Length).Select(i => new GatherIndex(0, i)).ToImmutableArray();
        return Register(Builder.AddGather(ImmutableArray.Create(id), indices, Builder[id].Shape, name), lower, upper, errors);
    }

    private int AddDense(UnitValue[] values, double[] lower, double[] upper, string name, TensorShape? shape)
    {
        int[] columns = ColumnsOf(values);
        int source = Vector(columns);
        Dictionary<int, int> position = new();
        for (int j = 0; j < columns.Length; j++)
        {
            position[columns[j]] = j;
        }

        float[] weights = new float[(long)values.Length * columns.Length], bias = new float[values.Length];
        double[] errors = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            UnitValue value = values[i];
            int at = i * columns.Length;
            if (value.IsAtom)
            {
                weights[at + position[value.Atom]] = 1;
                continue;
            }

            AffineRow row = value.Row ?? new AffineRow(Array.Empty<int>(), Array.Empty<double>(), null, value.Constant.Value, value.Constant.Error);
            (bias[i], double error) = Round(row.Bias, row.BiasError);
            for (int j = 0; j < row.Columns.Length; j++)
            {
                (weights[at + position[row.Columns[j]]], double off) = Round(row.Weights[j], row.WeightErrors?[j] ?? 0);
                error += off == 0 ? 0 : off * Magnitude(row.Columns[j]);
            }

            errors[i] = error == 0 ? 0 : Affine.Total(error, 0, row.Columns.Length + 1);
        }

        Tensor matrix = new(TensorShape.Of(values.Length, columns.Length), ImmutableArray.Create(weights));
        int id = Builder.AddDense(source, matrix, bias.Any(b => b != 0) ? Vector(bias) : null, name, shape);
        return Register(id, lower, upper, errors.Any(e => e != 0) ? errors : null);
    }

    // The atoms that the values read, in order. Where they are nearly all of one operator's, all of them: a few products with zero cost less than a copy.
    private int[] ColumnsOf(UnitValue[] values)
    {
        SortedSet<int> used = new();
        int[]? last = null;
        foreach (UnitValue value in values)
        {
            if (value.IsAtom)
            {
                used.Add(value.Atom);
            }
            else if (value.Row is { } row && !ReferenceEquals(row.Columns, last))
            {
                used.UnionWith(row.Columns);
                last = row.Columns;
            }
        }

        if (used.Count == 0)
        {
            used.Add(0); // A layer needs an input, and all of these are constant.
        }

        int only = _operatorOf[used.Min], count = Builder[only].Count;
        return _operatorOf[used.Max] == only && (long)(count - used.Count) * values.Length <= used.Count ? Enumerable.Range(_firstAtom[only], count).ToArray() : used.ToArray();
    }

    private double Magnitude(int atom) => Math.Max(Math.Abs(_lower[atom]), Math.Abs(_upper[atom]));

    private (float Value, double Error) Round(double value, double error)
    {
        float rounded = (float)value;
        if (float.IsNaN(rounded) || float.IsInfinity(rounded))
        {
            Overflows = true;
            return (0, double.PositiveInfinity);
        }

        return rounded == value && error == 0 ? (rounded, 0) : (rounded, Outward.Up(Outward.Up(Math.Abs(rounded - value)) + error));
    }

    private static Tensor Vector(float[] values) => Tensor.Vector(values);
}
