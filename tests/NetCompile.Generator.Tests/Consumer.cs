using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Runtime;

namespace NetCompile.Generator.Tests;

/// <summary>A user's project in memory: what it sets, what it references, and that no warning passes.</summary>
internal static class Consumer
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "NetCompile.dll" or "NetCompile.Core.dll" or "NetCompile.Milp.dll"))
            .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>Parse options of a project with C# <paramref name="version"/> whose documentation is checked.</summary>
    public static CSharpParseOptions ParseOptions(LanguageVersion version = LanguageVersion.CSharp12) => new(version, DocumentationMode.Diagnose);

    /// <summary>A compilation without <c>unsafe</c> in which every warning is an error.</summary>
    /// <param name="sources">Paths and texts.</param>
    /// <param name="nullable">The project's nullable context.</param>
    /// <param name="options">Its language.</param>
    /// <param name="withMilp">Whether it references <c>NetCompile.Milp</c>.</param>
    public static CSharpCompilation Compile(
        IEnumerable<(string Path, string Text)> sources, NullableContextOptions nullable = NullableContextOptions.Enable, CSharpParseOptions? options = null, bool withMilp = false) =>
        CSharpCompilation.Create(
            "Consumer" + Guid.NewGuid().ToString("N"),
            sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, options ?? ParseOptions(), s.Path, System.Text.Encoding.UTF8)),
            withMilp ? s_references : s_references.Where(r => Path.GetFileName(r.Display) != "NetCompile.Milp.dll"),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: false,
                warningLevel: 9999,
                nullableContextOptions: nullable,
                generalDiagnosticOption: ReportDiagnostic.Error,

                // What the SDK switches off in every project: references to older versions of framework assemblies.
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));

    /// <summary>The messages of a compilation, hidden ones left out.</summary>
    public static string[] Problems(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(d => d.Severity > DiagnosticSeverity.Hidden && !d.IsSuppressed).Select(d => d.ToString())];

    /// <summary>Compiles to memory, loads the assembly, and fails with the messages where there are any.</summary>
    public static Assembly Load(Compilation compilation)
    {
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        string[] problems = [.. result.Diagnostics.Where(d => d.Severity > DiagnosticSeverity.Hidden && !d.IsSuppressed).Select(d => d.ToString())];
        Assert.True(problems.Length == 0, string.Join("\n", problems.Take(20)));
        image.Position = 0;
        return new AssemblyLoadContext(compilation.AssemblyName, isCollectible: true).LoadFromStream(image);
    }

    /// <summary>The runner of the emitted network <paramref name="type"/>, as the engine gets it.</summary>
    public static NetworkRunner Runner(Assembly assembly, string type)
    {
        Type network = assembly.GetType(type, throwOnError: true)!;
        MethodInfo create = typeof(NetworkRunner).GetMethods().Single(m => m is { Name: nameof(NetworkRunner.Create), IsGenericMethod: true });
        return (NetworkRunner)create.MakeGenericMethod(network).Invoke(null, null)!;
    }
}
