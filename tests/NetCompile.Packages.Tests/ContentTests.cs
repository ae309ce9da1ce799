using System.IO.Compression;
using System.Xml.Linq;

namespace NetCompile.Packages.Tests;

/// <summary>What is in the packages.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class ContentTests(PackedFeed feed)
{
    [Fact]
    public void NetCompileBringsLibraryGeneratorAnalyzersFixesTargetsAndTool()
    {
        string[] entries = Entries("NetCompile");
        foreach (string expected in new[]
        {
            "lib/net8.0/NetCompile.dll", "lib/net8.0/NetCompile.xml", "lib/net10.0/NetCompile.dll", "lib/net10.0/NetCompile.xml",
            "analyzers/dotnet/cs/NetCompile.Generator.dll", "analyzers/dotnet/cs/NetCompile.Analyzers.dll", "analyzers/dotnet/cs/NetCompile.CodeFixes.dll", "analyzers/dotnet/cs/NetCompile.Core.dll",
            "buildTransitive/NetCompile.targets", "buildTransitive/NetCompile.Build.targets",
            "tools/net8.0/any/NetCompile.Build.dll", "tools/net8.0/any/NetCompile.Build.runtimeconfig.json", "tools/net8.0/any/NetCompile.Build.deps.json", "tools/net8.0/any/NetCompile.dll",
            "README.md", "icon.png", "docs/GUIDE.md", "docs/COMPARISON.md", "docs/diagnostics/README.md", "docs/diagnostics/NC0502.md",
        })
        {
            Assert.Contains(expected, entries);
        }

        // The compiler has Roslyn and its own immutable collections; a second copy would be a conflict.
        Assert.DoesNotContain(entries, e => e.StartsWith("analyzers/", StringComparison.Ordinal) && (e.Contains("CodeAnalysis") || e.Contains("System.")));
    }

    [Theory]
    [InlineData("NetCompile", "NetCompile.Core")]
    [InlineData("NetCompile.Core")]
    [InlineData("NetCompile.Milp", "NetCompile")]
    [InlineData("NetCompile.Milp.Cbc", "NetCompile.Milp")]
    [InlineData("NetCompile.Xunit", "NetCompile", "xunit.extensibility.core")]
    public void DependenciesAreFew(string package, params string[] expected)
    {
        XElement[] groups = [.. Specification(package).Descendants().Where(e => e.Name.LocalName == "group")];
        XElement net8 = groups.Single(g => g.Attribute("targetFramework")!.Value == "net8.0");
        Assert.Equal(expected, net8.Elements().Select(d => d.Attribute("id")!.Value).Order(StringComparer.Ordinal));

        // Only with everything does a package on top of NetCompile bring its generator.
        Assert.All(net8.Elements().Where(d => d.Attribute("id")!.Value is "NetCompile" or "NetCompile.Milp"), d => Assert.Equal("All", d.Attribute("include")?.Value));
    }

    [Theory]
    [InlineData("NetCompile")]
    [InlineData("NetCompile.Cli")]
    [InlineData("NetCompile.Core")]
    [InlineData("NetCompile.Milp")]
    [InlineData("NetCompile.Milp.Cbc")]
    [InlineData("NetCompile.Templates")]
    [InlineData("NetCompile.Xunit")]
    public void EveryPackageSaysWhatItIs(string package)
    {
        XElement metadata = Specification(package).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;
        Assert.Equal(package, Value("id"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.False(string.IsNullOrWhiteSpace(Value("description")));
        Assert.Contains("README.md", Entries(package));
        Assert.Contains("icon.png", Entries(package));
    }

    private string[] Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(feed.PathOf(package));
        return [.. archive.Entries.Select(e => e.FullName)];
    }

    private XDocument Specification(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(feed.PathOf(package));
        using Stream stream = archive.GetEntry($"{package}.nuspec")!.Open();
        return XDocument.Load(stream);
    }
}
