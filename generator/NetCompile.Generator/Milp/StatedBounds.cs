using System.Collections.Immutable;
using NetCompile.Generator.Parsing;
using NetCompile.Models;

namespace NetCompile.Generator.Milp;

/// <summary>Which <c>[BigM]</c> is about which neuron, and the bounds that the encoding gets by it.</summary>
internal static class StatedBounds
{
    /// <summary>The layers with stated bounds in the place of proven ones wherever a unit is unstable.</summary>
    public static ImmutableArray<ActivationLayer> Apply(NetworkModel model, ImmutableArray<ActivationLayer> layers, MilpDeclaration milp) =>
        milp.BigMs.IsEmpty ? layers : layers.Select(layer => Apply(model, layer, milp)).ToImmutableArray();

    /// <summary>The statement that counts for a neuron: the most specific one; −1 where there is none.</summary>
    public static int StatementFor(NetworkModel model, ActivationLayer layer, int unit, MilpDeclaration milp)
    {
        int best = -1;
        for (int i = 0; i < milp.BigMs.Count; i++)
        {
            if (IsAbout(milp.BigMs[i], model, layer, unit) && (best < 0 || milp.BigMs[i].Specificity > milp.BigMs[best].Specificity))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>Whether a statement names the layer.</summary>
    public static bool IsAbout(BigMDeclaration stated, NetworkModel model, ActivationLayer layer) =>
        stated.Specificity == 0 || stated.Layer == layer.Index || (stated.LayerName is { } name && model.Operators[layer.OperatorId].Name == name);

    private static bool IsAbout(BigMDeclaration stated, NetworkModel model, ActivationLayer layer, int unit) =>
        IsAbout(stated, model, layer) && (stated.Neuron is null || stated.Neuron == unit);

    private static ActivationLayer Apply(NetworkModel model, ActivationLayer layer, MilpDeclaration milp)
    {
        UnitBounds[] units = layer.Units.ToArray();
        for (int i = 0; i < units.Length; i++)
        {
            if (units[i].State == UnitState.Unstable && StatementFor(model, layer, i, milp) is var index and >= 0)
            {
                BigMDeclaration stated = milp.BigMs[index];
                UnitBounds proven = units[i];
                units[i] = new UnitBounds(
                    -stated.Lower ?? proven.Lower, stated.Lower is null ? proven.LowerSource : BoundSource.Stated,
                    stated.Upper ?? proven.Upper, stated.Upper is null ? proven.UpperSource : BoundSource.Stated,
                    UnitState.Unstable);
            }
        }

        return layer with { Units = units };
    }
}
