using System.Text.RegularExpressions;

namespace NetCompile.TestSupport;

/// <summary>A page of <c>analyzers/docs</c>, taken apart.</summary>
/// <param name="Text">The whole text.</param>
public sealed record RulePage(string Text)
{
    /// <summary>The sections that every page has, in this order.</summary>
    public static readonly string[] RequiredSections = ["What it means", "Example", "How to fix", "How to configure"];

    /// <summary>Where the pages lie.</summary>
    public static string Folder { get; } = Path.Combine(TestData.RepositoryRoot, "analyzers", "docs");

    /// <summary>The page of a rule.</summary>
    public static RulePage Of(string id) => Read(Path.Combine(Folder, id + ".md"));

    /// <summary>Reads a page.</summary>
    public static RulePage Read(string path) => new(File.ReadAllText(path).ReplaceLineEndings("\n"));

    /// <summary>The heading, without the mark.</summary>
    public string Heading => Text.Split('\n')[0].TrimStart('#', ' ');

    /// <summary>The line below the heading: severity and category.</summary>
    public string Facts => Text.Split('\n')[2];

    /// <summary>The sections' headings.</summary>
    public string[] Sections => [.. Text.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..])];

    /// <summary>The message as the page shows it.</summary>
    public string Message => Blocks("text").First();

    /// <summary>The section of a heading.</summary>
    public string Section(string heading) => Text.Split($"\n## {heading}\n")[1].Split("\n## ")[0];

    /// <summary>The fenced blocks of the example: C# that causes the diagnostic, then C# that does not.</summary>
    public string[] Code => Blocks("csharp");

    /// <summary>Lines <c>key = value</c> of the example's <c>.editorconfig</c>.</summary>
    public IReadOnlyDictionary<string, string> Options => Blocks("editorconfig").SelectMany(b => b.Split('\n')).ToDictionary(l => l.Split('=')[0].Trim(), l => l.Split('=')[1].Trim());

    /// <summary>The example's files, with their names.</summary>
    public (string Name, string Text)[] Files => [.. Regex.Matches(Text, @"^```text (\S+)\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];

    private string[] Blocks(string language) =>
        [.. Regex.Matches(Text, $@"^```{language}\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(m => m.Groups[1].Value)];
}
