using System.Security;
using System.Text.Json;
using NetCompile.TestSupport;

namespace NetCompile.Build.Tests;

/// <summary>A user's project, built by <c>dotnet build</c> as it is edited.</summary>
public sealed class DotnetBuildTests : IDisposable
{
    // y = |a| − |b|: neither proved nor refuted at once, and 1 at most.
    private const string Network = """
        using NetCompile;

        namespace Cars;

        [Network]
        [Input("gap", -1, 1), Input("größe", -1, 1)]
        [Output("brake")]
        [Dense(4, Weights = new[] { 1.0, 0, -1, 0, 0, 1, 0, -1 }), Relu, Dense(1, Weights = new[] { 1.0, 1, -1, -1 })]
        public static partial class Net
        {
            [Property(ProveAtBuild = true)]
            public static bool Below(Output y) => y.brake <= Limits.Most;

            [Property(ProveAtBuild = true)]
            public static bool Above(Output y) => y.brake >= -1.5;

            [Property]
            public static bool Undecided(Input x, Output y) => x.gap != x.größe || y.brake >= 0;
        }
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("netcompile").FullName;
    private readonly string _folder;

    public DotnetBuildTests()
    {
        _folder = Directory.CreateDirectory(Path.Combine(_root, "Mein Auto (größer)")).FullName;
        File.WriteAllText(Path.Combine(_folder, "Autos.csproj"), Project());
        Directory.CreateDirectory(Path.Combine(_folder, "Netze"));
        File.WriteAllText(Path.Combine(_folder, "Netze", "Net.cs"), Network);
        Limit("1.5");
    }

    private string Proofs => Path.Combine(_folder, "obj", "Debug", "net10.0", "netcompile");

    private string Place(int line, int column) => $"{Path.Combine(_folder, "Netze", "Net.cs")}({line},{column})";

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_project_is_proved_when_it_is_built_and_only_what_changed()
    {
        // All hold or are left open: warned at file and line, and built.
        (int exitCode, string output) = Build("-p:NetCompileProve=all");
        Assert.True(exitCode == 0, output);
        Assert.Contains("NetCompile: Cars.Net.Below holds (", output);
        Assert.Contains("NetCompile: Cars.Net.Above holds (", output);
        Assert.Contains($"{Place(18, 24)}: warning NC0512: 'Cars.Net.Undecided' is neither proved nor refuted: the limit on boxes ended the search", output);
        Assert.Equal(["pass", "pass", "open"], Kinds());
        Assert.True(File.Exists(Path.Combine(Proofs, "Cars.Net.Below.nccert")) && File.Exists(Path.Combine(Proofs, "report.html")));

        // One constant in another file: an error with the counterexample in the author's names; the other property is not proved again.
        Limit("0.5");
        (exitCode, output) = ToolProcess.Dotnet(_folder, "publish", "-c", "Debug", "--no-restore", "-v", "minimal");
        Assert.True(exitCode != 0, output);
        Assert.False(Directory.Exists(Path.Combine(_folder, "bin", "Debug", "net10.0", "publish")), "what is not proved was published");
        Assert.Contains($"{Place(12, 24)}: error NC0511: 'Cars.Net.Below' is violated: gap = ", output);
        Assert.Contains(", größe = ", output);
        Assert.Contains("NetCompile : error NC0511: the build ends here, because not every property is proved", output);
        Assert.Contains("NetCompile: Cars.Net.Above holds (unchanged)", output);
        Assert.Equal(["fail", "pass"], Kinds());
        Assert.False(File.Exists(Path.Combine(Proofs, "Autos.proved.stamp")));

        // Reverted: it passes again.
        Limit("1.5");
        (exitCode, output) = Build("--no-restore");
        Assert.True(exitCode == 0, output);
        Assert.Contains("NetCompile: Cars.Net.Below holds (", output);
        Assert.Contains("NetCompile: Cars.Net.Above holds (unchanged)", output);

        // Nothing changed: nothing runs.
        (exitCode, output) = Build("--no-restore");
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("NetCompile:", output);

        // Visual Studio is told which file says so, and asks before it starts a build.
        (exitCode, output) = ToolProcess.Dotnet(_folder, "msbuild", "-getItem:UpToDateCheckOutput", "-p:DesignTimeBuild=true");
        Assert.True(exitCode == 0, output);
        using (JsonDocument items = JsonDocument.Parse(output))
        {
            JsonElement item = Assert.Single(items.RootElement.GetProperty("Items").GetProperty("UpToDateCheckOutput").EnumerateArray());
            Assert.Equal((Path.Combine(Proofs, "Autos.proved.stamp"), "NetCompileProofs"), (item.GetProperty("Identity").GetString(), item.GetProperty("Set").GetString()));
            Assert.True(File.Exists(item.GetProperty("FullPath").GetString()));
        }

        // A build without proofs forgets none of them; and a clock that was wrong makes none of them younger than the code.
        (exitCode, output) = Build("--no-restore", "-p:NetCompileProve=false");
        Assert.True(exitCode == 0, output);
        Limit("0.25");
        foreach (string file in Directory.EnumerateFiles(Proofs))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddYears(10));
        }

        (exitCode, output) = Build("--no-restore");
        Assert.True(exitCode != 0, output);
        Assert.Contains($"{Place(12, 24)}: error NC0511: 'Cars.Net.Below' is violated: gap = ", output);
        Assert.Contains("NetCompile: Cars.Net.Above holds (unchanged)", output);
    }

    [Fact]
    public void What_cannot_be_proved_fails_the_build_whoever_is_silent_about_it()
    {
        // The analyzers, which report such a property, are not part of this project, as if RunAnalyzers were false.
        string more = Path.Combine(_folder, "More.cs");
        File.WriteAllText(more, "namespace Cars; partial class Net { [NetCompile.Property(ProveAtBuild = true)] static bool Curved(Input x, Output y) => x.gap * y.brake <= 7; }");
        (int exitCode, string output) = Build();
        Assert.True(exitCode != 0, output);
        Assert.Contains("error NC0513: the properties cannot be proved: The property 'Curved' of Cars.Net was not compiled", output);
        Assert.False(File.Exists(Path.Combine(Proofs, "Autos.proved.stamp")));

        // Code of the project that ends the tool with the exit code of success.
        File.WriteAllText(more, "namespace Cars; class Start { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Exit() => System.Environment.Exit(0); }");
        (exitCode, output) = Build("--no-restore");
        Assert.True(exitCode != 0, output);
        Assert.Contains("error NC0513: the properties cannot be proved: ", output);
        Assert.Contains("ended with code 0 before it was done", output);

        // Cleaning up after a build that failed.
        (exitCode, output) = ToolProcess.Dotnet(_folder, "clean");
        Assert.True(exitCode == 0, output);
        Assert.False(Directory.Exists(Proofs));
    }

    [Fact]
    public void An_undecided_property_fails_the_build_where_warnings_do()
    {
        (int exitCode, string output) = Build("-p:NetCompileProve=all", "-p:TreatWarningsAsErrors=true");
        Assert.True(exitCode != 0, output);
        Assert.Contains($"{Place(18, 24)}: error NC0512: 'Cars.Net.Undecided'", output);
    }

    [Fact]
    public void Asking_for_proofs_too_late_is_an_error()
    {
        File.WriteAllText(Path.Combine(_folder, "Directory.Build.targets"), "<Project><PropertyGroup><NetCompileProve>all</NetCompileProve></PropertyGroup></Project>");
        File.WriteAllText(Path.Combine(_folder, "Autos.csproj"), Project().Replace("<NetCompileProve>marked</NetCompileProve>", "", StringComparison.Ordinal));
        (int exitCode, string output) = Run();
        Assert.True(exitCode != 0, output);
        Assert.Contains("error NC0513: the properties cannot be proved: NetCompileProve is 'all', but it was set after it was read", output);

        // In time, and where nothing is built.
        Assert.Equal(0, Run("-p:BuildingProject=false").ExitCode);
        File.Delete(Path.Combine(_folder, "Directory.Build.targets"));
        Assert.Equal(0, Run("-p:NetCompileProve=all").ExitCode);

        (int ExitCode, string Output) Run(string property = "-p:BuildingProject=true") => ToolProcess.Dotnet(_folder, "msbuild", "-nologo", "-t:NetCompileProveIsSetTooLate", "-p:BuildingProject=true", property);
    }

    [Fact]
    public void What_a_project_refers_to_counts_even_where_it_is_not_compiled_again()
    {
        // A method's body is not in the reference assembly, so the compiler does not run: what runs is another library all the same.
        string library = Directory.CreateDirectory(Path.Combine(_root, "Library")).FullName;
        File.WriteAllText(Path.Combine(library, "Library.csproj"), """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        File.WriteAllText(Path.Combine(library, "Road.cs"), "public static class Road { public static int Width() => 3; }");
        File.WriteAllText(Path.Combine(_folder, "Autos.csproj"), Project().Replace("<ItemGroup>", """<ItemGroup><ProjectReference Include="../Library/Library.csproj" />""", StringComparison.Ordinal));
        (int exitCode, string output) = Build();
        Assert.True(exitCode == 0, output);

