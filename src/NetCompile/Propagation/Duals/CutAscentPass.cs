using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// One ascent step after a <see cref="CutBackwardPass"/>: a multiplier's supergradient is by how much the inner minimiser violates its constraint; then it is projected to ≥ 0.
/// </summary>
/// <remarks>Also keeps running means of the minimisers: those converge to a solution of the relaxation, which the minimisers alone, corners of boxes, do not.</remarks>
internal readonly unsafe struct CutAscentPass : ILayerPass
{
    /// <summary>Large: the multipliers of new cuts start at 0.</summary>
    private const double FirstStep = 0.2;

    /// <summary>How much a mean moves towards the newest minimiser once there are many.</summary>
    private const double MeanRate = 0.1;

    /// <summary>The most cuts of one neuron in one row.</summary>
    private const int MostCuts = 6;

    /// <summary>A cut is taken where the mean point violates it by more than this part of <c>U</c>.</summary>
    private const double LeastViolation = 1e-3;

    private readonly BoundsWorkspace _workspace;
    private readonly CutVariables _variables;
    private readonly int _rows;
    private readonly int _from;
    private readonly DualStep _step;
    private readonly bool _separates;
    private readonly double _rate;

    /// <param name="workspace">Holds the coefficients of the evaluation.</param>
    /// <param name="variables">The multipliers.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="from">The operator whose elements the rows combine.</param>
    /// <param name="iteration">From 0.</param>
    /// <param name="separates">Whether to look for violated cuts.</param>
    public CutAscentPass(BoundsWorkspace workspace, CutVariables variables, int rows, int from, int iteration, bool separates)
    {
        _workspace = workspace;
        _variables = variables;
        _rows = rows;
        _from = from;
        _step = new DualStep(iteration, FirstStep);
        _separates = separates;
        _rate = Math.Max(MeanRate, 1.0 / (iteration + 1));
        // The pass is not called for the input.
        if (workspace.Touched[0])
        {
            Track(0);
        }
    }

    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        if (IsNeeded(id))
        {
            DualValues.Dense(_workspace, id, source, _rows, _variables.Value(source), _variables.Value(id));
            Track(id);
        }
    }

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (IsNeeded(id))
        {
            DualValues.Scale(_workspace, id, _rows, _variables.Value(source), _variables.Value(id));
            Track(id);
        }
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (IsNeeded(id))
        {
            DualValues.Shift(_workspace, id, _rows, _variables.Value(source), _variables.Value(id));
            Track(id);
        }
    }

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        if (IsNeeded(id))
        {
            DualValues.Sum(_workspace, id, _rows, _variables.Value(left), _variables.Value(right), isDifference, _variables.Value(id));
            Track(id);
        }
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        if (!IsNeeded(id))
        {
            return;
        }

        GatherOperator gather = (GatherOperator)_workspace.Runner.Model.Operators[id];
        for (int k = 0; k < gather.Indices.Length; k++)
        {
            int source = gather.Sources[gather.Indices[k].Source];
            DualValues.Gather(_workspace, id, k, _rows, source, gather.Indices[k], _variables.Value(source), _variables.Value(id));
        }

        Track(id);
    }

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Lines(id, source);

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Lines(id, source);

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (!IsNeeded(id))
        {
            return;
        }

        int input = _workspace.Runner.Model.Operators[source] is DenseOperator dense ? dense.Sources[0] : -1;
        for (int r = 0; r < _rows; r++)
        {
            AscendRow(id, source, input, r);
        }

        Track(id);
        for (int r = 0; r < _rows && _separates && input >= 0; r++)
        {
            Separate(id, source, input, r);
        }
    }

    private void Lines(int id, int source)
    {
        if (!IsNeeded(id))
        {
            return;
        }

        int stride = _workspace.Tables.Stride[id];
        bool hasLowerIntercept = _workspace.Runner.Model.Operators[id] is ClipOperator;
        for (int i = 0; i < _rows * stride; i++)
        {
            int k = i % stride;
            double a = _variables.Value(source)[i], low = hasLowerIntercept ? _workspace.LowerIntercept(id)[k] : 0;
            _variables.Value(id)[i] = _workspace.Coefficients(id)[i] < 0
                ? (_workspace.UpperSlope(id)[k] * a) + _workspace.UpperIntercept(id)[k]
                : (_workspace.LowerSlope(id)[k] * a) + low;
        }

        Track(id);
    }

    /// <summary>Moves the mean of an operator's values.</summary>
    private void Track(int id)
    {
        double* value = _variables.Value(id);
        double* mean = _variables.Mean(id);
        for (int i = 0; i < _rows * _workspace.Tables.Stride[id]; i++)
        {
            mean[i] += _rate * (value[i] - mean[i]);
        }
    }

    private bool IsNeeded(int id) => id <= _from && _workspace.Touched[id];

    private void AscendRow(int id, int source, int input, int r)
    {
        int offset = r * _workspace.Tables.Stride[id];
        double unit = _variables.Unit[id][r];
        double* lower = _workspace.Lower(source);
        double* upper = _workspace.Upper(source);
        double* a = _variables.Value(source) + offset;
        double* value = _variables.Value(id) + offset;
        double* phase = _variables.Vector(id, CutVariables.Kind.Phase) + offset;
        double* meanPhase = _variables.Vector(id, CutVariables.Kind.MeanPhase) + offset;
        for (int t = 0; t < _workspace.ActiveCount[id]; t++)
        {
            int k = _workspace.Active(id)[t];
            double l = lower[k], u = upper[k];
            if (l >= 0)
            {
                value[k] = a[k];
            }
            else
            {
                double h = value[k], z = phase[k];
                Move(id, offset + k, CutVariables.Kind.Active, a[k] - h, unit);
                Move(id, offset + k, CutVariables.Kind.Zero, h - (u * z), unit);
                Move(id, offset + k, CutVariables.Kind.One, h - (a[k] - (l * (1 - z))), unit);
                meanPhase[k] += _rate * (z - meanPhase[k]);
            }
        }

        if (input < 0)
        {
            return;
        }

        ReadOnlySpan<double> x = new(_variables.Value(input) + (r * _workspace.Tables.Stride[input]), _workspace.Tables.Width[input]);
        foreach (NeuronCut cut in _variables.Cuts(id, r))
        {
            double gradient = value[cut.Neuron] - cut.RightHandSide(x, phase[cut.Neuron]);
            double moved = cut.Multiplier + _step.Next(gradient, unit, ref cut.First, ref cut.Second);
            cut.Multiplier = moved > 0 ? moved : 0;
        }
    }

    /// <summary>Projected ascent of one multiplier; NaN becomes 0, which is sound.</summary>
    private void Move(int id, int at, CutVariables.Kind kind, double gradient, double unit)
    {
        double* multiplier = _variables.Vector(id, kind) + at;
        double moved = *multiplier + _step.Next(gradient, unit, ref _variables.Vector(id, kind + 1)[at], ref _variables.Vector(id, kind + 2)[at]);
        *multiplier = moved > 0 ? moved : 0;
    }

    /// <summary>
    /// Separation in <c>O(n)</c>, [PT] after eq. (7b): at <c>(x̂, ẑ)</c> put <c>j</c> in <c>J</c> where <c>w_j (x̂_j − L̆_j (1 − ẑ)) &lt; w_j Ŭ_j ẑ</c>; the cut is violated where <c>ĥ</c> exceeds its right-hand side.
    /// </summary>
    private void Separate(int id, int source, int input, int r)
    {
        int offset = r * _workspace.Tables.Stride[id];
        double* meanValue = _variables.Mean(id) + offset;
        double* meanPhase = _variables.Vector(id, CutVariables.Kind.MeanPhase) + offset;
        List<NeuronCut> cuts = _variables.Cuts(id, r);
        DenseTable table = _workspace.Tables.Dense(source);
        ReadOnlySpan<double> x = new(_variables.Mean(input) + (r * _workspace.Tables.Stride[input]), _workspace.Tables.Width[input]);
        ILookup<int, NeuronCut> known = cuts.ToLookup(c => c.Neuron);
        for (int t = 0; t < _workspace.ActiveCount[id]; t++)
        {
            int k = _workspace.Active(id)[t];
            if (_workspace.Lower(source)[k] >= 0 || known[k].Count() >= MostCuts)
            {
                continue;
            }

            NeuronCut cut = MostViolated(table, input, k, x, meanPhase[k]);
            double violation = meanValue[k] - cut.RightHandSide(x, meanPhase[k]);
            if (violation > LeastViolation * _workspace.Upper(source)[k] && !known[k].Any(c => c.Weights.AsSpan().SequenceEqual(cut.Weights)))
            {
                cuts.Add(cut);
            }
        }
    }

    private NeuronCut MostViolated(DenseTable table, int input, int k, ReadOnlySpan<double> x, double z)
    {
        double[] weights = new double[x.Length];
        double least = 0, rest = table.Bias[k];
        double* row = table.Rows + ((long)k * table.InputStride);
        for (int j = 0; j < weights.Length; j++)
        {
            double v = row[j], l = _workspace.Lower(input)[j], u = _workspace.Upper(input)[j];
            (double low, double high) = v >= 0 ? (l, u) : (u, l);
            if (v * (x[j] - (low * (1 - z))) < v * high * z)
            {
                weights[j] = v;
                least += v * low;
            }
            else
            {
                rest += v * high;
            }
        }

        return new NeuronCut(k, weights, least, rest);
    }
}
