using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// Affine forms <c>v_i = c_i + Σ_g G_ig ε_g + r_i η_i</c> of all operators' elements. The radius <c>r_i</c>, with a symbol <c>η_i</c> of its own that nothing shares,
/// takes all rounding.
/// </summary>
internal sealed unsafe class ZonotopeForms : IDisposable
{
    private readonly PropagationTables _tables;
    private readonly AlignedBuffer?[] _generators;
    private readonly double[][] _center, _radius;
    private readonly int[] _stride, _lastReader;

    public ZonotopeForms(BoundsWorkspace w)
    {
        _tables = w.Tables;
        NetworkModel model = w.Runner.Model;
        int count = model.Operators.Length;
        _generators = new AlignedBuffer?[count];
        _center = new double[count][];
        _radius = new double[count][];
        _stride = new int[count];
        _lastReader = new int[count];
        foreach (NetworkOperator o in model.Operators)
        {
            foreach (int source in o.Sources)
            {
                _lastReader[source] = o.Id;
            }
        }

        int n = _tables.Width[0];
        Symbols = n;
        Allocate(0, n);
        for (int j = 0; j < n; j++)
        {
            (_center[0][j], Generators(0)[((long)j * _stride[0]) + j]) = SymbolicPropagation.Split(w.Lower(0)[j], w.Upper(0)[j]);
        }
    }

    /// <summary>The number of symbols so far.</summary>
    public int Symbols { get; set; }

    /// <summary><c>G</c>: <c>[Width, Stride]</c>, padded with zeros.</summary>
    public double* Generators(int id) => (_generators[id] ?? throw new InvalidOperationException($"The affine forms of operator {id} are not there.")).Pointer;

    /// <summary>Doubles from one row of <see cref="Generators"/> to the next: the symbols there were when the operator was reached, padded.</summary>
    public int Stride(int id) => _stride[id];

    /// <summary><c>c</c>.</summary>
    public double[] Center(int id) => _center[id];

    /// <summary><c>r</c>.</summary>
    public double[] Radius(int id) => _radius[id];

    /// <summary>Makes room for an operator's forms over <paramref name="symbols"/> symbols, all zero.</summary>
    public void Allocate(int id, int symbols)
    {
        _stride[id] = PropagationTables.Pad(symbols);
        // A multiple of the kernel's rows.
        _generators[id] = new AlignedBuffer((long)_tables.Stride[id] * _stride[id]);
        _center[id] = new double[_tables.Stride[id]];
        _radius[id] = new double[_tables.Stride[id]];
    }

    /// <summary>Frees the forms that no operator after <paramref name="id"/> reads.</summary>
    public void Release(NetworkOperator id)
    {
        foreach (int source in id.Sources)
        {
            if (_lastReader[source] == id.Id)
            {
                _generators[source]?.Dispose();
                _generators[source] = null;
            }
        }
    }

    /// <summary><c>|c| + Σ |G| + r</c>: no value of the form is larger.</summary>
    public double Magnitude(int id, int k) => Math.Abs(_center[id][k]) + Spread(id, k);

    /// <summary>The form's range, outward.</summary>
    public (double Lower, double Upper) Range(int id, int k)
    {
        double spread = Spread(id, k), center = _center[id][k];
        double error = _tables.DoubleGamma * (Math.Abs(center) + spread);
        return (Rounding.Down(center - spread, error), Rounding.Up(center + spread, error));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer? buffer in _generators)
        {
            buffer?.Dispose();
        }
    }

    private double Spread(int id, int k)
    {
        double* row = Generators(id) + ((long)k * _stride[id]);
        double sum = _radius[id][k];
        for (int g = 0; g < _stride[id]; g++)
        {
            sum += Math.Abs(row[g]);
        }

        return sum;
    }
}
