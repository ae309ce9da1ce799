using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.QuickProofs;

namespace NetCompile.Analyzers;

/// <summary>Reports how many ReLUs of a network never change between on and off in the declared ranges.</summary>
internal static class StableNeuronCheck
{
    private const int MaxLayers = 6;

    public static void Run(Check check, ResolvedNetwork network, QuickProofOptions options)
    {
        if (network.Region.IsEmpty || QuickProofCache.StabilityOf(network.Model, network.Region, options.Work, check.CancellationToken) is not { } all)
        {
            return;
        }

        ActivationStability[] layers = all.Where(l => network.Model.Operators[l.OperatorId] is ReluOperator).ToArray();
        int off = layers.Sum(l => l.Inactive), on = layers.Sum(l => l.Active);
        if (off + on > 0)
        {
            IEnumerable<string> texts = layers.Select((l, i) =>
                $"{Display.Index(l.Inactive)} off and {Display.Index(l.Active)} on of {Display.Index(l.Active + l.Inactive + l.Unstable)} in layer {Display.Index(i)} ('{network.Model.Operators[l.OperatorId].Name}')");
            check.Add(
                ProofRules.StableNeurons, check.Attributes.Network.Location, Display.Count(layers.Sum(l => l.Active + l.Inactive + l.Unstable), "ReLU"), check.Declaration.Name,
                Verb(off), Display.Index(on), string.Join(", ", texts.Take(MaxLayers)) + (layers.Length > MaxLayers ? $" and {layers.Length - MaxLayers} more" : ""));
        }
    }

    private static string Verb(int count) => Display.Index(count) + (count == 1 ? " is" : " are");
}
