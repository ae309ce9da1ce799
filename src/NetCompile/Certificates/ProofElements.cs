using System.Collections.Concurrent;
using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Certificates;

/// <summary>Collects, from several threads, the slopes that bounded each end of each pre-activation best.</summary>
internal sealed class ProofElements(NetworkModel model)
{
    private readonly SlopeLayout _layout = new(model);
    private readonly ConcurrentDictionary<(int Id, int Neuron, bool IsUpper), ProofSlopes> _slopes = new();
    private readonly ConcurrentDictionary<int, int[]> _neurons = new();

    /// <summary>Keeps the slopes of a row that has just improved an end.</summary>
    public unsafe void Improve(RowRelaxations rows, int row, int id, int neuron, bool isUpper)
    {
        // All rows of an operator start from the same relaxations, so one list of unstable neurons serves them all.
        int[] neurons = _neurons.GetOrAdd(id, _ => [.. Enumerable.Range(0, _layout.CountBefore(id)).Where(i => rows.UpperIntercept(_layout.Activation(i))[At(i)] > 0)]);
        ushort[] slopes = new ushort[neurons.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i] = ProofSlopes.Quantise(rows.LowerSlope(_layout.Activation(neurons[i]))[At(neurons[i])]);
        }

        _slopes[(id, neuron, isUpper)] = new ProofSlopes(neurons, slopes);

        long At(int i) => ((long)row * rows.Stride(_layout.Activation(i))) + _layout.Element(i);
    }

    /// <summary>What was kept, in the order of the operators.</summary>
    public ProofElement[] ToArray() =>
        [.. _slopes.OrderBy(s => s.Key.Id).ThenBy(s => s.Key.Neuron).ThenBy(s => s.Key.IsUpper).Select(s => new ProofElement(s.Key.Id, s.Key.Neuron, s.Key.IsUpper, s.Value))];
}
