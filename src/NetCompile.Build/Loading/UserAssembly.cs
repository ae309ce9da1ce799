using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using NetCompile.Runtime;

namespace NetCompile.Build.Loading;

/// <summary>The assembly that was built, loaded beside the tool: it shares the tool's NetCompile and brings everything else itself.</summary>
internal sealed class UserAssembly : AssemblyLoadContext
{
    // Exchanged between the tool and the assembly, so there must be one of each, whatever version a package of the project brings.
    private static readonly string[] s_shared = ["NetCompile", "NetCompile.Core", "System.Collections.Immutable"];

    private readonly Dictionary<string, string> _references = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _path;

    private UserAssembly(string path, IEnumerable<string> references) : base("NetCompile.Build: the project", isCollectible: false)
    {
        _path = path;
        foreach (string reference in references)
        {
            _references.TryAdd(Path.GetFileNameWithoutExtension(reference), reference);
        }
    }

    /// <summary>The properties that an assembly declares, with the places that it states for them.</summary>
    /// <exception cref="BuildException">It cannot be loaded, or a property of the source is not in it.</exception>
    public static ImmutableArray<LocatedProperty> Properties(string path, IEnumerable<string> references)
    {
        try
        {
            Assembly assembly = new UserAssembly(Path.GetFullPath(path), references).Load();
            AssemblyName engine = typeof(NetworkProperty).Assembly.GetName();
            if (assembly.GetReferencedAssemblies().FirstOrDefault(r => r.Name == engine.Name) is not { } compiledWith)
            {
                return []; // Proofs may be switched on for a whole repository.
            }

            if (compiledWith.Version != engine.Version)
            {
                // Kernels and engine belong together: what is proved is the rounding of these very kernels.
                throw new BuildException($"{Path.GetFileName(path)} was compiled with NetCompile {compiledWith.Version}, and this is the tool of {engine.Version}; restore the package NetCompile again, or correct NetCompileBuildTool");
            }

            ImmutableArray<LocatedProperty> properties = LocatedProperty.Join(NetworkProperties.CompiledIn(assembly), [.. assembly.GetCustomAttributes<PropertyLocationAttribute>()]);
            return NetworkProperties.ProblemIn(assembly) is { } problem ? throw new BuildException(problem.TrimEnd('.')) : properties;
        }
        catch (ReflectionTypeLoadException e)
        {
            string problems = string.Join("; ", e.LoaderExceptions.OfType<Exception>().Select(Describe).Distinct().Take(3));
            throw new BuildException($"{Path.GetFileName(path)} cannot be looked into: {problems}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException or TypeLoadException or MissingMemberException or TypeInitializationException)
        {
            throw new BuildException($"{Path.GetFileName(path)} cannot be loaded: {Describe(e)}", e);
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName name)
    {
        string simple = name.Name ?? "";
        if (s_shared.Contains(simple, StringComparer.OrdinalIgnoreCase))
        {
            return Default.LoadFromAssemblyName(new AssemblyName(simple));
        }

        if (IsOfFramework(name))
        {
            return null; // The default context has it, in this version or a later one.
        }

        return _references.TryGetValue(simple, out string? path) && File.Exists(path) ? LoadFromAssemblyPath(Path.GetFullPath(path))
            : InSharedFrameworks(simple) is { } shared ? LoadFromAssemblyPath(shared)
            : null;
    }

    private static bool IsOfFramework(AssemblyName name)
    {
        string file = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name.Name + ".dll");
        return File.Exists(file) && (name.Version is null || AssemblyName.GetAssemblyName(file).Version >= name.Version);
    }

    // A web project refers to a framework that this process was not started with; it lies beside the one that it was: shared/NAME/VERSION.
    private static string? InSharedFrameworks(string name)
    {
        DirectoryInfo runtime = new(Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory()));
        return runtime.Parent?.Parent is { Exists: true } shared
            ? shared.EnumerateDirectories().Select(framework => Path.Combine(framework.FullName, runtime.Name, name + ".dll")).FirstOrDefault(File.Exists)
            : null;
    }

    private static string Describe(Exception e) => e switch
    {
        TypeInitializationException { InnerException: { } inner } => Describe(inner),
        FileNotFoundException { FileName: { } file } => $"the assembly '{file}' is not among the project's references that are copied; reference it without Private=\"false\" or ExcludeAssets=\"runtime\"",
        MissingMemberException or TypeLoadException => $"{e.Message}; the project was compiled with another NetCompile than {typeof(NetworkProperty).Assembly.GetName().Version}, so restore and rebuild it",
        BadImageFormatException => $"{e.Message}; build for AnyCPU or for the SDK's own processor",
        _ => e.Message,
    };

    private Assembly Load() => LoadFromAssemblyPath(_path);
}
