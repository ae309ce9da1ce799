using NetCompile.Build.Loading;
using NetCompile.Build.Output;

namespace NetCompile.Build.Tests;

/// <summary>A folder to which builds write, and what they said.</summary>
internal sealed class BuildFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("netcompile").FullName;

    public string Stamp => System.IO.Path.Combine(Path, "proved.stamp");

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public ProveOptions Options(long? nodes = null, bool certificates = true) => new()
    {
        Assembly = "Cars.dll",
        ProjectFolder = Path,
        OutputFolder = Path,
        Stamp = Stamp,
        Budget = new Budget(TimeSpan.FromMinutes(2), nodes, 1),
        WritesCertificates = certificates,
        WritesReport = false,
    };

    /// <summary>Runs a build over loaded properties; returns its lines.</summary>
    public string[] Prove(ProveOptions options, params LocatedProperty[] properties) => Prove(options, CancellationToken.None, properties);

    public string[] Prove(ProveOptions options, CancellationToken cancellation, params LocatedProperty[] properties)
    {
        return Prove(options, cancellation, properties, others: []);
    }

    /// <summary>The same with properties that are declared and not asked for.</summary>
    public string[] Prove(ProveOptions options, CancellationToken cancellation, LocatedProperty[] properties, LocatedProperty[] others)
    {
        StringWriter output = new();
        BuildProof.Discard(options);
        BuildProof.Prove(properties, others, options, new BuildMessages(output), cancellation);
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
