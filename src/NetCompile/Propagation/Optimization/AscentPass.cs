using System.Numerics;
using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// One ascent step of the slopes and multipliers of the rows that were just substituted backward.
/// </summary>
/// <remarks>
/// The bound of a row is <c>g = min_x A⁰ x + c</c>, attained at a corner <c>x*</c>. Going forward from <c>x*</c> through the linear functions that the substitution chose gives values
/// <c>a_k</c> of the pre-activations, and <c>∂g/∂α_k = A_k a_k</c> where the coefficient <c>A_k</c> of the neuron's output is positive (the lower function was chosen), else 0;
/// <c>∂g/∂β_k = −s_k a_k</c>. One step of projected Adam is taken operator by operator on the way. Gradients are in plain double: they only choose, they prove nothing.
/// </remarks>
internal readonly unsafe struct AscentPass : ILayerPass
{
    private readonly BoundsWorkspace _workspace;
    private readonly RowRelaxations _rows;
    private readonly int _count;
    private readonly int _from;
    private readonly double _slopeStep;
    private readonly double _multiplierStep;
    private readonly double _secondScale;

    /// <param name="workspace">Holds the coefficients of the substitution.</param>
    /// <param name="rows">The rows' relaxations; their input values are set.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="from">The operator from which the rows were substituted.</param>
    /// <param name="settings">Step lengths.</param>
    /// <param name="iteration">The iteration, from 0.</param>
    public AscentPass(BoundsWorkspace workspace, RowRelaxations rows, int count, int from, AdamSettings settings, int iteration)
    {
        _workspace = workspace;
        _rows = rows;
        _count = count;
        _from = from;
        double decay = Math.Pow(settings.Decay, iteration);
        double firstScale = 1 / (1 - Math.Pow(AdamSettings.FirstDecay, iteration + 1));
        _slopeStep = settings.SlopeStep * decay * firstScale;
        _multiplierStep = settings.MultiplierStep * decay * firstScale;
        _secondScale = 1 / (1 - Math.Pow(AdamSettings.SecondDecay, iteration + 1));
    }

    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        if (!IsNeeded(id))
        {
            return;
        }

        DenseTable table = _workspace.Tables.Dense(id);
        int stride = _workspace.Tables.Stride[id];
        double* values = _rows.Value(id);
        int padded = (_count + BackwardDenseKernel.RowBlock - 1) & -BackwardDenseKernel.RowBlock;
        for (int r = 0; r < padded; r++)
        {
            new ReadOnlySpan<double>(table.Bias, stride).CopyTo(new Span<double>(values + ((long)r * stride), stride));
        }

        fixed (int* active = _workspace.Active(source))
        {
            table.MultiplyForward(_rows.Value(source), _workspace.Tables.Stride[source], padded, active, _workspace.ActiveCount[source], values, stride);
        }
    }

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (!IsNeeded(id))
        {
            return;
        }

        int stride = _workspace.Tables.Stride[id];
        for (int r = 0; r < _count; r++)
        {
            for (int k = 0; k < stride; k++)
            {
                _rows.Value(id)[((long)r * stride) + k] = _rows.Value(source)[((long)r * stride) + k] * _workspace.LowerSlope(id)[k];
            }
        }
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (!IsNeeded(id))
        {
            return;
        }

        int stride = _workspace.Tables.Stride[id];
        for (int r = 0; r < _count; r++)
        {
            for (int k = 0; k < stride; k++)
            {
                _rows.Value(id)[((long)r * stride) + k] = _rows.Value(source)[((long)r * stride) + k] + _workspace.LowerIntercept(id)[k];
            }
        }
    }

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        if (!IsNeeded(id))
        {
            return;
        }

        double sign = isDifference ? -1 : 1;
        long length = (long)_count * _workspace.Tables.Stride[id];
        for (long k = 0; k < length; k++)
        {
            _rows.Value(id)[k] = _rows.Value(left)[k] + (sign * _rows.Value(right)[k]);
        }
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        if (!IsNeeded(id))
        {
            return;
        }

        GatherOperator gather = (GatherOperator)_workspace.Runner.Model.Operators[id];
        int stride = _workspace.Tables.Stride[id];
        for (int k = 0; k < gather.Indices.Length; k++)
        {
            int source = gather.Sources[gather.Indices[k].Source], element = gather.Indices[k].Element;
            int sourceStride = _workspace.Tables.Stride[source];
            for (int r = 0; r < _count; r++)
            {
                _rows.Value(id)[((long)r * stride) + k] = _rows.Value(source)[((long)r * sourceStride) + element];
            }
        }
    }

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Ascend(id, source, 0);

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Ascend(id, source, _rows.InactiveSlope(id));

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (!IsNeeded(id))
        {
            return;
        }

        int stride = _workspace.Tables.Stride[id];
        for (int r = 0; r < _count; r++)
        {
            long offset = (long)r * stride;
            for (int k = 0; k < stride; k++)
            {
                double a = _rows.Value(source)[offset + k];
                _rows.Value(id)[offset + k] = _workspace.Coefficients(id)[offset + k] < 0
                    ? (_workspace.UpperSlope(id)[k] * a) + _workspace.UpperIntercept(id)[k]
                    : (_workspace.LowerSlope(id)[k] * a) + _workspace.LowerIntercept(id)[k];
            }
        }
    }

    private bool IsNeeded(int id) => id <= _from && _workspace.Touched[id];

    private void Ascend(int id, int source, double least)
    {
        if (!IsNeeded(id))
        {
            return;
        }

        int stride = _workspace.Tables.Stride[id];
        Vector<double> zero = Vector<double>.Zero, one = Vector<double>.One, bottom = new(least), epsilon = new(AdamSettings.Epsilon);
        Vector<double> b1 = new(AdamSettings.FirstDecay), c1 = new(1 - AdamSettings.FirstDecay), b2 = new(AdamSettings.SecondDecay), c2 = new(1 - AdamSettings.SecondDecay);
        Vector<double> step = new(_slopeStep), scale = new(_secondScale);
        for (int r = 0; r < _count; r++)
        {
            long offset = (long)r * stride;
            double* a = _rows.Value(source) + offset;
            double* value = _rows.Value(id) + offset;
            double* coefficient = _workspace.Coefficients(id) + offset;
            double* lowerSlope = _rows.LowerSlope(id) + offset;
            double* upperSlope = _rows.UpperSlope(id) + offset;
            double* upperIntercept = _rows.UpperIntercept(id) + offset;
            double* first = _rows.FirstMoment(id) + offset;
            double* second = _rows.SecondMoment(id) + offset;
            Vector<double> magnitude = zero;
            for (int k = 0; k < stride; k += Vector<double>.Count)
            {
                Vector<double> x = Vector.Load(a + k), c = Vector.Load(coefficient + k), slope = Vector.Load(lowerSlope + k), intercept = Vector.Load(upperIntercept + k);
                Vector<double> upper = (Vector.Load(upperSlope + k) * x) + intercept;
                Vector.Store(Vector.ConditionalSelect(Vector.LessThan(c, zero), upper, slope * x), value + k);
                magnitude += Vector.Abs(c);
                Vector<double> gradient = Vector.Max(c, zero) * x;
                Vector<double> m = (b1 * Vector.Load(first + k)) + (c1 * gradient);
                Vector<double> v = (b2 * Vector.Load(second + k)) + (c2 * gradient * gradient);
                Vector.Store(m, first + k);
                Vector.Store(v, second + k);
                Vector<double> moved = slope + (step * m / (Vector.SquareRoot(v * scale) + epsilon));
                moved = Vector.Min(Vector.Max(moved, bottom), one);
                // Only an unstable neuron that is not fixed has an intercept.
                Vector.Store(Vector.ConditionalSelect(Vector.GreaterThan(intercept, zero), moved, slope), lowerSlope + k);
            }

            if (_rows.Splits(r).Count > 0)
            {
                // A row that does not depend on the layer may still need its constraints.
                double unit = Math.Max(Vector.Sum(magnitude) / Math.Max(1, _workspace.ActiveCount[id]), InputMagnitude(r));
                AscendMultipliers(_rows.Splits(r), id, a, unit);
            }
        }
    }

    /// <summary>The mean magnitude of a row's coefficients over the input.</summary>
    private double InputMagnitude(int row)
    {
        if (!_workspace.Touched[0])
        {
            return 0;
        }

        int n = _workspace.Tables.Width[0];
        ReadOnlySpan<double> coefficients = new(_workspace.Coefficients(0) + ((long)row * _workspace.Tables.Stride[0]), n);
        double sum = 0;
        foreach (double c in coefficients)
        {
            sum += Math.Abs(c);
        }

        return sum / n;
    }

    private void AscendMultipliers(RowSplits splits, int id, double* a, double unit)
    {
        for (int i = 0; i < splits.Count; i++)
        {
            if (splits.Activation[i] != id)
            {
                continue;
            }

            double gradient = -splits.Sign[i] * a[splits.Element[i]];
            double m = splits.First[i] = (AdamSettings.FirstDecay * splits.First[i]) + ((1 - AdamSettings.FirstDecay) * gradient);
            double v = splits.Second[i] = (AdamSettings.SecondDecay * splits.Second[i]) + ((1 - AdamSettings.SecondDecay) * gradient * gradient);
            double moved = splits.Multiplier[i] + (_multiplierStep * unit * m / (Math.Sqrt(v * _secondScale) + AdamSettings.Epsilon));
            // NaN becomes 0, which is sound.
            splits.Multiplier[i] = moved > 0 ? moved : 0;
        }
    }
}
