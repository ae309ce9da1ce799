using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;

namespace NetCompile.Generator.Resolving;

/// <summary>Networks specialised to their declared region, each worked out once while it stays in use: generator and analyzers ask for the same one.</summary>
internal static class RegionSpecialization
{
    /// <summary>
    /// Multiplications that CROWN may cost: about half a second, once for a network and region. More than the bounds of every class may cost, because the author asks for it and better bounds make the code smaller.
    /// A network beyond it is specialised by interval bounds.
    /// </summary>
    private const long MaxCrownWork = 1_000_000_000;

    private static readonly RecentResults<Key, SpecializedModel> s_recent = new(16);

    /// <summary>Whether the ranges of a declaration allow it: every input has one, finite and not empty.</summary>
    public static bool IsPossible(EquatableArray<InputInterval> region) =>
        !region.IsEmpty && region.All(i => !i.IsEmpty && !float.IsInfinity((float)i.Lower) && !float.IsInfinity((float)i.Upper));

    /// <summary>The specialised network.</summary>
    /// <param name="model">The network with its scaling.</param>
    /// <param name="region">Its region.</param>
    public static SpecializedModel Of(NetworkModel model, EquatableArray<InputInterval> region)
    {
        // [BigM] may name layers, and the emitted model states the file's ranges: the content hash knows neither.
        string names = string.Join("\n", model.Operators.Select(o => o.Name));
        return s_recent.GetOrAdd(
            new Key(model.ContentHash, names, new EquatableArray<InputRange>(model.InputRanges), region),
            () => SpecializePass.Run(model, region.AsImmutableArray(), BoundsOf));
    }

    /// <summary>The range of each input of the model without the declared scaling while the user's inputs are in their declared ranges: float32 subtraction and division are increasing, so the ends give the ends.</summary>
    public static EquatableArray<InputInterval> Unscaled(EquatableArray<InputInterval> region, NetworkDeclaration declaration)
    {
        List<InputInterval> result = new();
        foreach (InputDeclaration input in declaration.Inputs)
        {
            for (int i = 0; i < input.Length; i++)
            {
                float a = Scale((float)region[result.Count].Lower, input), b = Scale((float)region[result.Count].Upper, input);
                result.Add(InputInterval.Exact(Math.Min(a, b), Math.Max(a, b)));
            }
        }

        return result.ToEquatableArray();
    }

    private static NetworkBounds BoundsOf(NetworkModel model, ImmutableArray<InputInterval> region) =>
        ProvenBounds.CrownWork(model) <= MaxCrownWork ? CrownBounds.Compute(model, region, new CrownOptions(IntersectWithIntervals: true)) : IntervalBounds.Compute(model, region);

    // As the scaled network's operators do it; the casts keep wider intermediate results away.
    private static float Scale(float value, InputDeclaration input)
    {
        float shifted = input.Mean is { } mean ? (float)(value - (float)mean) : value;
        return input.Range is { } range ? (float)(shifted / (float)range) : shifted;
    }

    private sealed record Key(string ContentHash, string Names, EquatableArray<InputRange> Stated, EquatableArray<InputInterval> Region);
}

/// <summary>What specialisation made of a class's network, for its comments and its <c>Specialization</c>.</summary>
/// <param name="Counts">What went.</param>
/// <param name="MaxDifference">For each output how far it can be from the original's.</param>
/// <param name="OriginalHash">The content hash of the network it was made from.</param>
/// <param name="OriginalParameters">Weights and biases of that network.</param>
internal sealed record ResolvedSpecialization(SpecializationCounts Counts, EquatableArray<double> MaxDifference, string OriginalHash, long OriginalParameters)
{
    public static ResolvedSpecialization Of(SpecializedModel specialized) => new(
        specialized.Counts, new EquatableArray<double>(specialized.MaxDifference), specialized.Original.ContentHash, specialized.Original.ParameterCount);
}
