using System.Collections.Concurrent;
using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Certificates;

/// <summary>Collects, from several threads, the slopes that bounded each end of each pre-activation best.</summary>
internal sealed class ProofElements(NetworkModel model)
{
    private readonly SlopeLayout _layout = new(model);
    private readonly ConcurrentDictionary<(int Id, int Neuron, bool IsUpper), float[]> _slopes = new();

    /// <summary>Keeps the slopes of a row that has just improved an end.</summary>
    public unsafe void Improve(RowRelaxations rows, int row, int id, int neuron, bool isUpper)
    {
        float[] slopes = new float[_layout.CountBefore(id)];
        for (int i = 0; i < slopes.Length; i++)
        {
            int activation = _layout.Activation(i);
            slopes[i] = (float)rows.LowerSlope(activation)[((long)row * rows.Stride(activation)) + _layout.Element(i)];
        }

        _slopes[(id, neuron, isUpper)] = slopes;
    }

    /// <summary>What was kept, in the order of the operators.</summary>
    public ProofElement[] ToArray() =>
        [.. _slopes.OrderBy(s => s.Key.Id).ThenBy(s => s.Key.Neuron).ThenBy(s => s.Key.IsUpper).Select(s => new ProofElement(s.Key.Id, s.Key.Neuron, s.Key.IsUpper, s.Value))];
}