        File.WriteAllText(Path.Combine(library, "Road.cs"), "public static class Road { public static int Width() => 4; }");
        (exitCode, output) = Build("--no-restore");
        Assert.True(exitCode == 0, output);
        Assert.Contains("NetCompile: 2 properties hold (unchanged)", output);
        (exitCode, output) = Build("--no-restore");
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("NetCompile:", output);
    }

    [Theory]
    [InlineData("true", "-p:DesignTimeBuild=true")]
    [InlineData("true", "-p:NetCompileProve=")]
    [InlineData("true", "-p:NetCompileProve=false")]
    [InlineData("", "-p:Nothing=true")]
    public void It_is_off_in_an_IDE_s_builds_and_where_nobody_asks(string expectedOff, string property)
    {
        (int exitCode, string output) = ToolProcess.Dotnet(_folder, "msbuild", "-nologo", "-getProperty:_NetCompileProves", "-getProperty:NetCompileEmitLocations", property);
        Assert.True(exitCode == 0, output);
        JsonElement properties = JsonDocument.Parse(output).RootElement.GetProperty("Properties");
        string expected = expectedOff == "true" ? "" : "true";
        Assert.Equal((expected, expected), (properties.GetProperty("_NetCompileProves").GetString(), properties.GetProperty("NetCompileEmitLocations").GetString()));
    }

    [Theory]
    [InlineData("NC0512,NC0514")]
    [InlineData("NC0514", "-p:WarningsNotAsErrors=NC0512")]
    [InlineData("NC0512,NC0514,CS0168", "-p:WarningsAsErrors=CS0168")]
    public void Warnings_become_errors_where_all_do(string expected, params string[] properties)
    {
        (int exitCode, string output) = ToolProcess.Dotnet(_folder, ["msbuild", "-nologo", "-getProperty:MSBuildWarningsAsErrors", "-p:TreatWarningsAsErrors=true", .. properties]);
        Assert.True(exitCode == 0, output);
        string[] errors = output.Split([';', ',', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Split(',').Order(), errors.Where(e => e.StartsWith("NC05", StringComparison.Ordinal) || e == "CS0168").Distinct().Order());
    }

    private (int ExitCode, string Output) Build(params string[] arguments) => ToolProcess.Dotnet(_folder, ["build", "-v", "minimal", .. arguments]);

    private string[] Kinds()
    {
        using JsonDocument sarif = JsonDocument.Parse(File.ReadAllText(Path.Combine(Proofs, "proofs.sarif")));
        return [.. sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(r => r.GetProperty("kind").GetString()!)];
    }

    private void Limit(string value) => File.WriteAllText(Path.Combine(_folder, "Limits.cs"), $"namespace Cars; public static class Limits {{ public const double Most = {value}; }}");

    private static string Project()
    {
        string generator = Path.Combine(TestData.RepositoryRoot, "generator", "NetCompile.Generator", "bin", ToolProcess.Configuration, "netstandard2.0");
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <NuGetAudit>false</NuGetAudit>
                <NetCompileProve>marked</NetCompileProve>
                <NetCompileProveNodes>100</NetCompileProveNodes>
                <NetCompileBuildTool>{Xml(ToolProcess.Tool)}</NetCompileBuildTool>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Xml(Path.Combine(AppContext.BaseDirectory, "NetCompile.dll"))}" />
                <Reference Include="{Xml(Path.Combine(AppContext.BaseDirectory, "NetCompile.Core.dll"))}" />
                <Analyzer Include="{Xml(Path.Combine(generator, "NetCompile.Generator.dll"))};{Xml(Path.Combine(generator, "NetCompile.Core.dll"))}" />
              </ItemGroup>
              <Import Project="{Xml(Path.Combine(TestData.RepositoryRoot, "src", "NetCompile.Build", "build", "NetCompile.Build.targets"))}" />
            </Project>
            """;
    }

    private static string Xml(string text) => SecurityElement.Escape(text)!;
}
