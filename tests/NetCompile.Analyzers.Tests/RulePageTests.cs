using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Analyzers.Tests.Harness;
using NetCompile.Generator.Diagnostics;
using NetCompile.TestSupport;
using static NetCompile.Analyzers.Tests.Harness.AnalyzerHarness;

namespace NetCompile.Analyzers.Tests;

/// <summary>The pages of <c>analyzers/docs</c>: one for each rule, with its title and severity, and with examples that do what the page says.</summary>
[Collection(nameof(ProofAnalyzerTests))]
public class RulePageTests
{
    private static readonly string s_folder = RulePage.Folder;

    // What no C# alone causes: an ONNX file with another operator and a file that the system refuses, which have tests of their own below, and an exception in NetCompile.
    private static readonly string[] s_notRun = ["NC0103", "NC0106", "NC0901"];

    private static readonly Rule[] s_rules = [.. Descriptors().Concat(BuildRules()).OrderBy(r => r.Id, StringComparer.Ordinal)];

    public static TheoryData<string> Ids => [.. s_rules.Select(r => r.Id)];

    public static TheoryData<string> Runnable => [.. Descriptors().Select(r => r.Id).Except(s_notRun)];

    [Fact]
    public void Every_rule_has_a_page_and_every_page_a_rule() => Assert.Equal(
        s_rules.Select(r => r.Id), Directory.GetFiles(s_folder, "NC*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_has_the_title_the_severity_and_the_sections(string id)
    {
        Rule rule = s_rules.Single(r => r.Id == id);
        RulePage page = RulePage.Of(id);

        Assert.Equal($"{rule.Id}: {rule.Title}", page.Heading);
        Assert.Equal($"Severity: **{rule.Severity}**, category: `{rule.Category}`", page.Facts);
        Assert.Equal(RulePage.RequiredSections, page.Sections);
        Assert.All(page.Sections, s => Assert.True(page.Section(s).Trim().Length > 20, $"{id}: the section '{s}' is empty."));
        Assert.InRange(page.Text.Split('\n').Length, 15, 75);
        Assert.DoesNotContain("???", page.Text);
    }

    [Theory]
    [MemberData(nameof(Runnable))]
    public async Task The_example_causes_the_message_and_the_corrected_one_does_not(string id)
    {
        RulePage page = RulePage.Of(id);
        using TemporaryFolder folder = new();

        Diagnostic[] wrong = await RunAsync(page.Code[0], page, folder), right = await RunAsync(page.Code[1], page, folder);

        // With the whole text, to be copied into the page once somebody has read it.
        string said = string.Join("\n", wrong.Where(d => d.Id == id).Select(d => d.GetMessage().Replace(folder.FullName + "/", "")));
        Assert.True(page.Message == said, $"{id}.md shows\n{page.Message}\nbut its example gives\n{said}");
        Assert.DoesNotContain(right, d => d.Id == id);

        // The example of a property that holds is corrected to one that does not.
        Assert.DoesNotContain(right, d => d.DefaultSeverity == DiagnosticSeverity.Error && !(id == "NC0501" && d.Id == "NC0502"));
    }

    [Fact]
    public async Task The_example_of_an_unsupported_operator_causes_its_message_and_the_corrected_one_does_not()
    {
        RulePage page = RulePage.Of("NC0103");
        using TemporaryFolder folder = new();
        AdditionalText tanh = folder.Add("tanh.onnx", Network("Tanh")), relu = folder.Add("relu.onnx", Network("Relu"));

        Diagnostic wrong = Assert.Single(await DiagnoseAsync(Compile(Usings + "\n" + page.Code[0].Replace("tanh.onnx", tanh.Path)), tanh, relu));

        Assert.Equal(("NC0103", page.Message), (wrong.Id, wrong.GetMessage()));
        Assert.DoesNotContain(await DiagnoseAsync(Compile(Usings + "\n" + page.Code[1].Replace("relu.onnx", relu.Path)), tanh, relu), d => d.DefaultSeverity == DiagnosticSeverity.Error);

        // As the examples say: Gemm, the activation, Gemm.
        static byte[] Network(string activation) => new OnnxBuilder().Input("x", 1, 1).Initializer("w", [1, 1], 2)
            .Node("Gemm", ["x", "w"], "layer1").Node(activation, ["layer1"], "layer2").Node("Gemm", ["layer2", "w"], "y").Output("y", 1, 1).Build();
    }

    /// <summary>The text between the file and the remedy is the system's; a file that is gone stands for one that is refused, as a test that runs as root is refused nothing.</summary>
    [Fact]
    public async Task The_example_of_a_file_that_cannot_be_read_causes_its_message_and_the_corrected_one_does_not()
    {
        RulePage page = RulePage.Of("NC0106");
        using TemporaryFolder folder = new();
        byte[] model = new OnnxBuilder().Input("x", 1, 1).Initializer("w", [1, 1], 2).Node("Gemm", ["x", "w"], "y").Output("y", 1, 1).Build();
        AdditionalText there = folder.Add("net.onnx", model), gone = new TestFile(folder.FullName + "/gone.onnx", null);

        Diagnostic wrong = Assert.Single(await DiagnoseAsync(Compile(Usings + "\n" + page.Code[0].Replace("models/net.onnx", gone.Path)), gone));

        string[] parts = page.Message.Split(["models/net.onnx", "Access to the path is denied"], StringSplitOptions.None);
        Assert.Equal(("NC0106", 3), (wrong.Id, parts.Length));
        Assert.StartsWith(parts[0] + gone.Path + parts[1], wrong.GetMessage());
        Assert.EndsWith(parts[2], wrong.GetMessage());
        Assert.DoesNotContain(await DiagnoseAsync(Compile(Usings + "\n" + page.Code[1].Replace("models/net.onnx", there.Path)), there), d => d.DefaultSeverity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void The_index_is_what_is_generated_from_the_rules()
    {
        StringBuilder index = new();
        index.Append("# The diagnostics of NetCompile\n\nOne page for each: what it means, an example, how to fix it, how to configure it. Examples leave out `using NetCompile;`. This list is generated from the rules, and a test compares it.\n\n");
        index.Append("| id | rule | severity | category |\n| --- | --- | --- | --- |\n");
        foreach (Rule rule in s_rules)
        {
            index.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.Severity} | {rule.Category} |\n");
        }

        string path = Path.Combine(s_folder, "README.md"), received = Path.Combine(s_folder, "README.received.md");
        if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == index.ToString())
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, index.ToString());
        Assert.Fail($"The index of the rules is out of date.\nCompare:  diff \"{path}\" \"{received}\"\nApprove:  mv \"{received}\" \"{path}\"");
    }

    // In a project that optimises too, where the rules about optimisation models speak. Files lie on disk, as models are read from there.
    private static async Task<Diagnostic[]> RunAsync(string code, RulePage page, TemporaryFolder folder)
    {
        List<AdditionalText> files = [];
        foreach ((string name, string text) in page.Files)
        {
            AdditionalText file = folder.Add(name, Encoding.UTF8.GetBytes(text));
            files.Add(name.EndsWith(".nnet", StringComparison.Ordinal) ? file : new TestFile(file.Path, text));
            code = code.Replace($"\"{name}\"", $"\"{file.Path}\"");
        }

        CSharpCompilation compilation = Compile(Usings + "\n" + code).WithReferences(ReferencesWithMilp);
        ImmutableArray<Diagnostic> declared = await DiagnoseAsync(compilation, page.Options, [.. files]), proved = await ProofsAsync(compilation, page.Options, [.. files]);
        return [.. declared, .. proved];
    }

    private static IEnumerable<Rule> Descriptors() => typeof(DeclarationRules).Assembly.GetTypes()
        .Where(t => t.Namespace == typeof(DeclarationRules).Namespace)
        .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Where(f => f.FieldType == typeof(DiagnosticDescriptor))
        .Select(f => (DiagnosticDescriptor)f.GetValue(null)!)
        .Select(d => new Rule(d.Id, d.Title.ToString(), d.DefaultSeverity.ToString(), d.Category));

    // The codes of the build, from the table of analyzers/README.md that has them.
    private static IEnumerable<Rule> BuildRules() => File.ReadLines(Path.Combine(TestData.RepositoryRoot, "analyzers", "README.md"))
        .Where(l => l.StartsWith("| [`NC", StringComparison.Ordinal) || l.StartsWith("| `NC", StringComparison.Ordinal))
        .Select(l => l.Split('|').Select(c => c.Trim()).ToArray())
        .Select(c => new Rule(c[1].Split('`')[1], c[2], c[3], "build"));

    private sealed record Rule(string Id, string Title, string Severity, string Category);
}
