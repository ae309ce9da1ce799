namespace NetCompile.Generator.Emit;

/// <summary>Paths without the machine's part, for what is compiled into an assembly.</summary>
internal static class RelativePath
{
    // Two paths that differ in the letter case of a folder name the same file there.
    private static readonly StringComparer s_comparer = Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary><paramref name="file"/> as seen from <paramref name="folder"/>, with forward slashes; only its name where the two have no root in common.</summary>
    public static string From(string? folder, string file)
    {
        string[] to = Parts(file);
        string[] from = folder is null ? Array.Empty<string>() : Parts(folder.TrimEnd('/', '\\'));
        int common = 0;
        while (common < from.Length && common < to.Length - 1 && s_comparer.Equals(from[common], to[common]))
        {
            common++;
        }

        // A rooted path starts with an empty part or a drive; a relative one stays as it is.
        bool isRooted = to[0].Length == 0 || to[0].EndsWith(":", StringComparison.Ordinal);
        return common > (isRooted ? 1 : 0) ? string.Join("/", Enumerable.Repeat("..", from.Length - common).Concat(to.Skip(common))) : isRooted ? to[to.Length - 1] : string.Join("/", to);
    }

    private static string[] Parts(string path) => path.Replace('\\', '/').Split('/');
}
