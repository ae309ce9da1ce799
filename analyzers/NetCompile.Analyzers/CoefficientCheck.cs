using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Models;

namespace NetCompile.Analyzers;

/// <summary>Reports what makes a solver's tolerances meaningless: big-Ms that are too large, and rows whose coefficients lie too far apart.</summary>
internal static class CoefficientCheck
{
    // What solvers allow a binary to be off by.
    private const double IntegralityTolerance = 1e-6;

    public static void Run(Check check, NetworkModel model, EncodingFacts facts, MilpOptions options)
    {
        if (HasBigM(facts.Encoding))
        {
            BigMs(check, model, facts.Layers, options);
        }

        if (facts.Coefficients is { } worst && worst.Ratio > options.MaxCoefficientRatio)
        {
            check.Add(
                MilpRules.CoefficientRange, check.Attributes.Network.Location,
                $"The row of neuron {Display.Index(worst.Row)} of '{model.Operators[worst.OperatorId].Name}' has coefficients from {MilpCheck.Text(worst.Least)} to {MilpCheck.Text(worst.Largest)}, "
                + $"{MilpCheck.Text(worst.Ratio)} times as large, above {MilpCheck.Text(options.MaxCoefficientRatio)} ({MilpOptions.MaxCoefficientRatioKey})",
                "solvers keep about fifteen digits: scale the inputs of the network, or prune its tiny weights");
        }
    }

    private static bool HasBigM(string encoding) => encoding is EncodingName.BigM or EncodingName.Ideal or EncodingName.Extended || EncodingName.GroupsOf(encoding) is not null;

    private static void BigMs(Check check, NetworkModel model, ImmutableArray<ActivationLayer> layers, MilpOptions options)
    {
        double largest = 0;
        int count = 0, unstable = 0;
        (ActivationLayer Layer, int Index)? worst = null;
        foreach (ActivationLayer layer in layers)
        {
            for (int i = 0; i < layer.Units.Count; i++)
            {
                UnitBounds unit = layer.Units[i];
                double m = Math.Max(-unit.Lower, unit.Upper);
                if (unit.State != UnitState.Unstable || double.IsInfinity(m))
                {
                    continue;
                }

                unstable++;
                count += m > options.MaxBigM ? 1 : 0;
                (largest, worst) = m > largest ? (m, (layer, i)) : (largest, worst);
            }
        }

        if (worst is not { } w || largest <= options.MaxBigM)
        {
            return;
        }

        UnitBounds bounds = w.Layer.Units[w.Index];
        BoundSource source = bounds.Upper == largest ? bounds.UpperSource : bounds.LowerSource;
        bool isStated = source == BoundSource.Stated;
        Location location = isStated ? StatedLocation(check, model, w.Layer, w.Index) : MilpCheck.EncodingLocation(check);
        DiagnosticInfo warning = DiagnosticInfo.Create(
            MilpRules.CoefficientRange, location,
            $"The big-M of {MilpCheck.Describe(model, w.Layer, w.Index)} is {MilpCheck.Text(largest)} ({source.Describe()}), above {MilpCheck.Text(options.MaxBigM)} ({MilpOptions.MaxBigMKey}) "
            + $"like {Display.Count(count)} of {Display.Count(unstable, "unstable neuron")} in all: a binary that is off by {MilpCheck.Text(IntegralityTolerance)}, which solvers allow, lets its value be off by {MilpCheck.Text(largest * IntegralityTolerance)}",
            isStated ? "write a smaller one, or remove [BigM]" : "narrow the ranges of the inputs, or write [MilpEncoding(\"indicator\")]");
        check.Report(isStated ? warning : warning.WithFact(Fact.Encoding, EncodingName.Indicator));
    }

    private static Location StatedLocation(Check check, NetworkModel model, ActivationLayer layer, int unit)
    {
        AttributeUse use = check.Attributes.Milp.BigMs[StatedBounds.StatementFor(model, layer, unit, check.Declaration.Milp)];
        return use.PositionalCount == 1 ? use.PositionalLocation(0) : use.Location;
    }
}
