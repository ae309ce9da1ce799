namespace NetCompile.Generator.Parsing;

/// <summary>Finds what somebody probably meant.</summary>
internal static class EditDistance
{
    /// <summary>The candidate nearest to <paramref name="text"/>, or null where none is near: at most a third of the longer text may differ.</summary>
    public static string? Nearest(string text, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string candidate in candidates.OrderBy(c => c, StringComparer.Ordinal))
        {
            int distance = Between(text, candidate);
            if (distance < bestDistance && distance * 3 <= Math.Max(text.Length, candidate.Length))
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary>The least number of insertions, deletions, replacements and swaps of neighbours that make <paramref name="a"/> of <paramref name="b"/>; no place is edited twice.</summary>
    public static int Between(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1], last = Enumerable.Range(0, b.Length + 1).ToArray(), current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? beforeLast[j - 2] + 1 : int.MaxValue;
                current[j] = Math.Min(Math.Min(replaced, swapped), Math.Min(last[j], current[j - 1]) + 1);
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[b.Length];
    }
}
