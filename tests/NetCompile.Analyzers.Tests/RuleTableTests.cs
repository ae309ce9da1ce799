using System.Reflection;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.TestSupport;

namespace NetCompile.Analyzers.Tests;

public class RuleTableTests
{
    private static readonly DiagnosticDescriptor[] s_rules =
    [
        .. typeof(DeclarationRules).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(DeclarationRules).Namespace)
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(f => f.FieldType == typeof(DiagnosticDescriptor))
            .Select(f => (DiagnosticDescriptor)f.GetValue(null)!)
            .OrderBy(r => r.Id, StringComparer.Ordinal),
    ];

    [Fact]
    public void Ids_are_unique_and_lie_in_the_block_of_their_category()
    {
        Assert.True(s_rules.Length > 25);
        Assert.Equal(s_rules.Length, s_rules.Select(r => r.Id).Distinct().Count());
        Assert.All(s_rules, r => Assert.Equal(
            r.Category switch
            {
                "NetCompile.Declaration" => "NC00",
                "NetCompile.Model" => "NC01",
                "NetCompile.Bounds" => "NC02",
                "NetCompile.Properties" => "NC03",
                "NetCompile.Emission" => "NC04",
                "NetCompile.Proofs" => "NC05",
                "NetCompile.Internal" => "NC09",
                _ => r.Category,
            },
            r.Id[..4]));
    }

    [Fact]
    public void Messages_have_no_final_period() => Assert.All(s_rules, r => Assert.False(r.MessageFormat.ToString().EndsWith('.') && !r.MessageFormat.ToString().EndsWith("..."), r.Id));

    [Fact]
    public void Analyzers_support_every_rule_of_their_blocks() => Assert.Equal(
        s_rules.Select(r => r.Id).Where(id => id[..4] is not "NC09"),
        new DeclarationAnalyzer().SupportedDiagnostics.Concat(new ModelAnalyzer().SupportedDiagnostics).Concat(new ProofAnalyzer().SupportedDiagnostics).Select(r => r.Id).Distinct().Order());

    [Fact]
    public void The_table_in_the_guide_lists_every_rule()
    {
        string[] guide = File.ReadAllLines(Path.Combine(TestData.RepositoryRoot, "analyzers", "README.md"));
        string[] rows = [.. guide.Where(l => l.StartsWith("| NC", StringComparison.Ordinal)).Select(l => string.Join(" | ", l.Split('|')[1..4].Select(c => c.Trim())))];

        Assert.Equal(s_rules.Select(r => $"{r.Id} | {r.Title} | {r.DefaultSeverity}"), rows);
    }
}
