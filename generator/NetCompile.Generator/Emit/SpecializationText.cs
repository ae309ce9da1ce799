using System.Globalization;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.Passes;

namespace NetCompile.Generator.Emit;

/// <summary>What specialisation did, in words: the same in comments and in the diagnostic.</summary>
internal static class SpecializationText
{
    /// <summary>For example <c>87 of 300 neurons went (52 constant, 35 merged), 13,500 of 42,000 multiply-adds are left, at most 3.1E-06 from the original</c>.</summary>
    public static string Of(ResolvedSpecialization specialization)
    {
        SpecializationCounts counts = specialization.Counts;
        if (IsWithoutEffect(counts))
        {
            return "nothing could be dropped or merged";
        }

        string[] parts = new[] { (counts.Constant, "constant"), (counts.Merged, "merged"), (counts.Unused, "unused") }.Where(p => p.Item1 > 0).Select(p => $"{Literal.Grouped(p.Item1)} {p.Item2}").ToArray();
        return $"{Literal.Grouped(counts.Gone)} of {Display.Count(counts.Neurons, "neuron")} went{(parts.Length == 0 ? "" : $" ({string.Join(", ", parts)})")}, "
            + $"{Literal.Grouped(counts.MultiplyAdds)} of {Literal.Grouped(counts.OriginalMultiplyAdds)} multiply-adds are left, {Distance(specialization)}";
    }

    /// <summary>Whether the network stayed as it was.</summary>
    public static bool IsWithoutEffect(SpecializationCounts counts) => counts.Gone == 0 && counts.MultiplyAdds == counts.OriginalMultiplyAdds;

    private static string Distance(ResolvedSpecialization specialization)
    {
        double greatest = specialization.MaxDifference.Max();
        return double.IsInfinity(greatest) ? "a value may overflow, so that the distance from the original is not bounded" : $"at most {RoundedUp(greatest)} from the original";
    }

    // Two digits, never below the bound.
    private static string RoundedUp(double value)
    {
        string text = value.ToString("G2", CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture) >= value ? text : (value * 1.05).ToString("G2", CultureInfo.InvariantCulture);
    }
}
