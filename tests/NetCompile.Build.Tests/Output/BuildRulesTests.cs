using NetCompile.Build.Output;
using NetCompile.TestSupport;

namespace NetCompile.Build.Tests.Output;

public class BuildRulesTests
{
    [Fact]
    public void The_guides_list_every_message()
    {
        string[] rows = [.. Rows("analyzers", "README.md").Where(r => r[0].StartsWith("`NC05", StringComparison.Ordinal)).Select(r => string.Join(" | ", r))];
        Assert.Equal(BuildRule.All.Select(r => $"`{r.Id}` | {r.Title} | {Severity(r)}"), rows);
        Assert.Equal(
            BuildRule.All.Select(r => (Id: $"`{r.Id}`", Severity: Severity(r).ToLowerInvariant())),
            Rows("src", "NetCompile.Build", "README.md").Where(r => r[0].StartsWith("`NC05", StringComparison.Ordinal)).Select(r => (r[0], r[1])));
    }

    private static string Severity(BuildRule rule) => rule.IsError ? "Error" : "Warning";

    private static IEnumerable<string[]> Rows(params string[] path) =>
        File.ReadLines(Path.Combine([TestData.RepositoryRoot, .. path])).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Select(l => l.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries));
}
