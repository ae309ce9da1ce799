using NetCompile.Certificates;
using NetCompile.Models;

namespace NetCompile.Verification;

/// <summary>What the ReLU-splitting search writes down for a certificate.</summary>
internal static class PhaseProof
{
    /// <summary>A row with the slopes and multipliers that refute its conjunctions.</summary>
    /// <param name="problem">Numbers the neurons.</param>
    /// <param name="model">The network.</param>
    /// <param name="row">The row of the specification.</param>
    /// <param name="slopes">One for each of <see cref="PhaseProblem.Neurons"/>.</param>
    /// <param name="decisions">The decided phases.</param>
    /// <param name="multipliers">One for each of the first decisions.</param>
    public static ProofRow Row(PhaseProblem problem, NetworkModel model, int row, float[] slopes, int[] decisions, float[] multipliers)
    {
        float[] all = new float[problem.Layout.Count];
        for (int i = 0; i < slopes.Length; i++)
        {
            all[problem.Neurons[i]] = slopes[i];
        }

        List<PhaseMultiplier> phases = [];
        for (int d = 0; d < decisions.Length && d < multipliers.Length; d++)
        {
            if (multipliers[d] > 0)
            {
                phases.Add(new PhaseMultiplier(PreActivation(problem, model, decisions[d] >> 1), problem.Layout.Element(decisions[d] >> 1), multipliers[d]));
            }
        }

        return new ProofRow(row, all, phases);
    }

    /// <summary>Records the split of a part at the kink of a neuron.</summary>
    public static (ProofNode? Inactive, ProofNode? Active) Split(ProofNode? part, PhaseProblem problem, NetworkModel model, int neuron) =>
        part is null ? (null, null) : part.SplitPhase(PreActivation(problem, model, neuron), problem.Layout.Element(neuron));

    private static int PreActivation(PhaseProblem problem, NetworkModel model, int neuron) => model.Operators[problem.Layout.Activation(neuron)].Sources[0];
}
