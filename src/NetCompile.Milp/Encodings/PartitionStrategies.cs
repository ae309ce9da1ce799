namespace NetCompile.Milp;

/// <summary>The groups that each <see cref="PartitionStrategy"/> makes.</summary>
internal static class PartitionStrategies
{
    private static readonly (string Name, PartitionStrategy Strategy)[] All =
    [
        ("equal-size", PartitionStrategy.EqualSize), ("equal-range", PartitionStrategy.EqualRange), ("random", PartitionStrategy.Random), ("uneven", PartitionStrategy.UnevenMagnitudes),
    ];

    public static string Names => string.Join(", ", All.Select(p => p.Name));

    public static string NameOf(PartitionStrategy strategy) => All.First(p => p.Strategy == strategy).Name;

    public static bool TryParse(string name, out PartitionStrategy strategy)
    {
        int index = Array.FindIndex(All, p => p.Name == name);
        strategy = index < 0 ? default : All[index].Strategy;
        return index >= 0;
    }

    /// <summary>Puts the positions of nonzero weights into at most <paramref name="groups"/> groups, none empty; each position is in exactly one.</summary>
    public static int[][] Groups(ReadOnlySpan<double> weights, int groups, PartitionStrategy strategy)
    {
        List<int> positions = [];
        for (int k = 0; k < weights.Length; k++)
        {
            if (weights[k] != 0)
            {
                positions.Add(k);
            }
        }

        double[] w = weights.ToArray();
        int[] order = strategy == PartitionStrategy.Random ? Shuffled(positions) : [.. positions.OrderBy(k => w[k])];
        int count = Math.Min(groups, order.Length);
        IEnumerable<IEnumerable<int>> split = strategy switch
        {
            PartitionStrategy.UnevenMagnitudes => Enumerable.Range(0, count).Select(g => order.Where((_, rank) => rank % count == g)),
            PartitionStrategy.EqualRange when count < order.Length => ByRange(order, w, count),
            _ => Enumerable.Range(0, count).Select(g => order[(int)((long)g * order.Length / count)..(int)((long)(g + 1) * order.Length / count)].AsEnumerable()),
        };
        return [.. split.Select(g => g.ToArray()).Where(g => g.Length > 0)];
    }

    private static int[] Shuffled(List<int> positions)
    {
        int[] order = [.. positions];
        new Random(positions.Count).Shuffle(order);
        return order;
    }

    private static IEnumerable<IEnumerable<int>> ByRange(int[] order, double[] weights, int count)
    {
        double low = weights[order[(int)(0.05 * (order.Length - 1))]], high = weights[order[(int)(0.95 * (order.Length - 1))]];
        return order.GroupBy(k => high > low ? (int)Math.Clamp((weights[k] - low) / (high - low) * count, 0, count - 1) : 0).OrderBy(g => g.Key);
    }
}
