using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using NetCompile.Analyzers.Tests.Harness;
using NetCompile.TestSupport;
using static NetCompile.Analyzers.Tests.Harness.AnalyzerHarness;

namespace NetCompile.Analyzers.Tests;

/// <summary>The counterexample that <c>samples/GUIDE.md</c> shows is the one that its reader sees.</summary>
[Collection(nameof(ProofAnalyzerTests))]
public class GuideTests
{
    [Fact]
    public async Task The_guides_class_has_no_error_and_its_broken_property_has_the_message_shown()
    {
        string guide = File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "samples", "GUIDE.md")).ReplaceLineEndings("\n");
        string network = Block(guide, "csharp Drive/Cruise.cs"), broken = Block(guide, "csharp"), shown = Block(guide, "text", "error NC0502");

        Assert.DoesNotContain(await RunAsync(network), d => d.Severity > DiagnosticSeverity.Warning);

        Diagnostic violated = Assert.Single(await RunAsync(network[..network.LastIndexOf('}')] + "\n" + broken + "\n}\n"), d => d.Severity > DiagnosticSeverity.Warning);
        FileLinePositionSpan place = violated.Location.GetLineSpan();
        string said = $"Drive/Cruise.cs({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): error {violated.Id}: {violated.GetMessage()}";
        Assert.True(said == shown, $"GUIDE.md shows\n{shown}\nbut its reader sees\n{said}");
    }

    private static async Task<Diagnostic[]> RunAsync(string code)
    {
        TestFile model = new(Path.Combine(TestData.RepositoryRoot, "samples", "CruiseControl", "models", "cruise.onnx").Replace('\\', '/'), null);
        Compilation compilation = Compile(code.Replace("models/cruise.onnx", model.Path));
        return [.. await DiagnoseAsync(compilation, model), .. await ProofsAsync(compilation, null, model)];
    }

    private static string Block(string guide, string info, string containing = "") =>
        Regex.Matches(guide, $@"^```{Regex.Escape(info)}\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(m => m.Groups[1].Value).First(b => b.Contains(containing));
}
