namespace NetCompile.Cli.Files;

/// <summary>Finds the name somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits from <paramref name="name"/>, or null where all are too different to be a slip.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        int allowed = Math.Max(2, name.Length / 3);
        return candidates
            .Select(candidate => (Candidate: candidate, Edits: Edits(name, candidate)))
            .Where(c => c.Edits <= allowed)
            .OrderBy(c => c.Edits)
            .ThenBy(c => c.Candidate, StringComparer.Ordinal)
            .Select(c => c.Candidate)
            .FirstOrDefault();
    }

    // Levenshtein's distance, ignoring case, one row at a time.
    private static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
