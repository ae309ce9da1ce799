using NetCompile.Models;

namespace NetCompile.Certificates;

/// <summary>Where each activation's slopes stand in one array: the ReLUs and leaky ReLUs in the order of their ids, each with one entry an element.</summary>
internal sealed class SlopeLayout
{
    private readonly int[] _offset;
    private readonly int[] _activation;
    private readonly int[] _source;

    public SlopeLayout(NetworkModel model)
    {
        _offset = new int[model.Operators.Length];
        _source = [.. model.Operators.Select(o => o.Sources.IsEmpty ? -1 : o.Sources[0])];
        foreach (NetworkOperator o in model.Operators)
        {
            _offset[o.Id] = -1;
            if (o is ReluOperator or LeakyReluOperator)
            {
                _offset[o.Id] = Count;
                Count += o.Count;
            }
        }

        _activation = new int[Count];
        foreach (NetworkOperator o in model.Operators)
        {
            if (_offset[o.Id] >= 0)
            {
                Array.Fill(_activation, o.Id, _offset[o.Id], o.Count);
            }
        }
    }

    /// <summary>The length of the array.</summary>
    public int Count { get; }

    /// <summary>Where the slopes of activation <paramref name="id"/> begin; −1 where the operator has none.</summary>
    public int Offset(int id) => _offset[id];

    /// <summary>How many entries belong to activations before operator <paramref name="id"/>.</summary>
    public int CountBefore(int id)
    {
        int end = Array.FindIndex(_activation, a => a >= id);
        return end < 0 ? Count : end;
    }

    /// <summary>The activation of entry <paramref name="index"/>.</summary>
    public int Activation(int index) => _activation[index];

    /// <summary>The operator whose value the activation of entry <paramref name="index"/> reads.</summary>
    public int PreActivation(int index) => _source[_activation[index]];

    /// <summary>The element of entry <paramref name="index"/> in its activation.</summary>
    public int Element(int index) => index - _offset[_activation[index]];
}
