using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using NetCompile.Benchmarks.Verification;
using NetCompile.Samples.Training;

namespace NetCompile.Benchmarks.Builds;

/// <summary>What a network costs an editor, in which compiler, generator and analyzers stay loaded: <c>--edits</c>. The first run, and the run after an edit in another file.</summary>
/// <remarks>
/// As an editor does, the generator's driver and the compilation are carried from edit to edit, and analyzers run anew over the whole compilation. Of an analyzer run, the compiler's own share is what the
/// same compilation takes with an analyzer that does nothing for each type. What Roslyn counts inside an analyzer's actions is no measure: it contains the binding of whatever symbol the action is the first to ask for.
/// </remarks>
internal static class EditTimings
{
    private const int Edits = 100;

    /// <summary>Measures each of <see cref="BuildTimings.Shapes"/> after a small one for the JIT compiler, in this process.</summary>
    /// <param name="repository">The repository's folder; its analyzers must be built in Release.</param>
    public static int Run(string repository)
    {
        string folder = Path.Combine(repository, "analyzers", "NetCompile.Analyzers", "bin", "Release", "netstandard2.0");
        IIncrementalGenerator[] generators = Instances<IIncrementalGenerator>(Path.Combine(folder, "NetCompile.Generator.dll"));
        DiagnosticAnalyzer[] analyzers = Instances<DiagnosticAnalyzer>(Path.Combine(folder, "NetCompile.Analyzers.dll"));
        Console.WriteLine("| weights | generator, first, ms | analyzers, first, ms | generator, edit, ms | analyzer run, edit, ms | of an empty analyzer, ms | difference, ms |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        Measure([5, 8, 5], generators, analyzers, print: false);
        foreach (int[] shape in BuildTimings.Shapes)
        {
            Measure(shape, generators, analyzers, print: true);
        }

        return 0;
    }

    private static T[] Instances<T>(string path) => File.Exists(path)
        ? [.. Assembly.LoadFrom(path).GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(T))).Select(t => (T)Activator.CreateInstance(t)!)]
        : throw new BenchmarkException($"{path} does not exist. Build the repository in Release first.");

    private static void Measure(int[] shape, IIncrementalGenerator[] generators, DiagnosticAnalyzer[] analyzers, bool print)
    {
        string folder = Directory.CreateTempSubdirectory("netcompile-edits").FullName;
        try
        {
            DenseNetwork network = new(new Random(1), shape);
            ModelText model = new(Path.Combine(folder, BuildTimings.ModelFile));
            File.WriteAllBytes(model.Path, OnnxWriter.Write(network, "net", "x", "y"));
            CSharpCompilation compilation = Compile(("Net.cs", BuildTimings.Declaration(shape[0], shape[^1])), ("Other.cs", "internal static class Other { }"));
            Options options = new(folder + Path.DirectorySeparatorChar);
            GeneratorDriver driver = CSharpGeneratorDriver.Create(generators.Select(g => g.AsSourceGenerator()), [model], (CSharpParseOptions)compilation.SyntaxTrees[0].Options, options);

            double generatorFirst = Time(() => driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out _, out _));
            driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
            Demand(complete.GetDiagnostics());
            double first = Analyze(complete, analyzers, model, options);

            double[] generator = new double[Edits], all = new double[Edits], empty = new double[Edits];
            for (int i = 0; i < Edits; i++)
            {
                SyntaxTree other = compilation.SyntaxTrees[1];
                compilation = compilation.ReplaceSyntaxTree(other, Parse("Other.cs", $"internal static class Other {{ public const int Edit{i} = {i}; }}"));
                Compilation? edited = null;
                generator[i] = Time(() => driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out edited, out _));

                // A compilation binds its symbols once: each of the two runs gets one of its own, and they take turns in going first.
                if (i % 2 == 0)
                {
                    empty[i] = Analyze(edited!.Clone(), [new EmptyAnalyzer()], model, options);
                }

                all[i] = Analyze(edited!.Clone(), analyzers, model, options);
                if (i % 2 != 0)
                {
                    empty[i] = Analyze(edited!.Clone(), [new EmptyAnalyzer()], model, options);
                }
            }

            if (print)
            {
                string weights = network.Layers.Sum(l => (long)l.Weights.Length).ToString("N0", CultureInfo.InvariantCulture);
                Console.WriteLine(FormattableString.Invariant($"| {weights} | {generatorFirst:0} | {first:0} | {Spread(generator)} | {Spread(all)} | {Spread(empty)} | {Spread(Differences(all, empty))} |"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Analyze(Compilation compilation, DiagnosticAnalyzer[] analyzers, AdditionalText model, Options options)
    {
        CompilationWithAnalyzers run = compilation.WithAnalyzers(
            [.. analyzers],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([model], options), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false));
        AnalysisResult? result = null;
        double wall = Time(() => result = run.GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult());
        ImmutableArray<Diagnostic> diagnostics = result!.GetAllDiagnostics();
        Demand(diagnostics);
        if (analyzers is not [EmptyAnalyzer] && diagnostics.Count(d => d.Id is "NC0501" or "NC0504") != 2)
        {
            throw new BenchmarkException($"Each of the two properties holds or, with most weights, is undecided, but the analyzers said: {string.Join("; ", diagnostics)}");
        }

        return wall;
    }

    // What is measured must be what works: an error, or an exception of an analyzer (AD0001), would make it fast.
    private static void Demand(ImmutableArray<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error || d.Id == "AD0001") is { } wrong)
        {
            throw new BenchmarkException(wrong.ToString());
        }
    }

    private static CSharpCompilation Compile(params (string Path, string Text)[] files) => CSharpCompilation.Create(
        "Edited",
        files.Select(f => Parse(f.Path, f.Text)),
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "NetCompile.dll" or "NetCompile.Core.dll"))
            .Select(p => MetadataReference.CreateFromFile(p)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp12), path, Encoding.UTF8);

    // Median and quartiles: the machine's other work makes the extremes.
    private static string Spread(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2, quarter = sorted.Length / 4;
        return FormattableString.Invariant($"{(sorted[half - (1 - (sorted.Length % 2))] + sorted[half]) / 2:0.0} ({sorted[quarter]:0.0}–{sorted[^(quarter + 1)]:0.0})");
    }

    // Whichever of the two goes first pays for what both share, so the mean over two edits in a row, one in each order, is one difference.
    private static double[] Differences(double[] all, double[] empty) =>
        [.. Enumerable.Range(0, all.Length / 2).Select(i => (all[2 * i] - empty[2 * i] + all[(2 * i) + 1] - empty[(2 * i) + 1]) / 2)];

    private static double Time(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
    }

    private sealed class ModelText(string path) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => null;
    }

    private sealed class Options(string projectFolder) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(projectFolder);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(null);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(null);

        private sealed class Values(string? projectFolder) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
            {
                value = key == "build_property.projectdir" ? projectFolder : null;
                return value is not null;
            }
        }
    }

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // An analyzer for this measurement only, never shipped.
    /// <summary>Looks at every type and says nothing.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class EmptyAnalyzer : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_never = new("BENCH001", "Never", "Never", "Bench", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_never];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSymbolAction(static _ => { }, SymbolKind.NamedType);
        }
    }
#pragma warning restore RS1036, RS1038, RS1041, RS2008
}
