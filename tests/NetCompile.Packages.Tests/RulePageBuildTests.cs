using System.Text;
using System.Text.RegularExpressions;
using NetCompile.TestSupport;

namespace NetCompile.Packages.Tests;

/// <summary>The examples of <c>analyzers/docs</c> in projects that have nothing but the packages: what the pages show is what <c>dotnet build</c> prints, at the file of the example.</summary>
[Collection(PackedFeedCollection.Name)]
public partial class RulePageBuildTests(PackedFeed feed)
{
    // Causes that are not C# alone (RulePageTests names the tests of two; the third is an exception in NetCompile), and the codes that the build's own step gives, which ConsumerTests and the tests of NetCompile.Build cause.
    private static readonly string[] s_elsewhere = ["NC0103", "NC0106", "NC0901", "NC0511", "NC0512", "NC0513", "NC0514"];

    /// <summary>Two projects: the compiler asks some analyzers no more where a class that could not be generated is missing.</summary>
    [Theory]
    [InlineData("Error")]
    [InlineData("Warning", "Info")]
    public void WhatAPageShowsIsWhatABuildPrints(params string[] severities)
    {
        string root = feed.NewFolder("pages " + string.Join(' ', severities));
        (string Id, RulePage Page)[] pages = [.. Directory.GetFiles(RulePage.Folder, "NC*.md").Order(StringComparer.Ordinal)
            .Select(f => (Id: Path.GetFileNameWithoutExtension(f), Page: RulePage.Read(f)))
            .Where(p => !s_elsewhere.Contains(p.Id) && severities.Contains(p.Page.Facts.Split("**")[1]))];
        File.WriteAllText(Path.Combine(root, "Pages.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="NetCompile" Version="{PackedFeed.Version}" /><PackageReference Include="NetCompile.Milp" Version="{PackedFeed.Version}" /></ItemGroup>
            </Project>
            """);

        // A build prints no more than warnings.
        StringBuilder config = new("root = true\n[*.cs]\n");
        foreach ((string id, RulePage page) in pages.Where(p => p.Page.Facts.Contains("**Info**", StringComparison.Ordinal)))
        {
            config.Append($"dotnet_diagnostic.{id}.severity = warning\n");
        }

        foreach ((string id, RulePage page) in pages)
        {
            Directory.CreateDirectory(Path.Combine(root, id));
            foreach ((string name, string text) in page.Files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, id, name))!);
                File.WriteAllText(Path.Combine(root, id, name), text);
            }

            string[] lines = InFolder(page, id, page.Code[0]).Split('\n');
            IEnumerable<string> usings = lines.Where(l => l.StartsWith("using ", StringComparison.Ordinal)).Union(["using System;", "using NetCompile;"]);
            File.WriteAllText(Path.Combine(root, id, "Net.cs"), string.Join('\n', [.. usings, $"namespace {id};", .. lines.Where(l => !l.StartsWith("using ", StringComparison.Ordinal))]));
            config.Append($"[{id}/*.cs]\n").AppendJoin("", page.Options.Select(o => $"{o.Key} = {o.Value}\n"));
        }

        File.WriteAllText(Path.Combine(root, ".editorconfig"), config.ToString());
        (_, string output) = Sdk.Run("dotnet", root, feed.Consumer, "build", "-v:minimal", "-clp:NoSummary");

        // Without lines and columns, which the tests of the analyzers pin by markup.
        HashSet<string> printed = [.. Printed().Matches(output).Select(m => $"{m.Groups["folder"].Value} {m.Groups["said"].Value}")];
        string[] missing = [.. pages.SelectMany(p => p.Page.Message.Split('\n').Where(m => !IsPrinted(p.Page, p.Id, m)).Select(m => $"{p.Id}: {m}"))];
        Assert.True(missing.Length == 0, $"Not printed:\n{string.Join("\n", missing)}\nbut:\n{output}");

        // An error within a model names the file without its folder.
        bool IsPrinted(RulePage page, string id, string message) =>
            new[] { InFolder(page, id, message), message }.Any(m => printed.Contains($"{id} {(page.Facts.Contains("**Error**", StringComparison.Ordinal) ? "error" : "warning")} {id}: {m}"));
    }

    // As a model's path is written in a project: from its folder.
    private static string InFolder(RulePage page, string id, string text) => page.Files.Aggregate(text, (t, f) => t.Replace(f.Name, $"{id}/{f.Name}", StringComparison.Ordinal));

    [GeneratedRegex(@"(?<folder>NC\d{4})[/\\]Net\.cs\(\d+,\d+\): (?<said>(error|warning) NC\d{4}: .*?)( \[[^\]]*\.csproj\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex Printed();
}
