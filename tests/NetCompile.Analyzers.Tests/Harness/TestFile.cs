using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NetCompile.Analyzers.Tests.Harness;

/// <summary>An additional file whose text is given.</summary>
internal sealed class TestFile(string path, string? text) : AdditionalText
{
    public override string Path { get; } = path;

    public override SourceText? GetText(CancellationToken cancellationToken = default) => text is null ? null : SourceText.From(text);
}

/// <summary>A folder on disk for binary files, which analyzers read by their path; removed at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("netcompile-").FullName.Replace('\\', '/');

    /// <summary>Writes a file; its text cannot be had, as for any binary file.</summary>
    public AdditionalText Add(string name, byte[] bytes)
    {
        string path = $"{FullName}/{name}";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return new TestFile(path, null);
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
