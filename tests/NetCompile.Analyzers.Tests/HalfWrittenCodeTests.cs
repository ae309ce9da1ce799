using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Analyzers.Tests.Harness;
using NetCompile.Generator;
using NetCompile.Generator.Diagnostics;
using NetCompile.TestSupport;
using static NetCompile.Analyzers.Tests.Harness.AnalyzerHarness;

namespace NetCompile.Analyzers.Tests;

/// <summary>While somebody types, code is wrong in every way: no analyzer and no generator throws on it.</summary>
public sealed class HalfWrittenCodeTests
{
    private const int Rounds = 30;

    // Every attribute, and properties with all that can be translated.
    private const string Everything = """
        [Network(SpecializeToRegion = true), Weights("w.txt"), BigM(1e4, Layer = 0), MilpEncoding("tight")]
        [Dense(2, Weights = new[] { 1.0, -1, -1, 1 }, Bias = new[] { 0.5, 0 }), LeakyRelu(0.25), Dense(2, Weights = new[] { 1.0, 1, 2, 0.5 }), Clip(-1, 6), Dense(2), Relu]
        [Output("z", "w", Scale = 2, Offset = 1)]
        [Input("x", -1, 1, Mean = 0.5, Range = 2, TrainedFrom = -0.5, TrainedTo = 0.5), Input("y", 0, 1)]
        [Robust("Near", Radius = 0.25, Center = new[] { 0.5, 0.25 }, Label = 0), Robust("Point", Radius = 0.1, Around = "p.csv", Label = 1), VnnLib("p.vnnlib", Name = "File")]
        public static partial class Net
        {
            private const double Half = 0.5;
            [Property(ProveAtBuild = true)] static bool Wide(Input a, Output b) => b.z <= 4.5 && (b.w > -1 || !(a.x - 2 * a.y >= Half));
            [Property] public static bool Calm(Input a, Output b) { return Math.Abs(b.z - b.w) <= Math.Max(a.x, 10) / 2; }
            static double Twice(double v) => 2 * v;
            [Property] static bool Called(Output b) => Twice(b.z) >= b.w - 3;
        }
        """;

    private static readonly string[] s_inserted =
        ["(", ")", "{", "}", "[", "]", ",", ";", "=>", "=", "==", "!", "&&", "||", "-", "*", "/", "0", "-1", "1e308", "1e400", "5e-324", "3e9", "2147483648", "double.NaN", "float.PositiveInfinity", "null", "default", "x", "y", "x.gap", "y.acceleration", "\"\"", "\"gap\"", "\"../..\"", "new[] { 1, 2 }", "(float)", "is", "?", ".", "static", "partial", "class", "struct", "record", "Network", "[Property]", "[Input(\"gap\", 0, 1)]", "Count = 100000000", "Count = -3", "#if", "\n", "\"\0\"", "@", "nameof(x)"];

    private static readonly string[] s_numbers =
        ["0", "-1", "1e300", "-1e300", "1e39", "-3.5e38", "5e-324", "1e-46", "double.NaN", "double.NegativeInfinity", "int.MaxValue", "int.MinValue", "100000", "0.1", "3.4028235e38", "-0.0", "1e308"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nothing_throws_on_half_written_code(int seed) => await TryAsync(seed, Rounds, Spoil);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nothing_throws_on_strange_numbers(int seed) => await TryAsync(seed, Rounds, Exaggerate);

    private static async Task TryAsync(int seed, int rounds, Func<string, Random, string> change)
    {
        string folder = Path.Combine(TestData.RepositoryRoot, "samples", "CruiseControl").Replace('\\', '/');
        string[] texts = [Usings + File.ReadAllText($"{folder}/Cruise.cs").Replace("models/cruise.onnx", $"{folder}/models/cruise.onnx"), Usings + Everything, Usings + Everything.Replace("SpecializeToRegion = true", "SpecializeToRegion = false")];
        AdditionalText[] files =
        [
            new TestFile($"{folder}/models/cruise.onnx", null),
            new TestFile("/project/Networks/p.csv", "0.25, 0.5"),
            new TestFile("/project/Networks/w.txt", "1 0 0 1 0.5 -0.5"),
            new TestFile(
                "/project/Networks/p.vnnlib",
                "(declare-const X_0 Real)(declare-const X_1 Real)(declare-const Y_0 Real)(declare-const Y_1 Real)(assert (<= X_0 0.5))(assert (>= X_0 0))(assert (<= X_1 0.5))(assert (>= X_1 0))(assert (>= Y_0 1.75))"),
        ];
        Dictionary<string, string> config = new() { ["netcompile.quick_proof_nodes"] = "5", ["netcompile.quick_proof_work"] = "200000" };
        CSharpCompilation whole = Compile("");
        Random random = new(seed);
        HashSet<string> seen = [];
        for (int round = 0; round < rounds; round++)
        {
            string text = change(texts[round % texts.Length], random);
            CSharpCompilation compilation = whole.ReplaceSyntaxTree(whole.SyntaxTrees[0], CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)whole.SyntaxTrees[0].Options, SourcePath));
            GeneratorDriver driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], files, (CSharpParseOptions)whole.SyntaxTrees[0].Options)
                .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
            GeneratorRunResult result = driver.GetRunResult().Results[0];
            string? error = result.Exception?.ToString() ?? result.Diagnostics.FirstOrDefault(d => d.Id == InternalRules.UnexpectedException.Id)?.ToString();
            Assert.True(error is null, $"seed {seed}, round {round}: {error}\nfor\n{text}");

            // An editor asks for analyses before the generator has run, too.
            Compilation analyzed = random.Next(2) == 0 ? compilation : generated;
            seen.UnionWith((await ProofsAsync(analyzed, config, files)).AddRange(await DiagnoseAsync(analyzed, config, files)).Select(d => d.Id));
        }

        // Code that no analyzer looks at would pass.
        Assert.True(seen.Count > 10, string.Join(", ", seen));
    }

    // One to three numbers are others.
    private static string Exaggerate(string text, Random random)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(text).GetRoot();
        SyntaxToken[] numbers = [.. root.DescendantTokens().Where(t => t.IsKind(SyntaxKind.NumericLiteralToken))];
        random.Shuffle(numbers);
        string changed = text;
        foreach (SyntaxToken number in numbers.Take(random.Next(1, 4)).OrderByDescending(t => t.SpanStart))
        {
            changed = changed.Remove(number.SpanStart, number.Span.Length).Insert(number.SpanStart, s_numbers[random.Next(s_numbers.Length)]);
        }

        return changed;
    }

    // Some tokens less, one twice, two exchanged, another in place of one or before it; or the end missing.
    private static string Spoil(string text, Random random)
    {
        List<string> tokens = [.. CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().Select(t => t.ToFullString())];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int i = random.Next(tokens.Count);
            switch (random.Next(7))
            {
                case 0:
                    tokens.Insert(i, tokens[i]);
                    break;
                case 1:
                    int j = random.Next(tokens.Count);
                    (tokens[i], tokens[j]) = (tokens[j], tokens[i]);
                    break;
                case 2:
                    tokens[i] = $" {s_inserted[random.Next(s_inserted.Length)]} ";
                    break;
                case 3:
                    tokens.Insert(i, $" {s_inserted[random.Next(s_inserted.Length)]} ");
                    break;
                case 4 when random.Next(8) == 0:
                    tokens.RemoveRange(i, tokens.Count - i);
                    break;
                default:
                    tokens.RemoveAt(i);
                    break;
            }

            if (tokens.Count == 0)
            {
                break;
            }
        }

        return string.Concat(tokens);
    }
}
