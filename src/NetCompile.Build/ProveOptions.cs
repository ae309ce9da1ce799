using System.Globalization;

namespace NetCompile.Build;

/// <summary>What the build asks for.</summary>
/// <remarks>Read from a response file of lines <c>key=value</c>, UTF-8: paths may hold spaces, quotes and letters of any language, and a command line's length is no limit.</remarks>
internal sealed record ProveOptions
{
    // A timer waits 49 days at most.
    private const double MostSeconds = 4_000_000;

    /// <summary>The compiled assembly.</summary>
    public required string Assembly { get; init; }

    /// <summary>The project's folder, which locations start from.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>Where results are written.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The file that says that every property holds: it repeats <see cref="Question"/>, and while both are the same nothing need be done.</summary>
    public required string Stamp { get; init; }

    /// <summary>The response file's text, which holds hashes of the assembly and of the tool: no clock says whether something changed.</summary>
    public string Question { get; init; } = "";

    /// <summary>Whether every property is proved, not only those with <c>ProveAtBuild = true</c>.</summary>
    public bool IsForAll { get; init; }

    /// <summary>The budget of one property.</summary>
    public Budget Budget { get; init; } = new(TimeSpan.FromSeconds(60), null, 0);

    /// <summary>Whether certificates are written.</summary>
    public bool WritesCertificates { get; init; } = true;

    /// <summary>Whether <c>report.html</c> is written.</summary>
    public bool WritesReport { get; init; } = true;

    /// <summary>The assemblies that the project's output needs beside it.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Reads a response file.</summary>
    /// <exception cref="BuildException">It cannot be read, or a value is not allowed; the message names the MSBuild property.</exception>
    public static ProveOptions Read(string path)
    {
        try
        {
            string text = File.ReadAllText(path);
            return Parse(text.Split(['\r', '\n'])) with { Question = text };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildException($"cannot read the response file {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads the lines of a response file.</summary>
    /// <exception cref="BuildException">A value is not allowed.</exception>
    public static ProveOptions Parse(IEnumerable<string> lines)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        List<string> references = [];
        foreach (string line in lines.Where(l => l.Length > 0))
        {
            int equals = line.IndexOf('=');
            string key = equals < 0 ? line : line[..equals], value = equals < 0 ? "" : line[(equals + 1)..].Trim();
            if (key == "reference")
            {
                references.Add(value);
            }
            else
            {
                values[key] = value;
            }
        }

        return new ProveOptions
        {
            Assembly = Required("assembly"),
            ProjectFolder = Required("project"),
            OutputFolder = Required("output"),
            Stamp = Required("stamp"),
            IsForAll = Text("prove").ToLowerInvariant() switch
            {
                "true" or "all" => true,
                "marked" => false,
                var other => throw new BuildException($"NetCompileProve is '{other}'; write 'marked' for the properties with ProveAtBuild = true, 'all' for every one, or 'false'"),
            },
            Budget = new Budget(Timeout(), Number("nodes", "NetCompileProveNodes", 1), (int)(Number("threads", "NetCompileProveThreads", 0, 1024) ?? 0)),
            WritesCertificates = Flag("certificates", "NetCompileCertificates"),
            WritesReport = Flag("report", "NetCompileReport"),
            References = references,
        };

        string Text(string key) => values.GetValueOrDefault(key, "");

        string Required(string key) => Text(key) is { Length: > 0 } value ? value : throw new BuildException($"the response file says no '{key}'; NetCompile.Build.targets writes it");

        TimeSpan Timeout() => Text("timeout") is not { Length: > 0 } text ? TimeSpan.FromSeconds(60)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 && seconds <= MostSeconds ? TimeSpan.FromSeconds(seconds)
            : throw new BuildException($"NetCompileProveTimeout is '{text}'; write the seconds that one property may take, more than 0 and at most {MostSeconds}");

        long? Number(string key, string property, long least, long most = long.MaxValue) => Text(key) is not { Length: > 0 } text ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most ? number
            : throw new BuildException($"{property} is '{text}'; write a whole number from {least}{(most < long.MaxValue ? $" to {most}" : "")}, or leave it out");

        bool Flag(string key, string property) => Text(key).ToLowerInvariant() switch
        {
            "" or "true" => true,
            "false" => false,
            var other => throw new BuildException($"{property} is '{other}'; write 'true' or 'false'"),
        };
    }
}

/// <summary>What one property may cost.</summary>
/// <param name="TimeLimit">Wall-clock time.</param>
/// <param name="NodeLimit">Boxes, or null for any number.</param>
/// <param name="Threads">Threads; 0 for one per processor.</param>
internal sealed record Budget(TimeSpan TimeLimit, long? NodeLimit, int Threads)
{
    /// <summary>The budget as text: a verdict "unknown" is kept for as long as it stays the same.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TimeLimit.TotalSeconds:R} s, {(NodeLimit is { } nodes ? $"{nodes} boxes" : "any number of boxes")}, {Threads} threads");
}
