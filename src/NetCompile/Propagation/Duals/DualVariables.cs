using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// What a Lagrangian dual of up to <see cref="BoundsWorkspace.RowChunk"/> rows consists of: for each operator whose defining equation <c>v = f(sources)</c> is dualised, its
/// multiplier, the minimiser of the inner problem, and what the ascent remembers. All vectors are <c>[RowChunk, Stride]</c>.
/// </summary>
internal sealed unsafe class DualVariables : IDisposable
{
    private readonly AlignedBuffer?[] _multiplier, _first, _second;
    private readonly AlignedBuffer[] _value;
    private readonly double[][] _unit;

    /// <param name="w">The bounds that the inner problems use, and the model.</param>
    /// <param name="splitsActivations">Whether activations' equations are dualised too, not only those of the values they read.</param>
    public DualVariables(BoundsWorkspace w, bool splitsActivations)
    {
        NetworkModel model = w.Runner.Model;
        int count = model.Operators.Length;
        _multiplier = new AlignedBuffer?[count];
        _first = new AlignedBuffer?[count];
        _second = new AlignedBuffer?[count];
        _value = new AlignedBuffer[count];
        _unit = new double[count][];
        Readers = new int[count][];
        Activations = new PiecewiseActivation[count][];
        foreach (NetworkOperator o in model.Operators)
        {
            long length = (long)BoundsWorkspace.RowChunk * w.Tables.Stride[o.Id];
            Readers[o.Id] = [.. model.Operators.Where(r => r.IsActivation && r.Sources[0] == o.Id).Select(r => r.Id)];
            Activations[o.Id] = o.IsActivation ? [.. Enumerable.Range(0, o.Count).Select(k => PiecewiseActivation.Of(o, k))] : [];
            _value[o.Id] = new AlignedBuffer(length);
            // The input's range is where the last inner minimum is taken; it has no equation.
            if (o.Id > 0 && (Readers[o.Id].Length > 0 || (splitsActivations && o.IsActivation)))
            {
                _multiplier[o.Id] = new AlignedBuffer(length);
                _first[o.Id] = new AlignedBuffer(length);
                _second[o.Id] = new AlignedBuffer(length);
                _unit[o.Id] = new double[BoundsWorkspace.RowChunk];
            }
        }
    }

    /// <summary>For each operator, the activations that read it.</summary>
    public int[][] Readers { get; }

    /// <summary>For each activation operator, its elements' functions.</summary>
    public PiecewiseActivation[][] Activations { get; }

    /// <summary>Whether the operator's equation is dualised.</summary>
    public bool IsDualised(int id) => _multiplier[id] is not null;

    /// <summary>The multipliers of a dualised equation.</summary>
    public double* Multiplier(int id) => _multiplier[id]!.Pointer;

    /// <summary>First moments of the multipliers' gradients.</summary>
    public double* FirstMoment(int id) => _first[id]!.Pointer;

    /// <summary>Second moments.</summary>
    public double* SecondMoment(int id) => _second[id]!.Pointer;

    /// <summary>The values that attain the inner minimum: of a dualised operator and of the input the minimiser, of another its function of the sources' values.</summary>
    public double* Value(int id) => _value[id].Pointer;

    /// <summary>The size of a row's multipliers at the start of the ascent, in which its steps are measured.</summary>
    public double[] Unit(int id) => _unit[id];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer? buffer in (AlignedBuffer?[])[.. _multiplier, .. _first, .. _second, .. _value])
        {
            buffer?.Dispose();
        }
    }
}
