using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// The dual variables of the active-set dual for up to <see cref="BoundsWorkspace.RowChunk"/> rows. An unstable ReLU <c>h = ρ(a)</c> has <c>α</c> for <c>h ≥ a</c>, <c>β₀</c> for <c>h ≤ U z</c>,
/// <c>β₁</c> for <c>h ≤ a − L (1 − z)</c>, all ≥ 0, and a list of cuts. All vectors are <c>[RowChunk, Stride]</c>.
/// </summary>
internal sealed unsafe class CutVariables : IDisposable
{
    private readonly AlignedBuffer?[] _buffers;
    private readonly AlignedBuffer[] _value, _mean;
    private readonly List<NeuronCut>[][] _cuts;
    private readonly int _kinds = Enum.GetValues<Kind>().Length;

    public CutVariables(BoundsWorkspace w)
    {
        NetworkModel model = w.Runner.Model;
        int count = model.Operators.Length;
        _buffers = new AlignedBuffer?[count * _kinds];
        _value = new AlignedBuffer[count];
        _mean = new AlignedBuffer[count];
        _cuts = new List<NeuronCut>[count][];
        Unit = new double[count][];
        foreach (NetworkOperator o in model.Operators)
        {
            long length = (long)BoundsWorkspace.RowChunk * w.Tables.Stride[o.Id];
            _value[o.Id] = new AlignedBuffer(length);
            _mean[o.Id] = new AlignedBuffer(length);
            _cuts[o.Id] = [];
            Unit[o.Id] = [];
            if (o is ReluOperator)
            {
                for (int kind = 0; kind < _kinds; kind++)
                {
                    _buffers[(o.Id * _kinds) + kind] = new AlignedBuffer(length);
                }

                _cuts[o.Id] = [.. Enumerable.Range(0, BoundsWorkspace.RowChunk).Select(_ => new List<NeuronCut>())];
                Unit[o.Id] = new double[BoundsWorkspace.RowChunk];
            }
        }
    }

    /// <summary>The vectors of a ReLU.</summary>
    public enum Kind
    {
        /// <summary><c>α</c>.</summary>
        Active,

        /// <summary>First moment of the gradient of <c>α</c>.</summary>
        ActiveFirst,

        /// <summary>Second moment.</summary>
        ActiveSecond,

        /// <summary><c>β₀</c>.</summary>
        Zero,

        /// <summary>First moment of the gradient of <c>β₀</c>.</summary>
        ZeroFirst,

        /// <summary>Second moment.</summary>
        ZeroSecond,

        /// <summary><c>β₁</c>.</summary>
        One,

        /// <summary>First moment of the gradient of <c>β₁</c>.</summary>
        OneFirst,

        /// <summary>Second moment.</summary>
        OneSecond,

        /// <summary>The minimising <c>z</c>.</summary>
        Phase,

        /// <summary>Its mean over the ascent, recent steps weighing more.</summary>
        MeanPhase,
    }

    /// <summary>The mean size of the coefficients that reach a ReLU at the start, per row: the unit of its steps.</summary>
    public double[][] Unit { get; }

    /// <summary>A vector of ReLU <paramref name="id"/>.</summary>
    public double* Vector(int id, Kind kind) => _buffers[(id * _kinds) + (int)kind]!.Pointer;

    /// <summary>The values at the inner minimum.</summary>
    public double* Value(int id) => _value[id].Pointer;

    /// <summary>Means of the values over the ascent, recent steps weighing more.</summary>
    public double* Mean(int id) => _mean[id].Pointer;

    /// <summary>The cuts of ReLU <paramref name="id"/> for one row.</summary>
    public List<NeuronCut> Cuts(int id, int row) => _cuts[id][row];

    /// <summary>Forgets the rows: no cuts, no gradients, no means.</summary>
    public void Clear()
    {
        foreach (AlignedBuffer? buffer in _buffers)
        {
            if (buffer is not null)
            {
                new Span<double>(buffer.Pointer, (int)buffer.Length).Clear();
            }
        }

        foreach (List<NeuronCut>[] rows in _cuts)
        {
            foreach (List<NeuronCut> cuts in rows)
            {
                cuts.Clear();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer? buffer in (AlignedBuffer?[])[.. _buffers, .. _value, .. _mean])
        {
            buffer?.Dispose();
        }
    }
}
