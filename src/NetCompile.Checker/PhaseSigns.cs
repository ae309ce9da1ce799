namespace NetCompile.Checker;

/// <summary>The signs of pre-activations that were decided on the way to a part: 1 for <c>a ≥ 0</c>, −1 for <c>a ≤ 0</c>.</summary>
internal sealed class PhaseSigns
{
    private readonly Dictionary<(int Operator, int Neuron), int> _signs = [];

    /// <summary>All decisions.</summary>
    public IEnumerable<(int PreActivation, int Neuron, int Sign)> All => _signs.Select(s => (s.Key.Operator, s.Key.Neuron, s.Value));

    /// <summary>The sign, or 0 where none was decided.</summary>
    public int Of(int preActivation, int neuron) => _signs.GetValueOrDefault((preActivation, neuron));

    /// <summary>Decides a sign, or takes it back with 0; returns what it was before.</summary>
    public int Set(int preActivation, int neuron, int sign)
    {
        int before = Of(preActivation, neuron);
        if (sign == 0)
        {
            _signs.Remove((preActivation, neuron));
        }
        else
        {
            _signs[(preActivation, neuron)] = sign;
        }

        return before;
    }
}
