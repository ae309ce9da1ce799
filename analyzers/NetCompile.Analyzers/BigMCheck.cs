using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Analyzers;

/// <summary>Compares every <c>[BigM]</c> with what is proved about the neurons it is about.</summary>
/// <remarks>
/// A proven bound is not the true maximum. So a big-M below it is told apart: one that a found input exceeds is wrong (NC0207); of another it is only known that nobody proved it (NC0208).
/// One above the largest proven bound is valid, and weak from a factor on (NC0206).
/// </remarks>
internal sealed class BigMCheck
{
    // A big-M that is short of its proven bound by less than this share is not reported: the bound was rounded outward, and solvers let rows be off by as much.
    private const double Slack = 1e-6;

    // Neurons that are searched for an input above a big-M, those with the largest bounds first.
    private const int MaxSearches = 8;
    private const int MaxCoordinates = 6;

    private readonly Check _check;
    private readonly NetworkModel _model;
    private readonly ImmutableArray<InputInterval> _region;
    private readonly MilpOptions _options;

    private BigMCheck(Check check, NetworkModel model, ImmutableArray<InputInterval> region, MilpOptions options) => (_check, _model, _region, _options) = (check, model, region, options);

    public static void Run(Check check, NetworkModel model, ImmutableArray<InputInterval> region, ProvenBounds proven, MilpOptions options)
    {
        MilpDeclaration milp = check.Declaration.Milp;
        if (milp.BigMs.IsEmpty)
        {
            return;
        }

        List<Unit>[] units = milp.BigMs.Select(_ => new List<Unit>()).ToArray();
        foreach (ActivationLayer layer in proven.Layers)
        {
            for (int i = 0; i < layer.Units.Count; i++)
            {
                if (StatedBounds.StatementFor(model, layer, i, milp) is var index and >= 0)
                {
                    units[index].Add(new Unit(layer, i));
                }
            }
        }

        BigMCheck run = new(check, model, region, options);
        for (int i = 0; i < units.Length; i++)
        {
            if (run.IsAboutNeurons(milp.BigMs[i], check.Attributes.Milp.BigMs[i], proven.Layers))
            {
                run.Compare(milp.BigMs[i], check.Attributes.Milp.BigMs[i], units[i]);
            }
        }
    }

    private bool IsAboutNeurons(BigMDeclaration stated, AttributeUse use, ImmutableArray<ActivationLayer> layers)
    {
        ActivationLayer? layer = layers.FirstOrDefault(l => StatedBounds.IsAbout(stated, _model, l));
        if (layer is not null && (stated.Neuron is not { } neuron || layers.Any(l => StatedBounds.IsAbout(stated, _model, l) && neuron < l.Units.Count)))
        {
            return true;
        }

        if (layer is not null)
        {
            string last = Display.Index(layer.Units.Count - 1);
            _check.Add(MilpRules.UnknownNeuron, use.NamedLocation("Neuron"), stated.Target, $"the layer has {Display.Count(layer.Units.Count, "neuron")}", $"choose one from 0 to {last}, or remove [BigM]");
            return false;
        }

        string[] names = layers.Select(l => _model.Operators[l.OperatorId].Name).ToArray();
        string exist = layers.IsEmpty ? "the network has no activations" : $"the network has {Display.Count(layers.Length, "layer")} of activations, {Listed(names)}";
        string? nearest = stated.LayerName is { } name ? EditDistance.Nearest(name, names) : null;
        string remedy = nearest is not null ? $"did you mean '{nearest}'?" : layers.IsEmpty ? "remove [BigM]" : $"choose a layer from 0 to {Display.Index(layers.Length - 1)}, or remove [BigM]";
        Location location = stated.LayerName is not null ? use.NamedLocation("LayerName") : stated.Layer is not null ? use.NamedLocation("Layer") : use.Location;
        string target = stated.Specificity == 0 ? "neuron that a big-M could be about" : stated.Target;
        DiagnosticInfo error = DiagnosticInfo.Create(MilpRules.UnknownNeuron, location, target, exist, remedy);
        _check.Report(nearest is null ? error : error.WithFact(Fact.Replacement, nearest));
        return false;
    }

