using NetCompile.Models;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Propagation;

/// <summary>The memory in which one thread bounds one box after another; allocated once.</summary>
/// <remarks>Per-operator vectors stand at <see cref="PropagationTables.Stride"/>-aligned offsets of shared buffers; padding elements stay zero.</remarks>
internal sealed unsafe class BoundsWorkspace : IDisposable
{
    /// <summary>Rows of one backward substitution: enough to reuse each weight, few enough that two layers' coefficients stay in the first-level cache.</summary>
    public const int RowChunk = 32;

    private readonly int[] _offset;
    private readonly AlignedBuffer _lower, _upper, _error, _lowerSlope, _upperSlope, _lowerIntercept, _upperIntercept, _scratch, _rows;
    private readonly AlignedBuffer?[] _coefficients;
    private readonly int[][] _full;
    private readonly int[][] _active;
    private AlignedBuffer? _mid, _deviation;

    public BoundsWorkspace(NetworkRunner runner, Arithmetic arithmetic)
    {
        Runner = runner;
        Tables = runner.Tables;
        Arithmetic = arithmetic;
        NetworkModel model = runner.Model;
        int count = model.Operators.Length;
        _offset = new int[count];
        int total = 0, widest = 0;
        for (int id = 0; id < count; id++)
        {
            _offset[id] = total;
            total += Tables.Stride[id];
            widest = Math.Max(widest, Tables.Stride[id]);
        }

        _lower = new AlignedBuffer(total);
        _upper = new AlignedBuffer(total);
        _error = new AlignedBuffer(total);
        _lowerSlope = new AlignedBuffer(total);
        _upperSlope = new AlignedBuffer(total);
        _lowerIntercept = new AlignedBuffer(total);
        _upperIntercept = new AlignedBuffer(total);
        _scratch = new AlignedBuffer(6L * widest);
        _rows = new AlignedBuffer(3L * RowChunk);
        ScratchStride = widest;
        _coefficients = new AlignedBuffer?[count];
        _full = new int[count][];
        _active = new int[count][];
        ActiveCount = new int[count];
        Touched = new bool[count];
        ReluReader = new int[count];
        FindReluReaders(model);
        for (int id = 0; id < count; id++)
        {
            _full[id] = [.. Enumerable.Range(0, model.Operators[id].Count)];
            _active[id] = [.. _full[id]];
            ActiveCount[id] = _full[id].Length;
        }
    }

    public NetworkRunner Runner { get; }

    public PropagationTables Tables { get; }

    public Arithmetic Arithmetic { get; }

    /// <summary>Doubles from one scratch vector to the next.</summary>
    public int ScratchStride { get; }

    /// <summary>For each operator, how many elements of <see cref="Active"/> count.</summary>
    public int[] ActiveCount { get; }

    /// <summary>Which operators the current backward substitution has given coefficients.</summary>
    public bool[] Touched { get; }

    /// <summary>For each operator whose only reader is a ReLU: that ReLU's id, else −1.</summary>
    public int[] ReluReader { get; }

    /// <summary>Set when a magnitude left the range in which the error terms are valid, or the float32 forward pass could overflow: nothing may be proved then.</summary>
    public bool Overflow { get; set; }

    /// <summary>Asked between chunks of rows whether to leave the rest as loose as it is; every bound stays sound then. Null: never.</summary>
    public Func<bool>? ShouldStop { get; set; }

    /// <summary>Constant parts of the rows of the current backward substitution.</summary>
    public double* RowConstant => _rows.Pointer;

    /// <summary>Error bounds of the rows.</summary>
    public double* RowError => _rows.Pointer + RowChunk;

    /// <summary>Sums of magnitudes of what was added to <see cref="RowConstant"/> outside dense layers.</summary>
    public double* RowMagnitude => _rows.Pointer + (2 * RowChunk);

    public double* Lower(int id) => _lower.Pointer + _offset[id];

    public double* Upper(int id) => _upper.Pointer + _offset[id];

    /// <summary>How far the computed value of the operator may be from the exact function of its sources, plus the double rounding of propagating through it.</summary>
    public double* Error(int id) => _error.Pointer + _offset[id];

