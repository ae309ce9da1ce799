using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace NetCompile.Build.Tests;

/// <summary>The tool as a build starts it, where it cannot do its work.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly BuildFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_response_file_it_says_who_writes_one() =>
        Assert.Equal((0, "NetCompile : error NC0513: the properties cannot be proved: expected one argument, @ and the path of a response file; NetCompile.Build.targets writes it"), Run());

    [Fact]
    public void A_file_that_is_no_assembly_is_an_error_and_not_a_success_without_properties()
    {
        File.WriteAllText(_folder.File("no.dll"), "no");
        File.WriteAllText(_folder.File("proofs.sarif"), "of an earlier build");
        File.WriteAllText(_folder.File("report.html"), "of an earlier build");
        (int exitCode, string output) = Run("@" + Options(_folder.File("no.dll")));
        Assert.Equal((0, "NC0513"), (exitCode, End));
        Assert.StartsWith("NetCompile : error NC0513: the properties cannot be proved: no.dll cannot be loaded: ", output);
        Assert.False(File.Exists(_folder.Stamp));
        Assert.False(File.Exists(_folder.File("proofs.sarif")));
        Assert.False(File.Exists(_folder.File("report.html")));
    }

    [Fact]
    public void A_missing_dependency_is_named_and_one_that_is_passed_is_found()
    {
        // This very assembly: it refers to NetCompile, and NeedsXunit needs another one.
        string copy = _folder.File("NetCompile.Build.Tests.dll");
        File.Copy(typeof(ProgramTests).Assembly.Location, copy);
        (_, string missing) = Run("@" + Options(copy));
        Assert.Contains("NetCompile.Build.Tests.dll cannot be looked into: the assembly 'xunit.core, ", missing);
        Assert.Contains("is not among the project's references that are copied", missing);
        Assert.Equal("NC0513", End);
        Assert.False(File.Exists(_folder.Stamp));

        Assert.Equal((0, ""), Run("@" + Options(copy, [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")])));
        Assert.Equal("done", End);
        Assert.Equal(File.ReadAllText(_folder.File("prove.rsp")), File.ReadAllText(_folder.Stamp));
    }

    [Fact]
    public void An_assembly_that_does_not_refer_to_NetCompile_is_passed_over_whatever_it_needs()
    {
        Assert.Equal((0, ""), Run("@" + Options(Path.Combine(AppContext.BaseDirectory, "xunit.execution.dotnet.dll"))));
        Assert.True(File.Exists(_folder.Stamp));
    }

    [Fact]
    public void An_assembly_of_another_NetCompile_is_refused()
    {
        // The same kernels must run in the program and behind the proof. A reference's row starts with its major version.
        byte[] image = File.ReadAllBytes(typeof(ProgramTests).Assembly.Location);
        using (PEReader pe = new([.. image]))
        {
            MetadataReader metadata = pe.GetMetadataReader();
            int row = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).ToList().FindIndex(r => metadata.GetString(r.Name) == "NetCompile");
            image[pe.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef) + (row * metadata.GetTableRowSize(TableIndex.AssemblyRef))] = 9;
        }

        File.WriteAllBytes(_folder.File("other.dll"), image);
        (_, string output) = Run("@" + Options(_folder.File("other.dll"), [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")]));
        Assert.Contains("other.dll was compiled with NetCompile 9.", output);
        Assert.Equal("NC0513", End);
    }

    private string End => File.ReadAllText(_folder.File("prove.rsp.end"));

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        (int exitCode, string output) = ToolProcess.Dotnet(AppContext.BaseDirectory, ["exec", ToolProcess.Tool, .. arguments]);
        return (exitCode, output.Trim());
    }

    private string Options(string assembly, params string[] references)
    {
        string file = _folder.File("prove.rsp");
        File.WriteAllLines(
            file,
            [$"assembly={assembly}", $"project={_folder.Path}", $"output={_folder.Path}", $"stamp={_folder.Stamp}", "prove=all", .. references.Select(r => $"reference={r}")]);
        return file;
    }

    /// <summary>A type that cannot be loaded without xunit.</summary>
    private sealed class NeedsXunit : global::Xunit.Sdk.BeforeAfterTestAttribute;
}
