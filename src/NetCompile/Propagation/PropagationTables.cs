using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>A network's constants as the bound passes want them; built once per network and shared by all threads.</summary>
internal sealed class PropagationTables
{
    /// <summary>Vectors are padded to a multiple of this many doubles: one 512-bit register.</summary>
    public const int Padding = 8;

    private readonly DenseTable?[] _dense;

    public PropagationTables(NetworkModel model)
    {
        Model = model;
        int count = model.Operators.Length;
        _dense = new DenseTable?[count];
        Width = new int[count];
        Stride = new int[count];
        FeedsActivation = new bool[count];
        PreActivationOffset = new int[count];
        Array.Fill(PreActivationOffset, -1);
        long total = 0;
        foreach (NetworkOperator o in model.Operators)
        {
            Width[o.Id] = o.Count;
            Stride[o.Id] = Pad(o.Count);
            total += o.Count;
            if (o is DenseOperator d)
            {
                _dense[o.Id] = new DenseTable(d);
            }

            if (o.IsActivation && PreActivationOffset[o.Sources[0]] < 0)
            {
                FeedsActivation[o.Sources[0]] = true;
                PreActivationOffset[o.Sources[0]] = PreActivationCount;
                PreActivationCount += Stride[o.Sources[0]];
            }
        }

        TotalWidth = total;
        DoubleGamma = Rounding.DoubleGamma(total);
    }

    public NetworkModel Model { get; }

    /// <summary>Elements of each operator's value.</summary>
    public int[] Width { get; }

    /// <summary><see cref="Width"/>, padded.</summary>
    public int[] Stride { get; }

    /// <summary>Whether the operator's value is the pre-activation of an activation.</summary>
    public bool[] FeedsActivation { get; }

    /// <summary>Where the operator's bounds stand among the pre-activation bounds that a box hands to its children; −1 where it is no pre-activation.</summary>
    public int[] PreActivationOffset { get; }

    /// <summary>Doubles that the lower (or the upper) pre-activation bounds of one box take.</summary>
    public int PreActivationCount { get; }

    /// <summary>Elements of all values together: the most terms any sum of a bound computation has.</summary>
    public long TotalWidth { get; }

    /// <summary>The relative error of any such sum, with a margin.</summary>
    public double DoubleGamma { get; }

    /// <summary>The weights of dense operator <paramref name="id"/>.</summary>
    public DenseTable Dense(int id) => _dense[id] ?? throw new InvalidOperationException($"Operator {id} is not dense.");

    public static int Pad(int count) => (count + Padding - 1) & -Padding;
}
