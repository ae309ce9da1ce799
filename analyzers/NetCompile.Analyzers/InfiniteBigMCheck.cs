using System.Collections.Immutable;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Analyzers;

/// <summary>Reports units whose big-M is infinite: because an input has no range, or because ranges and weights overflow.</summary>
internal static class InfiniteBigMCheck
{
    /// <summary>Inputs without a range, each with the units that it alone makes unbounded.</summary>
    public static void RunWithoutRanges(Check check, NetworkModel emitted, NetworkModel model)
    {
        int at = 0;
        for (int i = 0; i < check.Declaration.Inputs.Count; i++)
        {
            InputDeclaration input = check.Declaration.Inputs[i];
            if (input.Lower is null && model.InputRanges.IsDefaultOrEmpty)
            {
                // The others count as bounded: a fixed point of no importance.
                int first = at;
                ProvenBounds bounds = ProvenBounds.Over(emitted, Enumerable.Range(0, model.InputCount)
                    .Select(j => j >= first && j < first + input.Length ? InputInterval.Exact(double.NegativeInfinity, double.PositiveInfinity) : InputInterval.Exact(0, 0)).ToImmutableArray());
                Report(check, emitted, bounds, check.Attributes.Inputs[i].PositionalLocation(0), $"Input '{input.Name}' has no bounds", $"write [Input(\"{input.Name}\", lower, upper)]");
            }

            at += input.Length;
        }
    }

    /// <summary>A network whose inputs are bounded.</summary>
    public static void Run(Check check, NetworkModel emitted, ProvenBounds proven) => Report(
        check, emitted, proven, check.Attributes.Network.Location, "The ranges of the inputs and the weights are so large that bounds overflow", "narrow the ranges, or scale the inputs with Mean and Range");

    private static void Report(Check check, NetworkModel emitted, ProvenBounds bounds, Microsoft.CodeAnalysis.Location location, string cause, string remedy)
    {
        int infinite = 0, all = 0;
        string? first = null;
        foreach (ActivationLayer layer in bounds.Layers)
        {
            for (int i = 0; i < layer.Units.Count; i++)
            {
                all++;
                if (layer.Units[i].State == UnitState.Unstable && (double.IsInfinity(layer.Units[i].Lower) || double.IsInfinity(layer.Units[i].Upper)))
                {
                    infinite++;
                    first ??= MilpCheck.Describe(emitted, layer, i);
                }
            }
        }

        if (first is not null)
        {
            check.Add(MilpRules.InfiniteBigM, location, cause, $"{Display.Count(infinite)} of {Display.Count(all, "neuron")}", first, remedy);
        }
    }
}
