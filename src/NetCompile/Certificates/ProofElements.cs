using System.Collections.Concurrent;
using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Certificates;

/// <summary>Collects, from several threads, what bounded each end of each pre-activation best: slopes, or a small tree of phases with slopes for each of its parts.</summary>
internal sealed class ProofElements(NetworkModel model)
{
    private readonly SlopeLayout _layout = new(model);
    private readonly ConcurrentDictionary<(int Id, int Neuron, bool IsUpper), ProofElementPart> _best = new();
    private readonly ConcurrentDictionary<int, int[]> _neurons = new();

    /// <summary>Bounds are about to be tightened once more: fewer neurons are unstable now.</summary>
    public void BeginEpoch() => _neurons.Clear();

    /// <summary>Keeps the slopes of a row that has just improved an end.</summary>
    public void Improve(RowRelaxations rows, int row, int id, int neuron, bool isUpper) => _best[(id, neuron, isUpper)] = new ProofElementRow(Slopes(rows, row, id), []);

    /// <summary>Keeps the parts whose least bound has just improved an end. They are the leaves of a tree: each decision stands at the same depth in all parts that share what was decided before.</summary>
    public void Improve(IReadOnlyList<ProofPart> parts, int id, int neuron, bool isUpper) => _best[(id, neuron, isUpper)] = Tree(parts, 0);

    /// <summary>The slopes of a row for an element of operator <paramref name="id"/>.</summary>
    public unsafe ProofSlopes Slopes(RowRelaxations rows, int row, int id)
    {
        // All rows of an operator start from the same relaxations, so one list of unstable neurons serves them all. A neuron that is fixed in a row has no intercept left there, but its slope is known.
        int[] neurons = _neurons.GetOrAdd(id, _ => [.. Enumerable.Range(0, _layout.CountBefore(id)).Where(i => rows.IsUnstable(_layout.Activation(i), _layout.Element(i)))]);
        ushort[] slopes = new ushort[neurons.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            int activation = _layout.Activation(neurons[i]);
            slopes[i] = ProofSlopes.Quantise(rows.LowerSlope(activation)[((long)row * rows.Stride(activation)) + _layout.Element(neurons[i])]);
        }

        return new ProofSlopes(neurons, slopes);
    }

    /// <summary>What was kept, in the order of the operators.</summary>
    public ProofElement[] ToArray() =>
        [.. _best.OrderBy(s => s.Key.Id).ThenBy(s => s.Key.Neuron).ThenBy(s => s.Key.IsUpper).Select(s => new ProofElement(s.Key.Id, s.Key.Neuron, s.Key.IsUpper, s.Value))];

    private ProofElementPart Tree(IReadOnlyList<ProofPart> parts, int depth)
    {
        if (parts is [var leaf] && leaf.Decisions.Length == depth)
        {
            // Decisions after those that have multipliers, possibly zero, took no part in the row: an ancestor's.
            return new ProofElementRow(leaf.Slopes, [.. leaf.Multipliers.Select((beta, d) =>
                new PhaseMultiplier(_layout.PreActivation(leaf.Decisions[d] >> 1), _layout.Element(leaf.Decisions[d] >> 1), beta))]);
        }

        int neuron = parts[0].Decisions[depth] >> 1;
        ILookup<bool, ProofPart> sides = parts.ToLookup(p => (p.Decisions[depth] & 1) != 0);
        ProofElementPart inactive = Tree([.. sides[false]], depth + 1), active = Tree([.. sides[true]], depth + 1);
        // Where neither side has a better row than both had together, the split gained nothing.
        return inactive is ProofElementRow one && active is ProofElementRow other && ReferenceEquals(one.Slopes, other.Slopes)
            ? one
            : new ProofElementSplit(_layout.PreActivation(neuron), _layout.Element(neuron), inactive, active);
    }
}

/// <summary>A part on which an end of a pre-activation was bounded, and how.</summary>
/// <param name="Decisions">Phases that make it up: twice the number of the neuron (<see cref="SlopeLayout"/>), plus 1 where active.</param>
/// <param name="Slopes">Lower slopes.</param>
/// <param name="Multipliers">The multipliers of the first decisions; the others have none.</param>
internal sealed record ProofPart(int[] Decisions, ProofSlopes Slopes, float[] Multipliers);
