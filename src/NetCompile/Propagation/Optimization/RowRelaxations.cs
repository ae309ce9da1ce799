using NetCompile.Certificates;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// Activation functions and split multipliers of each row of a backward substitution: what α-CROWN and β-CROWN optimise. [PT] §4.4.3.
/// </summary>
/// <remarks>
/// A row starts with the relaxations that the workspace holds. Its lower slopes <c>α</c> of unstable neurons may be any numbers in <c>[0, 1]</c> (<c>[ε, 1]</c> for leaky ReLU). A neuron
/// may be fixed in a phase, where it is linear; that constraint, <c>s · a ≥ 0</c> with <c>s = ±1</c>, may enter with a multiplier <c>β ≥ 0</c>:
/// <c>f ≥ f − β s a</c> where the constraint holds. Every choice gives a sound bound, so nothing here needs care with rounding except that it stays in these ranges.
/// </remarks>
internal sealed unsafe class RowRelaxations : IDisposable
{
    private readonly BoundsWorkspace _workspace;
    private readonly AlignedBuffer?[] _lowerSlope, _upperSlope, _upperIntercept, _first, _second, _value;
    private readonly RowSplits[] _splits = new RowSplits[BoundsWorkspace.RowChunk];

    public RowRelaxations(BoundsWorkspace workspace)
    {
        _workspace = workspace;
        int count = workspace.Runner.Model.Operators.Length;
        _lowerSlope = new AlignedBuffer?[count];
        _upperSlope = new AlignedBuffer?[count];
        _upperIntercept = new AlignedBuffer?[count];
        _first = new AlignedBuffer?[count];
        _second = new AlignedBuffer?[count];
        _value = new AlignedBuffer?[count];
        List<int> activations = [];
        foreach (NetworkOperator o in workspace.Runner.Model.Operators)
        {
            _value[o.Id] = Allocate(o.Id);
            if (o.IsActivation)
            {
                activations.Add(o.Id);
                _lowerSlope[o.Id] = Allocate(o.Id);
                _upperSlope[o.Id] = Allocate(o.Id);
                _upperIntercept[o.Id] = Allocate(o.Id);
                _first[o.Id] = Allocate(o.Id);
                _second[o.Id] = Allocate(o.Id);
            }
        }

        Activations = [.. activations];
        for (int r = 0; r < _splits.Length; r++)
        {
            _splits[r] = new RowSplits();
        }
    }

    /// <summary>The activation operators, in order.</summary>
    public int[] Activations { get; }

    /// <summary>Numbers from one row of operator <paramref name="id"/> to the next.</summary>
    public int Stride(int id) => _workspace.Tables.Stride[id];

    /// <summary>Lower slopes: <c>[RowChunk, Stride]</c>.</summary>
    public double* LowerSlope(int id) => _lowerSlope[id]!.Pointer;

    public double* UpperSlope(int id) => _upperSlope[id]!.Pointer;

    /// <summary>Positive exactly where the neuron is unstable and not fixed in a phase.</summary>
    public double* UpperIntercept(int id) => _upperIntercept[id]!.Pointer;

    /// <summary>First moments of the slopes' gradients.</summary>
    public double* FirstMoment(int id) => _first[id]!.Pointer;

    /// <summary>Second moments of the slopes' gradients.</summary>
    public double* SecondMoment(int id) => _second[id]!.Pointer;

    /// <summary>Values of the chosen linear functions at the input that attains the row's bound: <c>[RowChunk, Stride]</c>.</summary>
    public double* Value(int id) => _value[id]!.Pointer;

    /// <summary>Whether the workspace holds a neuron as unstable; rows may have fixed it all the same.</summary>
    public bool IsUnstable(int id, int element) => _workspace.UpperIntercept(id)[element] > 0;

    /// <summary>The phase constraints of a row.</summary>
    public RowSplits Splits(int row) => _splits[row];

    /// <summary>Gives a row the workspace's relaxations, no splits, and forgets its gradients.</summary>
    public void Reset(int row)
    {
        foreach (int id in Activations)
        {
            int stride = _workspace.Tables.Stride[id];
            long offset = (long)row * stride;
            Copy(_workspace.LowerSlope(id), LowerSlope(id) + offset, stride);
            Copy(_workspace.UpperSlope(id), UpperSlope(id) + offset, stride);
            Copy(_workspace.UpperIntercept(id), UpperIntercept(id) + offset, stride);
            new Span<double>(FirstMoment(id) + offset, stride).Clear();
            new Span<double>(SecondMoment(id) + offset, stride).Clear();
        }

        _splits[row].Count = 0;
    }

    /// <summary>Chooses the lower slope of an unstable neuron; one that is stable or fixed keeps its own.</summary>
    public void SetSlope(int row, int id, int element, double slope)
    {
        long at = ((long)row * _workspace.Tables.Stride[id]) + element;
        if (UpperIntercept(id)[at] > 0)
        {
            LowerSlope(id)[at] = Math.Clamp(slope, InactiveSlope(id), 1);
        }
    }

