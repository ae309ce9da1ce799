using System.Globalization;

namespace NetCompile.Milp;

/// <summary>Names that a file format takes, one for each column or row, all different.</summary>
internal sealed class FileNames
{
    private readonly string[] _names;

    private FileNames(string[] names, IReadOnlyList<(string InFile, string Name)> renamed) => (_names, Renamed) = (names, renamed);

    /// <summary>What could not stay: the name in the file and the one in the model.</summary>
    public IReadOnlyList<(string InFile, string Name)> Renamed { get; }

    public string this[int index] => _names[index];

    /// <summary>Keeps the first bearer of each name that the format takes and renames the others.</summary>
    /// <param name="count">The number of names.</param>
    /// <param name="name">The name in the model, by index.</param>
    /// <param name="isTaken">Names the file needs itself.</param>
    /// <param name="candidates">Names for one that cannot stay: by its index, its name and the number of the attempt.</param>
    /// <param name="isValid">Whether the format takes a name.</param>
    public static FileNames Of(int count, Func<int, string> name, IEnumerable<string> isTaken, Func<string, bool> isValid, Func<int, string, int, string> candidates)
    {
        HashSet<string> used = new(isTaken, StringComparer.OrdinalIgnoreCase);
        string[] names = new string[count];
        for (int k = 0; k < count; k++)
        {
            names[k] = isValid(name(k)) && used.Add(name(k)) ? name(k) : "";
        }

        List<(string, string)> renamed = [];
        for (int k = 0; k < count; k++)
        {
            for (int attempt = 0; names[k].Length == 0; attempt++)
            {
                string candidate = candidates(k, name(k), attempt);
                names[k] = used.Add(candidate) ? candidate : "";
            }

            if (names[k] != name(k))
            {
                renamed.Add((names[k], name(k)));
            }
        }

        return new FileNames(names, renamed);
    }

    /// <summary>A name on one line of a comment: control characters are written as <c>\u000a</c>.</summary>
    public static string InComment(string name) =>
        string.Concat(name.Select(c => char.IsControl(c) || c == '\\' || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture) : c.ToString()));
}