    public double* LowerSlope(int id) => _lowerSlope.Pointer + _offset[id];

    public double* UpperSlope(int id) => _upperSlope.Pointer + _offset[id];

    public double* LowerIntercept(int id) => _lowerIntercept.Pointer + _offset[id];

    public double* UpperIntercept(int id) => _upperIntercept.Pointer + _offset[id];

    public double* Scratch(int index) => _scratch.Pointer + ((long)index * ScratchStride);

    /// <summary>The elements of a value that are not known to be zero on the current box.</summary>
    public int[] Active(int id) => _active[id];

    /// <summary>The elements of a value whose coefficients can be non-zero in backward substitution.</summary>
    public (int[] Indices, int Count) BackwardActive(int id) =>
        ReluReader[id] >= 0 ? (_active[ReluReader[id]], ActiveCount[ReluReader[id]]) : (_full[id], _full[id].Length);

    /// <summary>The coefficients of the current rows at an operator: <c>[RowChunk, Stride]</c>.</summary>
    public double* Coefficients(int id) => (_coefficients[id] ??= new AlignedBuffer((long)RowChunk * Tables.Stride[id])).Pointer;

    /// <summary>Doubles that one linear function of the input takes: its coefficients, then its constant, padded.</summary>
    public int FunctionStride => PropagationTables.Pad(Tables.Width[0] + 1);

    /// <summary>Midpoints of the lower and upper linear functions of an operator's elements: <c>[Width, FunctionStride]</c>.</summary>
    public double* Mid(int id) => (_mid ??= new AlignedBuffer((_offset[^1] + (long)Tables.Stride[^1]) * FunctionStride)).Pointer + ((long)_offset[id] * FunctionStride);

    /// <summary>Half the difference of the upper and lower linear functions.</summary>
    public double* Deviation(int id) =>
        (_deviation ??= new AlignedBuffer((_offset[^1] + (long)Tables.Stride[^1]) * FunctionStride)).Pointer + ((long)_offset[id] * FunctionStride);

    /// <summary>A copy of a value's bounds.</summary>
    public (double[] Lower, double[] Upper) CopyBounds(int id) =>
        (new ReadOnlySpan<double>(Lower(id), Tables.Width[id]).ToArray(), new ReadOnlySpan<double>(Upper(id), Tables.Width[id]).ToArray());

    /// <summary>Takes over all bounds and relaxations that another workspace of the same network holds for its box.</summary>
    public void CopyFrom(BoundsWorkspace other)
    {
        AlignedBuffer[] to = [_lower, _upper, _error, _lowerSlope, _upperSlope, _lowerIntercept, _upperIntercept];
        AlignedBuffer[] from = [other._lower, other._upper, other._error, other._lowerSlope, other._upperSlope, other._lowerIntercept, other._upperIntercept];
        for (int i = 0; i < to.Length; i++)
        {
            new ReadOnlySpan<double>(from[i].Pointer, checked((int)from[i].Length)).CopyTo(new Span<double>(to[i].Pointer, checked((int)to[i].Length)));
        }

        other.ActiveCount.CopyTo(ActiveCount, 0);
        for (int id = 0; id < _active.Length; id++)
        {
            other._active[id].CopyTo(_active[id], 0);
        }

        Overflow = other.Overflow;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer? buffer in (AlignedBuffer?[])
                 [_lower, _upper, _error, _lowerSlope, _upperSlope, _lowerIntercept, _upperIntercept, _scratch, _rows, _mid, _deviation, .. _coefficients])
        {
            buffer?.Dispose();
        }
    }

    private void FindReluReaders(NetworkModel model)
    {
        int[] readers = new int[model.Operators.Length];
        Array.Fill(ReluReader, -1);
        foreach (NetworkOperator o in model.Operators)
        {
            foreach (int source in o.Sources)
            {
                readers[source]++;
                ReluReader[source] = o is ReluOperator ? o.Id : -1;
            }
        }

        // The output is also read by the property.
        readers[model.Output]++;
        for (int id = 0; id < readers.Length; id++)
        {
            if (readers[id] != 1 || id == model.Output)
            {
                ReluReader[id] = -1;
            }
        }
    }
}
