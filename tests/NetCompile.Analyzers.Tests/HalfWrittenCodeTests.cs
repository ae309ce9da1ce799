using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Analyzers.Tests.Harness;
using static NetCompile.Analyzers.Tests.Harness.AnalyzerHarness;

namespace NetCompile.Analyzers.Tests;

/// <summary>While somebody types, most of what analyzers see does not compile: none may throw, whatever is missing.</summary>
public class HalfWrittenCodeTests
{
    private const string Code = Usings + """
        [Network, Dense(2, Weights = new[] { 1.0, -1, -1, 1 }), Relu, Dense(1, Weights = new[] { 1.0, 1 }), Output("z", Scale = 2, Offset = 1)]
        [Input("x", -1, 1, Mean = 0.5, Range = 2, TrainedFrom = -0.5, TrainedTo = 2), Input("y", -1, 1, Count = 1)]
        [Robust("Near", Radius = 0.25, Center = new[] { 0.5, 0.5 }, Label = 0), VnnLib("p.vnnlib", Name = "File", ProveAtBuild = true)]
        partial class Net
        {
            const float Limit = 4.5f;
            [Property(ProveAtBuild = true)] static bool Wide(Input a, Output b) => b.z <= Limit && !(a.x > 0.5f) || Math.Max(b.z, a.y[0]) < 9;
            [Property] static bool Branches(Input a, Output b)
            {
                var sum = a.x + 2 * a.y[0];
                if (sum >= 1) return b.z > -1;
                return b.z is >= -2 and <= 11 || Helper(b, 3);
            }
            static bool Helper(Output b, int k) => b.z < k;
        }
        """;

    private static readonly TestFile s_file = new("/project/Networks/p.vnnlib", "(declare-const X_0 Real)(declare-const X_1 Real)(declare-const Y_0 Real)(assert (and (>= X_0 0.5) (<= X_0 1.0) (>= X_1 0.5) (<= X_1 1.0)))(assert (>= Y_0 7.5))");

    [Fact]
    public async Task The_whole_class_is_judged() =>
        // Robustness of a single output says nothing, and neither does the analyzer.
        Assert.Equal(["NC0501", "NC0501", "NC0508", "NC0508"], (await ProofsAsync(Compile(Code), null, s_file)).Select(d => d.Id).Where(id => id is "NC0501" or "NC0508").Order());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_analyzer_throws_where_tokens_are_missing_doubled_or_swapped(int seed)
    {
        Random random = new(seed);
        string[] tokens = [.. CSharpSyntaxTree.ParseText(Code).GetRoot().DescendantTokens().Select(t => t.ToFullString())];
        for (int round = 0; round < 150; round++)
        {
            List<string> edited = [.. tokens];
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                int at = random.Next(6, edited.Count - 1);
                switch (random.Next(4))
                {
                    case 0:
                        edited.Insert(at, edited[at]);
                        break;
                    case 1:
                        (edited[at], edited[random.Next(6, edited.Count - 1)]) = (edited[random.Next(6, edited.Count - 1)], edited[at]);
                        break;
                    default:
                        edited.RemoveAt(at);
                        break;
                }
            }

            await AssertNoneThrows(string.Concat(edited));
        }
    }

    [Fact]
    public async Task No_analyzer_throws_where_the_text_ends()
    {
        for (int length = Usings.Length; length < Code.Length; length += 9)
        {
            await AssertNoneThrows(Code[..length]);
        }
    }

    // The harness fails on the diagnostic by which the compiler reports an exception in an analyzer; what is reported lies in the text.
    private static async Task AssertNoneThrows(string code)
    {
        CSharpCompilation compilation = Compile(code);
        foreach (Diagnostic d in (await DiagnoseAsync(compilation, s_file)).AddRange(await ProofsAsync(compilation, null, s_file)))
        {
            Assert.True(d.Location.SourceSpan.End <= code.Length, $"{d.GetMessage()}\n{code}");
        }
    }
}
