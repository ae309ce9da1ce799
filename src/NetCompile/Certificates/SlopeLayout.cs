using NetCompile.Models;

namespace NetCompile.Certificates;

/// <summary>Where each activation's slopes stand in one array: the ReLUs and leaky ReLUs in the order of their ids, each with one entry an element.</summary>
internal sealed class SlopeLayout
{
    private readonly int[] _offset;
    private readonly int[] _activation;

    public SlopeLayout(NetworkModel model)
    {
        _offset = new int[model.Operators.Length];
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

    /// <summary>The activation of entry <paramref name="index"/>.</summary>
    public int Activation(int index) => _activation[index];

    /// <summary>The element of entry <paramref name="index"/> in its activation.</summary>
    public int Element(int index) => index - _offset[_activation[index]];
}
