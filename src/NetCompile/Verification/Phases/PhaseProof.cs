using NetCompile.Certificates;
using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Records how nodes of the ReLU-splitting search are closed and divided.</summary>
internal static class PhaseProof
{
    /// <summary>A row of a node's conjunction, as last evaluated, refutes the conjunction on the node. Does nothing where no proof is asked for.</summary>
    public static unsafe void Refute(PhaseNode node, int row, RowRelaxations relaxations, int slot)
    {
        if (node.Proof is null)
        {
            return;
        }

        PhaseProblem problem = node.Problem!;
        ushort[] slopes = new ushort[problem.Neurons.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            int id = problem.Layout.Activation(problem.Neurons[i]);
            slopes[i] = ProofSlopes.Quantise(relaxations.LowerSlope(id)[((long)slot * relaxations.Stride(id)) + problem.Layout.Element(problem.Neurons[i])]);
        }

        RowSplits splits = relaxations.Splits(slot);
        node.Proof.Refute(new ProofRow(
            problem.Rows[node.Conjunction][row], new ProofSlopes(problem.Neurons, slopes), [.. node.Decisions.Select((decision, d) => Multiplier(problem, decision >> 1, (float)splits.Multiplier[d]))]));
    }

    /// <summary>The parts of a node on which a neuron is inactive and active.</summary>
    public static (ProofNode Inactive, ProofNode Active) Split(PhaseProblem problem, ProofNode proof, int neuron) =>
        proof.SplitPhase(problem.Layout.PreActivation(neuron), problem.Layout.Element(neuron));

    /// <summary>The same, where the parent's best row, with the neuron fixed, refutes at least one of the parts. Decisions made beside this one took no part in that.</summary>
    /// <returns>The part that is left; where none is, either.</returns>
    public static ProofNode SplitRefuted(BoundedNode parent, ProofNode proof, int neuron, bool inactive, bool active)
    {
        PhaseProblem problem = parent.Node.Problem!;
        (ProofNode inactivePart, ProofNode activePart) = Split(problem, proof, neuron);
        float[] multipliers = parent.Multipliers[parent.BestRow];
        ushort[] slopes = Array.ConvertAll(parent.Slopes[parent.BestRow], s => ProofSlopes.Quantise(s));
        ProofRow row = new(
            problem.Rows[parent.Node.Conjunction][parent.BestRow], new ProofSlopes(problem.Neurons, slopes),
            [.. parent.Node.Decisions.Select((decision, d) => Multiplier(problem, decision >> 1, multipliers[d])), Multiplier(problem, neuron, 0)]);
        if (inactive)
        {
            inactivePart.Refute(row);
        }

        if (active)
        {
            activePart.Refute(row);
        }

        return inactive ? activePart : inactivePart;
    }

    private static PhaseMultiplier Multiplier(PhaseProblem problem, int neuron, float beta) =>
        new(problem.Layout.PreActivation(neuron), problem.Layout.Element(neuron), beta);
}
