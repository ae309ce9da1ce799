using System.Globalization;

namespace NetCompile.Generator.Parsing;

/// <summary>The names of encodings, as <c>ReluEncoding.Parse</c> and the command line read them.</summary>
internal static class EncodingName
{
    public const string BigM = "big-m";
    public const string Extended = "extended";
    public const string Ideal = "ideal";
    public const string Indicator = "indicator";
    public const string Sos1 = "sos1";
    public const string Triangle = "triangle";
    public const string ProjectedHull = "projected-hull";

    private const string Partition = "partition";
    private static readonly string[] s_plain = { BigM, Extended, Ideal, Indicator, Sos1, Triangle, ProjectedHull };
    private static readonly string[] s_strategies = { "equal-size", "equal-range", "random", "uneven" };

    /// <summary>All of them, for messages.</summary>
    public static string All => $"{string.Join(", ", s_plain)}, {Partition}:P, or {Partition}:P:STRATEGY with {string.Join(", ", s_strategies)}";

    public static bool IsValid(string name) => s_plain.Contains(name) || GroupsOf(name) is not null;

    /// <summary>The number of groups of a partition encoding; null for another name.</summary>
    public static int? GroupsOf(string name)
    {
        string[] parts = name.Split(':');
        return parts[0] == Partition && parts.Length is 2 or 3
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int groups) && groups >= 1
            && (parts.Length == 2 || s_strategies.Contains(parts[2]))
                ? groups : null;
    }

    /// <summary>The name that was probably meant, or null.</summary>
    public static string? Nearest(string name)
    {
        string[] parts = name.Split(':');
        return parts.Length == 1 ? EditDistance.Nearest(name.ToLowerInvariant(), s_plain)
            : parts.Length is 2 or 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int groups) && groups >= 1
                && EditDistance.Nearest(parts[0].ToLowerInvariant(), new[] { Partition }) is not null
                && (parts.Length == 2 || EditDistance.Nearest(parts[2].ToLowerInvariant(), s_strategies) is not null)
                ? string.Join(":", new[] { Partition, parts[1] }.Concat(parts.Skip(2).Select(s => EditDistance.Nearest(s.ToLowerInvariant(), s_strategies)!)))
            : null;
    }
}
