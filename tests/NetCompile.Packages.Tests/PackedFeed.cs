using System.Security;
using System.Xml.Linq;
using NetCompile.TestSupport;

namespace NetCompile.Packages.Tests;

/// <summary>All packages, packed once into a new folder, and an empty package cache beside it. The path has a space and letters beyond ASCII.</summary>
public sealed class PackedFeed : IDisposable
{
    private static readonly string[] s_projects =
        ["NetCompile", "NetCompile.Cli", "NetCompile.Core", "NetCompile.Milp", "NetCompile.Milp.Cbc", "NetCompile.Templates", "NetCompile.Xunit"];

    public PackedFeed()
    {
        Root = Directory.CreateTempSubdirectory("netcompile packages äß ").FullName;
        Packages = Directory.CreateDirectory(Path.Combine(Root, "packages")).FullName;
        File.WriteAllText(Path.Combine(Root, "pack.proj"), PackProject());
        (int exitCode, string output) = Sdk.Run("dotnet", Root, Machine, "msbuild", "pack.proj", "-nologo", "-v:quiet");
        Assert.True(exitCode == 0, output);

        // Everything else comes from what this machine has restored to build the repository, so that the tests need no network.
        File.WriteAllText(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{SecurityElement.Escape(Packages)}" />
                <add key="machine" value="{SecurityElement.Escape(MachineCache)}" />
              </packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(Root, "Directory.Build.props"), """
            <Project>
              <PropertyGroup>
                <UseAppHost>false</UseAppHost>
                <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
    }

    /// <summary>The folder under which consumers live.</summary>
    public string Root { get; }

    /// <summary>The folder with the packages.</summary>
    public string Packages { get; }

    /// <summary>The version of all packages.</summary>
    public static string Version { get; } = XDocument.Load(Sdk.InRepository("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Where a consumer's packages and the SDK's own files go: nowhere that anything was before.</summary>
    public IReadOnlyDictionary<string, string> Consumer => new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = Path.Combine(Root, "cache"),
        ["DOTNET_CLI_HOME"] = Path.Combine(Root, "home"),
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
    };

    private static IReadOnlyDictionary<string, string> Machine { get; } = new Dictionary<string, string>();

    private static string MachineCache =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The version of a package that the repository itself uses, which therefore is on this machine.</summary>
    public static string VersionOf(string package) =>
        XDocument.Load(Sdk.InRepository("Directory.Packages.props")).Descendants("PackageVersion").Single(p => p.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    /// <summary>The file of a package.</summary>
    public string PathOf(string package) => Path.Combine(Packages, $"{package}.{Version}.nupkg");

    /// <summary>A new folder for a consumer.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private string PackProject()
    {
        string projects = string.Join(';', s_projects.Select(p => Sdk.InRepository("src", p, $"{p}.csproj")));
        string properties = $"NoBuild=true;Configuration={Sdk.Configuration};PackageOutputPath={Packages}";
        return $"""
            <Project>
              <Target Name="Build">
                <MSBuild Projects="{SecurityElement.Escape(projects)}" Targets="Pack" Properties="{SecurityElement.Escape(properties)}" />
              </Target>
            </Project>
            """;
    }
}

/// <summary>Shares the packed packages.</summary>
[CollectionDefinition(Name)]
public sealed class PackedFeedCollection : ICollectionFixture<PackedFeed>
{
    public const string Name = "packed";
}