    /// <summary>Fixes a neuron in a phase. One that the workspace holds as stable keeps its function and gets no multiplier.</summary>
    /// <remarks>
    /// Substitution leaves out the weights of neurons that the workspace holds as stably inactive: a coefficient at such a pre-activation would be charged with its bias only, which is no bound.
    /// Where a neuron is stable its own function holds whatever phase was decided.
    /// </remarks>
    /// <param name="row">The row.</param>
    /// <param name="id">A ReLU or leaky ReLU.</param>
    /// <param name="element">The neuron.</param>
    /// <param name="isActive">Whether <c>a ≥ 0</c>; else <c>a ≤ 0</c>.</param>
    /// <param name="multiplier"><c>β ≥ 0</c>.</param>
    public void Fix(int row, int id, int element, bool isActive, double multiplier)
    {
        long at = ((long)row * _workspace.Tables.Stride[id]) + element;
        if (!(UpperIntercept(id)[at] > 0))
        {
            // It still takes its place among the row's decisions.
            _splits[row].Add(id, element, 0, 0);
            return;
        }

        LowerSlope(id)[at] = UpperSlope(id)[at] = isActive ? 1 : InactiveSlope(id);
        UpperIntercept(id)[at] = 0;
        _splits[row].Add(id, element, isActive ? 1 : -1, Math.Max(multiplier, 0));
    }

    /// <summary>Gives a row, after <see cref="Reset"/>, slopes, phases and multipliers that were found before.</summary>
    /// <param name="row">The row.</param>
    /// <param name="layout">Numbers the network's neurons.</param>
    /// <param name="neurons">The neurons that <paramref name="slopes"/> are for.</param>
    /// <param name="slopes">Lower slopes; null: the workspace's.</param>
    /// <param name="decisions">Neurons fixed in a phase: twice their number, plus 1 where active.</param>
    /// <param name="multipliers">One for each of the first decisions; 0 for the rest. Null: all 0.</param>
    public void Take(int row, SlopeLayout layout, int[] neurons, float[]? slopes, int[] decisions, float[]? multipliers)
    {
        if (slopes is not null)
        {
            for (int i = 0; i < slopes.Length; i++)
            {
                SetSlope(row, layout.Activation(neurons[i]), layout.Element(neurons[i]), slopes[i]);
            }
        }

        for (int d = 0; d < decisions.Length; d++)
        {
            int neuron = decisions[d] >> 1;
            double multiplier = multipliers is not null && d < multipliers.Length ? multipliers[d] : 0;
            Fix(row, layout.Activation(neuron), layout.Element(neuron), (decisions[d] & 1) != 0, multiplier);
        }
    }

    /// <summary>The slopes of a row.</summary>
    public float[] Slopes(int row, SlopeLayout layout, int[] neurons)
    {
        float[] slopes = new float[neurons.Length];
        CopySlopes(row, layout, neurons, slopes);
        return slopes;
    }

    /// <summary>Copies the slopes of a row.</summary>
    public void CopySlopes(int row, SlopeLayout layout, int[] neurons, Span<float> slopes)
    {
        for (int i = 0; i < neurons.Length; i++)
        {
            int id = layout.Activation(neurons[i]);
            slopes[i] = (float)LowerSlope(id)[((long)row * _workspace.Tables.Stride[id]) + layout.Element(neurons[i])];
        }
    }

    /// <summary>The multipliers of a row's decisions, in their order.</summary>
    public float[] Multipliers(int row)
    {
        float[] multipliers = new float[_splits[row].Count];
        CopyMultipliers(row, multipliers);
        return multipliers;
    }

    /// <summary>Copies the multipliers of a row's decisions.</summary>
    public void CopyMultipliers(int row, Span<float> multipliers)
    {
        RowSplits splits = _splits[row];
        for (int d = 0; d < splits.Count; d++)
        {
            multipliers[d] = (float)splits.Multiplier[d];
        }
    }

    /// <summary>Makes row <paramref name="to"/> a copy of row <paramref name="from"/>.</summary>
    public void Copy(int from, int to)
    {
        foreach (int id in Activations)
        {
            int stride = _workspace.Tables.Stride[id];
            long source = (long)from * stride, target = (long)to * stride;
            Copy(LowerSlope(id) + source, LowerSlope(id) + target, stride);
            Copy(UpperSlope(id) + source, UpperSlope(id) + target, stride);
            Copy(UpperIntercept(id) + source, UpperIntercept(id) + target, stride);
            Copy(FirstMoment(id) + source, FirstMoment(id) + target, stride);
            Copy(SecondMoment(id) + source, SecondMoment(id) + target, stride);
        }

        _splits[to].CopyFrom(_splits[from]);
    }

    /// <summary>Adds <c>−β s</c> at the pre-activations of activation <paramref name="id"/> that a row has fixed.</summary>
    public void SubtractMultipliers(int id, double* coefficients, int stride, int rows)
    {
        for (int r = 0; r < rows; r++)
        {
            RowSplits splits = _splits[r];
            for (int i = 0; i < splits.Count; i++)
            {
                if (splits.Activation[i] == id)
                {
                    coefficients[((long)r * stride) + splits.Element[i]] -= splits.Sign[i] * splits.Multiplier[i];
                }
            }
        }
    }

    /// <summary>The slope of the inactive phase.</summary>
    public double InactiveSlope(int id) => _workspace.Runner.Model.Operators[id] is LeakyReluOperator leaky ? leaky.Slope : 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer? buffer in (AlignedBuffer?[])[.. _lowerSlope, .. _upperSlope, .. _upperIntercept, .. _first, .. _second, .. _value])
        {
            buffer?.Dispose();
        }
    }

    private static void Copy(double* from, double* to, int count) => new ReadOnlySpan<double>(from, count).CopyTo(new Span<double>(to, count));

    private AlignedBuffer Allocate(int id) => new((long)BoundsWorkspace.RowChunk * _workspace.Tables.Stride[id]);
}
