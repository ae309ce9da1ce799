using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Analyzers;

/// <summary>Checks the network's encoding in optimisation models: stated big-Ms, infinite ones, coefficients and size, all before anything is built.</summary>
internal static class MilpCheck
{
    /// <param name="check">The class.</param>
    /// <param name="model">The model, which has as many inputs and outputs as are declared.</param>
    /// <param name="hasMilp">Whether the project references <c>NetCompile.Milp</c>; else only what is stated is checked.</param>
    /// <param name="options">What <c>.editorconfig</c> says.</param>
    public static void Run(Check check, NetworkModel model, bool hasMilp, MilpOptions options)
    {
        if (!hasMilp && check.Declaration.Milp.BigMs.IsEmpty && check.Declaration.Milp.Encoding is null)
        {
            return;
        }

        NetworkModel emitted = NetworkResolver.Emitted(model, check.Declaration);
        ImmutableArray<InputInterval> region = NetworkResolver.RegionOf(check.Declaration, model).AsImmutableArray();
        if (region.IsEmpty)
        {
            InfiniteBigMCheck.RunWithoutRanges(check, emitted, model);
            return;
        }

        EncodingFacts facts = EncodingFacts.Over(emitted, region, check.Declaration.Milp);
        InfiniteBigMCheck.Run(check, emitted, facts.Proven);
        BigMCheck.Run(check, emitted, region, facts.Proven, options);
        CoefficientCheck.Run(check, emitted, facts, options);
        EncodingSizeCheck.Run(check, facts, options);
    }

    /// <summary>For example <c>neuron 3 of layer 0 ('relu2')</c>.</summary>
    public static string Describe(NetworkModel model, ActivationLayer layer, int unit) => $"neuron {Display.Index(unit)} of layer {Display.Index(layer.Index)} ('{model.Operators[layer.OperatorId].Name}')";

    /// <summary>A number for a message: six digits.</summary>
    public static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>Where the encoding is stated, or else the network.</summary>
    public static Location EncodingLocation(Check check) => check.Attributes.Milp.Encoding?.PositionalLocation(0) ?? check.Attributes.Network.Location;
}