    private void Compare(BigMDeclaration stated, AttributeUse use, List<Unit> units)
    {
        List<Unit> unstable = units.Where(u => u.Bounds.State == UnitState.Unstable).ToList();
        if (unstable.Count == 0)
        {
            string why = units.Count == 0 ? "other statements about its neurons are more specific" : units.Count == 1 ? "it is proved to be stable, so that it has no big-M" : $"all {Display.Count(units.Count)} neurons are proved to be stable, so that they have no big-M";
            _check.Add(MilpRules.BigMWithoutEffect, use.Location, stated.Target, why);
            return;
        }

        bool hasLower = use.Sets("Lower"), hasUpper = use.Sets("Upper");
        if (use.PositionalCount == 1 && !hasLower && !hasUpper)
        {
            Compare(new Statement(stated.Upper!.Value, stated.Target, use.PositionalLocation(0), u => Math.Max(-u.Bounds.Lower, u.Bounds.Upper)), unstable);
            return;
        }

        if (stated.Lower is { } lower)
        {
            Compare(new Statement(lower, stated.Target + " below", hasLower ? use.NamedLocation("Lower") : use.PositionalLocation(0), u => -u.Bounds.Lower), unstable);
        }

        if (stated.Upper is { } upper)
        {
            Compare(new Statement(upper, stated.Target + " above", hasUpper ? use.NamedLocation("Upper") : use.PositionalLocation(0), u => u.Bounds.Upper), unstable);
        }
    }

    private void Compare(Statement stated, List<Unit> units)
    {
        List<Unit> sorted = units.OrderByDescending(stated.Need).ToList();
        double need = stated.Need(sorted[0]), enough = DecimalBound.Up(need, 6);
        if (double.IsInfinity(need))
        {
            return; // There is no number to compare with; NC0209 says so.
        }

        if (IsBelow(stated, need))
        {
            Report(BelowBound(stated, sorted.Where(u => IsBelow(stated, stated.Need(u))).ToList(), units.Count, enough), enough);
        }
        else if (enough > 0 && stated.Value > _options.WeakBigMFactor * enough)
        {
            string times = (stated.Value / enough).ToString("G3", CultureInfo.InvariantCulture);
            Report(
                DiagnosticInfo.Create(
                    MilpRules.WeakBigM, stated.Location, Display.Number(stated.Value), stated.Target, times, Display.Number(enough),
                    Display.Count(units.Count, "unstable neuron"), MilpCheck.Describe(_model, sorted[0].Layer, sorted[0].Index)),
                enough);
        }
    }

    private static bool IsBelow(Statement stated, double need) => stated.Value < need * (1 - Slack);

    private DiagnosticInfo BelowBound(Statement stated, List<Unit> exceeding, int count, double enough)
    {
        double largest = double.NegativeInfinity;
        foreach (Unit unit in exceeding.Take(MaxSearches))
        {
            // On which side the bound exceeds the big-M; where both do, the worse one.
            int sign = stated.Need(unit) == unit.Bounds.Upper ? 1 : -1;
            Witness witness = WitnessSearch.Find(_model, _region, _model.Operators[unit.Layer.OperatorId].Sources[0], unit.Index, sign);
            _check.CancellationToken.ThrowIfCancellationRequested();
            if (IsBelow(stated, witness.Value))
            {
                return DiagnosticInfo.Create(
                    MilpRules.BigMCutsOff, stated.Location, Display.Number(stated.Value), stated.Target, MilpCheck.Describe(_model, unit.Layer, unit.Index), MilpCheck.Text(sign * witness.Value),
                    Point(witness.Input), Display.Number(enough));
            }

            largest = Math.Max(largest, witness.Value);
        }

        return DiagnosticInfo.Create(
            MilpRules.BigMBelowBound, stated.Location, Display.Number(stated.Value), stated.Target, MilpCheck.Describe(_model, exceeding[0].Layer, exceeding[0].Index), MilpCheck.Text(stated.Need(exceeding[0])),
            $"{Display.Count(exceeding.Count)} of {Display.Count(count, "unstable neuron")}", MilpCheck.Text(Math.Round(largest, 9) + 0.0), Display.Number(enough));
    }

    private void Report(DiagnosticInfo diagnostic, double enough) => _check.Report(diagnostic.WithFact(Fact.ProvenBound, enough.ToString("R", CultureInfo.InvariantCulture)));

    private static string Point(ImmutableArray<double> input) =>
        string.Join(", ", input.Take(MaxCoordinates).Select(MilpCheck.Text)) + (input.Length > MaxCoordinates ? ", …" : "");

    private static string Listed(string[] names) => string.Join(", ", names.Take(MaxCoordinates).Select(n => $"'{n}'")) + (names.Length > MaxCoordinates ? ", …" : "");

    /// <param name="Value">The magnitude.</param>
    /// <param name="Target">What it is about.</param>
    /// <param name="Location">The number.</param>
    /// <param name="Need">The least magnitude that is proved to be enough for a neuron.</param>
    private sealed record Statement(double Value, string Target, Location Location, Func<Unit, double> Need);

    private sealed record Unit(ActivationLayer Layer, int Index)
    {
        public UnitBounds Bounds => Layer.Units[Index];
    }
}
