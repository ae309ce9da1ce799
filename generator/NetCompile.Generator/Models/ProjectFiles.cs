using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Models;

/// <summary>The project's <c>AdditionalFiles</c>, found by the paths that declarations write.</summary>
/// <remarks>A path is relative to the folder of the declaring file; where nothing is there, to the project's folder. Only text is compared: no file system is asked.</remarks>
internal sealed class ProjectFiles
{
    // The global analyzer option that holds the project's folder in every SDK-style project.
    public const string ProjectFolderOption = "build_property.projectdir";

    private static readonly StringComparer s_comparer = Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
    private readonly Dictionary<string, AdditionalText> _files = new(s_comparer);
    private readonly string? _projectFolder;

    public ProjectFiles(ImmutableArray<AdditionalText> files, string? projectFolder)
    {
        _projectFolder = projectFolder;
        foreach (AdditionalText file in files)
        {
            _files[Normalize(file.Path)] = file;
        }
    }

    /// <summary>The file that <paramref name="path"/> names in a declaration in <paramref name="declaringFolder"/>, or null.</summary>
    public AdditionalText? Find(string path, string declaringFolder) =>
        Folders(declaringFolder).Select(folder => _files.TryGetValue(Normalize(Join(folder, path)), out AdditionalText? file) ? file : null).FirstOrDefault(f => f is not null);

    /// <summary>The path, as one would write it, of the file that was probably meant: the same name in another folder, or the least edits; null where none is near.</summary>
    public string? Nearest(string path, string declaringFolder)
    {
        Dictionary<string, string> written = new(StringComparer.Ordinal);
        foreach (string full in _files.Keys)
        {
            foreach (string folder in Folders(declaringFolder))
            {
                if (RelativeTo(Normalize(folder), full) is { } relative && !written.ContainsKey(relative))
                {
                    written.Add(relative, full);
                    break;
                }
            }
        }

        string wanted = Normalize(path);
        return written.Keys.Where(w => s_comparer.Equals(FileName(w), FileName(wanted))).OrderBy(w => EditDistance.Between(w, wanted)).ThenBy(w => w, StringComparer.Ordinal).FirstOrDefault()
            ?? EditDistance.Nearest(wanted, written.Keys.Where(w => Extension(w) == Extension(wanted)))
            ?? EditDistance.Nearest(wanted, written.Keys);
    }

    private IEnumerable<string> Folders(string declaringFolder) => _projectFolder is null ? new[] { declaringFolder } : new[] { declaringFolder, _projectFolder };

    private static string Join(string folder, string path) => folder.Length == 0 || IsRooted(path) ? path : folder + "/" + path;

    private static bool IsRooted(string path) => path.StartsWith("/", StringComparison.Ordinal) || path.StartsWith("\\", StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':');

    // Forward slashes, without "." and "..".
    private static string Normalize(string path)
    {
        List<string> parts = new();
        foreach (string part in path.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] is not (".." or ""))
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != "." && (part.Length > 0 || parts.Count == 0))
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }

    private static string? RelativeTo(string folder, string file) =>
        folder.Length == 0 ? file : file.Length > folder.Length + 1 && file[folder.Length] == '/' && s_comparer.Equals(file.Substring(0, folder.Length), folder) ? file.Substring(folder.Length + 1) : null;

    private static string FileName(string path) => path.Substring(path.LastIndexOf('/') + 1);

    private static string Extension(string path) => FileName(path) is var name && name.IndexOf('.') is var dot and >= 0 ? name.Substring(dot) : "";
}
