using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>Checks phase decisions against a network.</summary>
internal static class PhaseDecisions
{
    /// <exception cref="ArgumentException">A decision is not possible, or <paramref name="method"/> has no use for decisions.</exception>
    public static void Check(NetworkModel model, ImmutableArray<PhaseDecision> decisions, BoundMethod method)
    {
        if (decisions.IsDefaultOrEmpty)
        {
            return;
        }

        if (method != BoundMethod.BetaCrown)
        {
            throw new ArgumentException($"Phase decisions are given, and {method} has no use for them; choose {BoundMethod.BetaCrown} or leave them out.");
        }

        Dictionary<(int, int), bool> phases = [];
        foreach (PhaseDecision d in decisions)
        {
            if (d.Operator < 0 || d.Operator >= model.Operators.Length || model.Operators[d.Operator] is not (ReluOperator or LeakyReluOperator))
            {
                string what = d.Operator < 0 || d.Operator >= model.Operators.Length ? $"the network has operators 0 to {model.Operators.Length - 1}" : $"it is a {model.Operators[d.Operator].Kind}";
                string ids = string.Join(", ", model.Operators.Where(o => o is ReluOperator or LeakyReluOperator).Select(o => o.Id));
                throw new ArgumentException(
                    $"Operator {d.Operator} of a phase decision is no ReLU or leaky ReLU: {what}. {(ids.Length == 0 ? "The network has none." : $"Those that are: {ids}.")}");
            }

            int count = model.Operators[d.Operator].Count;
            if (d.Neuron < 0 || d.Neuron >= count)
            {
                throw new ArgumentException($"Neuron {d.Neuron} of a phase decision does not exist: operator {d.Operator} has neurons 0 to {count - 1}.");
            }

            if (!phases.TryAdd((d.Operator, d.Neuron), d.IsActive) && phases[(d.Operator, d.Neuron)] != d.IsActive)
            {
                throw new ArgumentException($"Neuron {d.Neuron} of operator {d.Operator} is decided twice, active and inactive; leave one out.");
            }
        }
    }
}
